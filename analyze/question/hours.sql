-- Which account and region has events in which hour?
SELECT account, region, date_trunc('hour', event_time) AS hour, count(*) AS events
FROM events
WHERE event_time IS NOT NULL AND /* filter */ TRUE
GROUP BY account, region, date_trunc('hour', event_time)
ORDER BY account, region, hour
