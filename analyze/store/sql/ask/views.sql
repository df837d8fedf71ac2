-- What do the views and macros of the case say, is one of them called as a function of DuckDB itself, and does a view stand in the place of
-- a table? Others that somebody has added do not count.
SELECT md5(string_agg(told, chr(10) ORDER BY told))
FROM (
    SELECT concat_ws(' ', view_name, sql) AS told
    FROM system.main.duckdb_views()
    WHERE database_name = 'evidence' AND view_name IN (
        'attested', 'baselines', 'conflicts', 'content', 'doubtful', 'events', 'files', 'flow_rows', 'flows', 'hidden', 'loads', 'principals',
        'records', 'recovered', 'rejects', 'schema_version', 'seal_key', 'sighted_events', 'sightings', 'touches', 'touching_events',
        'whole_records')
    UNION ALL
    SELECT concat_ws(' ', function_name, CAST(parameters AS VARCHAR), macro_definition)
    FROM system.main.duckdb_functions() f
    WHERE database_name = 'evidence' AND (function_name IN ('event_id_text', 'fill', 'identity_of')
        OR function_name IN (SELECT b.function_name FROM system.main.duckdb_functions() b WHERE b.database_name = 'system'))
)
