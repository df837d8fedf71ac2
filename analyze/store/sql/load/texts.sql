-- What do the differing twins say, identity by identity in order of precedence?
SELECT CAST(d.event_uuid AS VARCHAR) || d.account, d.key, record_text(r.head, r.request_parameters, r.mid, r.response_elements, r.tail)
FROM differing d
JOIN records r ON r.key = d.key
ORDER BY d.place;
