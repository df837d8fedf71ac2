-- Trino's functions that DuckDB has under other names or with other results, for the length of a session.
SET integer_division = true;
CREATE OR REPLACE TEMP MACRO json_extract_scalar(j, p) AS (
    CASE WHEN json_type(TRY_CAST(j AS JSON), p) IN ('OBJECT', 'ARRAY') THEN NULL
         ELSE json_extract_string(TRY_CAST(j AS JSON), p) END);
