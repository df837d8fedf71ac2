-- Which principals stand on a part of the roster that is kept, and how many are there in all?
SELECT principal, identity_type, first, last, calls, errors, writes, (SELECT count(*) FROM temp.roster)
FROM temp.roster
WHERE place >= ? AND place < ?
ORDER BY place;
