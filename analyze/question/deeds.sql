-- Who made the calls of certain names, when and from where? The names are among the filters. What was asked and answered is
-- not told: to inflate those texts costs many times what the rest does.
SELECT
    event_id, event_time, event_name, event_source, account, principal, source_ip, user_agent, error_code, recovered
FROM events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account
