-- The views leave hidden records out by NOT IN in place of NOT EXISTS. A key is never NULL, so they say the same; DuckDB plans the
-- second with all keys of the table sorted out first, as soon as a question has a filter.

CREATE OR REPLACE VIEW events AS
SELECT
    event_id_text(r.event_uuid, r.event_text) AS event_id, r.event_time, r.event_name, r.event_source, r.event_type,
    r.event_category, r.region, r.account, r.principal, r.identity_type, r.access_key_id, r.session_name, r.issuer_arn,
    r.invoked_by, r.source_ip, r.user_agent, r.error_code, r.error_message, r.read_only, r.request_parameters,
    r.response_elements,
    json_extract(r.record, '$.additionalEventData')
        AS additional_event_data,
    json_extract(r.record, '$.resources')
        AS resources,
    r.record,
    f.path AS file, f.sha256 AS file_sha256, r.record_offset, r.record_length, r.resource_ids, r.repaired,
    r.key IN (SELECT d.key FROM doubtful d) AS recovered, r.key
FROM whole_records r
JOIN files f ON f.file_id = r.key >> 32
WHERE r.key NOT IN (SELECT h.key FROM hidden h);

CREATE OR REPLACE VIEW touching_events AS
SELECT
    event_id_text(t.event_uuid, t.event_text) AS event_id, t.event_time, t.event_name, t.event_source, t.event_type,
    t.region, t.account, t.principal, t.access_key_id, t.session_name, t.issuer_arn, t.invoked_by, t.source_ip,
    t.user_agent, t.error_code, t.error_message, t.read_only, t.resource_ids, t.request_parameters, t.response_elements,
    t.told, t.key IN (SELECT d.key FROM doubtful d) AS recovered, t.key
FROM touches t
WHERE t.key NOT IN (SELECT h.key FROM hidden h);

CREATE OR REPLACE VIEW sighted_events AS
SELECT
    event_id_text(s.event_uuid, s.event_text) AS event_id, s.event_time, s.beat, s.instance, s.event_name, s.event_source,
    s.region, s.account, s.principal, s.source_ip, s.error_code, s.vpc_endpoint, s.role_delivery,
    s.key IN (SELECT d.key FROM doubtful d) AS recovered, s.key
FROM sightings s
WHERE s.key NOT IN (SELECT h.key FROM hidden h);
