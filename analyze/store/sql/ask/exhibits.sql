-- Where do the records of these events lie? As ask/show, without the records themselves.
SELECT
    event_id_text(r.event_uuid, r.event_text), r.account, f.path, f.sha256, r.record_offset, r.record_length, r.repaired,
    EXISTS (SELECT 1 FROM recovered x WHERE x.key = r.key), coalesce(h.why, 'stands')
FROM records r
JOIN files f ON f.file_id = r.key >> 32
LEFT JOIN hidden h ON h.key = r.key
WHERE %s
ORDER BY 1, h.why NULLS FIRST, r.account, f.path, r.record_offset, f.sha256, r.key;
