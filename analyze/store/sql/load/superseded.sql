-- Hide the originals that addenda replace. An addendum that was itself replaced still replaces; one that is a repetition
-- leaves that to the record it repeats. Parameter: the first key of the batch.
INSERT INTO hidden
SELECT o.key, 'superseded', min(a.key)
FROM (SELECT key, account, event_uuid, identity_of(supersedes) AS original FROM records WHERE supersedes IS NOT NULL) a
JOIN records o ON o.event_uuid = a.original AND o.account IS NOT DISTINCT FROM a.account
WHERE (a.key >= $1 OR o.key >= $1)
  AND o.event_uuid <> a.event_uuid
  AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = o.key)
  AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = a.key AND h.why = 'duplicate')
GROUP BY o.key;
