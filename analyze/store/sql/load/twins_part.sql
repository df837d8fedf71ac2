-- Which twins belong to this part of all identities, and are not hidden yet? Parameters: how many parts there are, and which one
-- this is, from 0.
CREATE OR REPLACE TEMP TABLE part AS
SELECT t.*
FROM twins t
ANTI JOIN (SELECT key FROM hidden WHERE why = 'duplicate') h ON h.key = t.key
WHERE hash(t.event_uuid) % $1 = $2;
