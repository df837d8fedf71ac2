-- Which loads made the case?
SELECT sources, version, began, finished FROM loads ORDER BY load_id;
