-- Show the originals again that have become sure since an addendum replaced them that has not.
DELETE FROM hidden
WHERE why = 'superseded'
  AND kept IN (SELECT d.key FROM doubtful d)
  AND key NOT IN (SELECT d.key FROM doubtful d);
