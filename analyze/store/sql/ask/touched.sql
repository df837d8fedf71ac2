-- How many records touch a network, those that repeat others among them?
SELECT count(*) FROM touches
