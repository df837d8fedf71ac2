-- Which calls of certain names were made, in order? The names are among the filters. What was asked and answered is told
-- too, for an intent shows in it.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, request_parameters, response_elements, recovered
FROM events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account
