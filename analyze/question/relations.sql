-- Which events cut a relation, or make or end one that can be cut without a record of its own? asked says which of them
-- the filters let through: what is deduced from an event needs its neighbours, whoever caused them.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, request_parameters, response_elements, cut,
    (/* filter */ TRUE) AS asked
FROM touching_events
WHERE cut OR event_name IN (/* names */ '')
ORDER BY event_time, event_id, account
