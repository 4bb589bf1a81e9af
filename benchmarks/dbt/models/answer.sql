-- One row a response and period it counts in: year, half-year, quarter, month.
{{ config(materialized = "view") }}
SELECT
    *,
    unnest([
        strftime(answered_at, '%Y'),
        strftime(answered_at, '%Y') || '-S' || ((month(answered_at) - 1) // 6 + 1),
        strftime(answered_at, '%Y') || '-TW' || quarter(answered_at),
        strftime(answered_at, '%Y-%m')
    ]) AS period_code
FROM {{ ref("response") }}
