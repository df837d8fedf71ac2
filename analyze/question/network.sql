-- Which events make, change or end a part of the network or a relation, or silence the log? Sorting by long texts would
-- cost more than reading them: who asks puts the few events of one identity in order.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, request_parameters, response_elements, recovered
FROM touching_events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account
