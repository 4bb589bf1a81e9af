-- One row a period, unit, characteristic and category.
SELECT period_code, unit_code, characteristic, category, count(*) AS respondents
FROM (
    UNPIVOT {{ ref("answer") }} ON jenis_kelamin, pendidikan, pekerjaan INTO NAME characteristic VALUE category
)
GROUP BY ALL
