-- How and when was something loaded? Parameter: the load, 0 for all.
SELECT load_id, version, began, finished, sources, parameters
FROM loads
WHERE $1 = 0 OR load_id = $1
ORDER BY load_id;
