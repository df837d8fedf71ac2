-- Hide the twins that mean the same as an earlier one.
INSERT INTO hidden
SELECT key, 'duplicate', kept
FROM judged
WHERE key <> kept;
