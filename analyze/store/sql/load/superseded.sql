-- Hide the originals that addenda replace. An addendum that was itself replaced still replaces; one that is a repetition
-- leaves that to the record it repeats. No addendum replaces a newer one, and of two equally old that replace each other
-- the one with the greater id stands. One that was recovered, and may be forged, replaces nothing that is sure. What this
-- batch repeats may have become sure by it, and is looked at again. Parameter: the first key of the batch.
INSERT INTO hidden
WITH repeated AS (SELECT kept FROM hidden WHERE key >= $1 AND why = 'duplicate')
SELECT o.key, 'superseded', min(a.key)
FROM (SELECT key, account, event_uuid, event_time, identity_of(supersedes) AS original FROM records WHERE supersedes IS NOT NULL) a
JOIN records o ON o.event_uuid = a.original AND o.account IS NOT DISTINCT FROM a.account
WHERE (a.key >= $1 OR o.key >= $1 OR a.key IN (SELECT b.kept FROM repeated b) OR o.key IN (SELECT b.kept FROM repeated b))
  AND o.event_uuid <> a.event_uuid
  AND (o.supersedes IS NULL
       OR coalesce(o.event_time, TIMESTAMP '-infinity') < coalesce(a.event_time, TIMESTAMP '-infinity')
       OR o.event_time IS NOT DISTINCT FROM a.event_time AND (o.event_uuid < a.event_uuid OR identity_of(o.supersedes) <> a.event_uuid))
  AND (a.key NOT IN (SELECT d.key FROM doubtful d) OR o.key IN (SELECT d.key FROM doubtful d))
  AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = o.key)
  AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = a.key AND h.why = 'duplicate')
GROUP BY o.key;
