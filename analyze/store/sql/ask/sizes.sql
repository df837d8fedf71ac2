-- How many rows has each file brought? Parameters: the first and the last load.
SELECT file_id, records + flows AS kept
FROM files
WHERE records + flows > 0 AND load_id BETWEEN $1 AND $2
ORDER BY file_id;
