-- What do the views and macros of the case say? Is a table a view in truth, or are its values worked out when they are asked for? Is a
-- macro or a type called as one of DuckDB itself, however it is written? Others that somebody has added do not count.
WITH ours(name) AS (VALUES
    ('attested'), ('baselines'), ('conflicts'), ('content'), ('doubtful'), ('events'), ('files'), ('flow_rows'), ('flows'), ('hidden'), ('loads'),
    ('principals'), ('records'), ('recovered'), ('rejects'), ('schema_version'), ('seal_key'), ('sighted_events'), ('sightings'), ('touches'),
    ('touching_events'), ('whole_records'))
SELECT md5(string_agg(told, chr(10) ORDER BY told))
FROM (
    SELECT concat_ws(' ', view_name, sql) AS told
    FROM duckdb_views()
    WHERE database_name = 'evidence' AND lower(view_name) IN (SELECT name FROM ours)
    UNION ALL
    SELECT sql
    FROM duckdb_tables()
    WHERE database_name = 'evidence' AND lower(table_name) IN (SELECT name FROM ours) AND contains(upper(sql), 'GENERATED ALWAYS')
    UNION ALL
    SELECT concat_ws(' ', function_name, CAST(parameters AS VARCHAR), macro_definition)
    FROM duckdb_functions()
    WHERE database_name = 'evidence' AND (lower(function_name) IN ('event_id_text', 'fill', 'identity_of')
        OR lower(function_name) IN (SELECT lower(b.function_name) FROM duckdb_functions() b WHERE b.database_name = 'system'))
    UNION ALL
    SELECT concat_ws(' ', 'type', type_name)
    FROM duckdb_types()
    WHERE database_name = 'evidence' AND NOT internal
        AND lower(type_name) IN (SELECT lower(b.type_name) FROM duckdb_types() b WHERE b.internal)
)
