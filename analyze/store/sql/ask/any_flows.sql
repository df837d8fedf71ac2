-- Are there rows of flow logs?
SELECT EXISTS (SELECT 1 FROM flow_rows)
