-- Which calls did these instances make themselves, and when did the agents on them tell that they are there?
SELECT
    event_id, event_time, event_name, event_source, account, region, principal, source_ip, error_code, instance, vpc_endpoint,
    role_delivery, beat, recovered
FROM sighted_events
WHERE /* filter */ TRUE
ORDER BY event_time, event_id, account, instance, source_ip, principal, event_name, event_source, region, error_code, vpc_endpoint, role_delivery
