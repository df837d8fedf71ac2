-- Which events cut a relation, or explain or prove that one was cut? asked says which of them the filters let through:
-- what is deduced from an event needs its neighbours, whoever caused them.
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, access_key_id, source_ip, user_agent,
    error_code, error_message, read_only, resource_ids, request_parameters, response_elements,
    recovered, (/* filter */ TRUE) AS asked
FROM touching_events
WHERE told
ORDER BY
    event_time, event_id, account, error_code, principal, source_ip, user_agent, access_key_id, request_parameters,
    response_elements
