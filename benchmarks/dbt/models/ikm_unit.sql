-- One row a period and unit: nine NRR, each with weight 0.11, times 25.
SELECT
    period_code,
    unit_code,
    any_value(respondents) AS respondents,
    round(sum(total) * 2.75 / any_value(respondents), 2)::DECIMAL(6, 2) AS ikm
FROM {{ ref("ikm_unsur") }}
GROUP BY ALL
