-- How long are the texts of the differing twins, by runs of 64 records of a file?
SELECT key >> 6, CAST(sum(record_length) AS BIGINT)
FROM differing
GROUP BY key >> 6
ORDER BY key >> 6;
