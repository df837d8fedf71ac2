-- By which ids does AWS know the requests of these records? CloudTrail writes no record of more than 256 KB: larger ones are not asked.
-- Parameters: the first and the last of their keys.
SELECT key, json_extract_string(record, '$.requestID')
FROM whole_records
WHERE record_length <= 262144 AND key >= $1 AND key <= $2 AND key IN (%s);
