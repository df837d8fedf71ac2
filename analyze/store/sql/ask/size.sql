-- How many records are in the case, those that repeat others among them?
SELECT count(*) FROM records
