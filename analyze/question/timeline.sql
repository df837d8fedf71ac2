-- What happened, in order?
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, read_only, resource_ids, recovered, key
FROM events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account, file, record_offset, file_sha256
