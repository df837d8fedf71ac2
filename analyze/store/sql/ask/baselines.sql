-- How did things stand, and when?
SELECT path, sha256, account, region, captured, basis, answer
FROM baselines
ORDER BY captured, account, region, sha256, path;
