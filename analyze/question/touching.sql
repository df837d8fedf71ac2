-- Which calls touched a network or a relation, in order? What was asked and answered is not told: to hold those texts costs many
-- times what the rest does.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, recovered, key
FROM touching_events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account
