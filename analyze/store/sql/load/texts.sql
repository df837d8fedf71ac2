-- What do the differing twins of a range of keys say? Parameters: its first key, and the key behind its last.
SELECT r.key, r.record
FROM whole_records r
SEMI JOIN (SELECT key FROM differing WHERE key >= $1 AND key < $2) d ON d.key = r.key
WHERE r.key >= $1 AND r.key < $2;
