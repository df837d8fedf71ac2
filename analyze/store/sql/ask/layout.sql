-- Which columns have the tables and views of the case? Those that others have added to it do not count.
SELECT md5(string_agg(concat_ws(' ', table_name, column_name, data_type), ', ' ORDER BY table_name, column_index))
FROM duckdb_columns()
WHERE database_name = 'evidence' AND table_name IN (
    'attested', 'baselines', 'conflicts', 'content', 'doubtful', 'events', 'files', 'flow_rows', 'flows', 'hidden', 'loads', 'principals',
    'records', 'recovered', 'rejects', 'schema_version', 'seal_key', 'sighted_events', 'sightings', 'touches', 'touching_events',
    'whole_records')
