-- What did these principals do, and whoever held these access keys, by principal and key?
SELECT
    principal, access_key_id, min(identity_type), min(event_time), max(event_time), count(*), count(error_code),
    count(*) FILTER (WHERE NOT coalesce(read_only, FALSE))
FROM events
WHERE %s
GROUP BY principal, access_key_id
ORDER BY principal, access_key_id;
