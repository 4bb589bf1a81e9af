-- One row a period and unit.
SELECT period_code, unit_code, ikm, rank() OVER (PARTITION BY period_code ORDER BY ikm DESC) AS rank
FROM {{ ref("ikm_unit") }}
