-- What do the narrow tables have of this record? A line for each: how many rows, and the columns of one.
SELECT 'touches' AS place, count(*), first([
    CAST(told AS VARCHAR), event_id_text(event_uuid, event_text), CAST(epoch_us(event_time) AS VARCHAR), CAST(read_only AS VARCHAR), event_name, event_source,
    event_type, region, account, principal, access_key_id, session_name, issuer_arn, invoked_by, source_ip, user_agent, error_code, error_message,
    resource_ids, request_parameters, response_elements])
FROM touches
WHERE key = $1
UNION ALL
SELECT 'sightings', count(*), first([
    CAST(beat AS VARCHAR), instance, vpc_endpoint, role_delivery, event_id_text(event_uuid, event_text), CAST(epoch_us(event_time) AS VARCHAR), event_name,
    event_source, region, account, principal, source_ip, error_code])
FROM sightings
WHERE key = $1
ORDER BY place DESC;
