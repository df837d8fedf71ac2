-- Which files hold the rows of flow logs of these bytes?
SELECT file_id, sha256
FROM files
WHERE flows > 0 AND sha256 IN (SELECT unnest(CAST(? AS VARCHAR[])));
