-- What do the differing twins say, identity by identity in order of precedence?
SELECT CAST(d.event_uuid AS VARCHAR) || d.account, d.key, r.record
FROM differing d
JOIN whole_records r ON r.key = d.key
ORDER BY d.place;
