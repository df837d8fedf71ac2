-- Tell the rows of these files where they are from, as far as they do not say.
UPDATE evidence.flows
SET account = coalesce(account, ?), region = coalesce(region, ?)
WHERE key >> 32 IN (SELECT unnest(CAST(? AS BIGINT[]))) AND (account IS NULL OR region IS NULL);
