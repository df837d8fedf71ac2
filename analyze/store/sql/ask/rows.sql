-- What do all rows of a table say, as sums in an order of their own? Parameters: the first and the last load.
SELECT unhex(sha256(CAST(to_json(t) AS VARCHAR))) AS sum
FROM %s t
WHERE %s
ORDER BY %s;
