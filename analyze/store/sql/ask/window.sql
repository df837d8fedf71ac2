-- Which events come behind a mark, or before it? The order is total: time, id, key. Those without a time are asked for apart.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, recovered, key
FROM events
WHERE %[1]s
ORDER BY event_time %[2]s, coalesce(event_id, '') %[2]s, key %[2]s
LIMIT %[3]d;
