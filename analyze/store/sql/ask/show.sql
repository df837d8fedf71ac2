-- Which records tell of this event, and where do they lie? This reads the table of all records, hidden ones included.
SELECT
    r.key, (SELECT l.version FROM loads l WHERE l.load_id = f.load_id), event_id_text(r.event_uuid, r.event_text), r.event_time, r.account, f.path, f.sha256, f.inflated_sha256, r.record_offset, r.record_length, r.repaired,
    EXISTS (SELECT 1 FROM recovered x WHERE x.key = r.key),
    coalesce(h.why, 'stands'), CASE WHEN f.status = 'damaged' THEN f.reason END,
    (SELECT arg_max([a.status, coalesce(a.reason, '')], [CAST(a.status <> 'unverifiable' AS BIGINT), a.file_id]) -- as ask/sums says it
     FROM attested a
     JOIN files n ON n.file_id = a.file_id
     WHERE n.path = f.path AND (n.sha256 = f.sha256 OR n.sha256 IS NULL AND n.size = f.size AND n.stamp = f.stamp)),
    r.record,
    [CAST(r.read_only AS VARCHAR), CAST(r.repaired AS VARCHAR), r.event_name, r.event_source, r.event_type, r.event_category, r.region, r.account,
     r.principal, r.identity_type, r.access_key_id, r.session_name, r.issuer_arn, r.invoked_by, r.source_ip, r.user_agent, r.error_code, r.error_message,
     r.supersedes, r.resource_ids, r.request_parameters, r.response_elements] AS columns
FROM whole_records r
JOIN files f ON f.file_id = r.key >> 32
LEFT JOIN hidden h ON h.key = r.key
WHERE %s
ORDER BY h.why NULLS FIRST, r.account, f.path, r.record_offset, f.sha256, r.key;
