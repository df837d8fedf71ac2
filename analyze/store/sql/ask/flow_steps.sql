-- How many flows began in each of equal steps of time, by interface, accepted and rejected? What two flow logs tell alike counts once.
SELECT interface_id, CAST(floor((epoch(start_time) - epoch(CAST(? AS TIMESTAMP))) / ?) AS BIGINT) AS step,
    count(*) FILTER (WHERE action = 'ACCEPT'), count(*) FILTER (WHERE action = 'REJECT')
FROM (
    SELECT DISTINCT interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start_time, end_time, action, log_status
    FROM flow_rows
    WHERE %s
) told
GROUP BY interface_id, step
ORDER BY interface_id, step;
