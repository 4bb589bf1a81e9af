-- One row a period and unit: nine NRR, each with weight 0.11, times 25; rounded half up to two places, in whole numbers,
-- because a DOUBLE rounds 64.845 down.
SELECT
    period_code,
    unit_code,
    any_value(respondents) AS respondents,
    (((sum(total) * 550 + any_value(respondents)) // (2 * any_value(respondents))) / 100)::DECIMAL(6, 2) AS ikm
FROM {{ ref("ikm_unsur") }}
GROUP BY ALL
