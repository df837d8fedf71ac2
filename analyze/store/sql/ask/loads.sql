-- Which loads made the case?
SELECT load_id, sources, version, began, finished, parameters FROM loads ORDER BY load_id;
