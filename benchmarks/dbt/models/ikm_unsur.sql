-- One row a period, unit and unsur.
SELECT period_code, unit_code, unsur_code, count(*) AS respondents, sum(score) AS total, avg(score) AS nrr
FROM (UNPIVOT {{ ref("answer") }} ON u1, u2, u3, u4, u5, u6, u7, u8, u9 INTO NAME unsur_code VALUE score)
GROUP BY ALL
