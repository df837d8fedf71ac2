-- Which principals does this batch see for the first time? Parameter: the first key of the batch.
SELECT DISTINCT principal
FROM records
WHERE key >= $1 AND principal IS NOT NULL AND principal NOT IN (SELECT principal FROM principals)
ORDER BY principal;
