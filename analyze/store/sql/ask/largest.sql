-- How many bytes of JSON have the largest records, those that are common in size left out? Parameters: how many bytes are
-- common, and how many records count.
SELECT coalesce(sum(record_length), 0)::BIGINT
FROM (SELECT record_length FROM records WHERE record_length > $1 ORDER BY record_length DESC LIMIT $2);
