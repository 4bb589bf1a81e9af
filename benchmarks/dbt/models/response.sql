-- One row a response, of all exports at once: they are all alike here, which real ones are not.
SELECT
    unit.unit_code,
    export.id_responden,
    export.tanggal::TIMESTAMP AS answered_at,
    export.jenis_kelamin,
    export.pendidikan,
    export.pekerjaan,
    export.umur::INTEGER AS umur,
    {% for number in range(1, 10) -%}
    COLUMNS('u{{ number }}_.*')::TINYINT AS u{{ number }},
    {% endfor -%}
    export.saran
FROM read_csv('{{ env_var("PEER_INBOX") }}/unit-*.csv', header = true, all_varchar = true) AS export
JOIN read_csv('{{ env_var("PEER_UNITS") }}', header = true, all_varchar = true) AS unit
    ON unit.unit_name = export.unit_layanan
