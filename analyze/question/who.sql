-- Who acted: when first and last, from where, with what, and how often in vain?
SELECT
    principal,
    min(identity_type) AS identity_type,
    min(event_time) AS first_seen,
    max(event_time) AS last_seen,
    count(*) AS calls,
    count(error_code) AS errors,
    count(*) FILTER (WHERE NOT coalesce(read_only, FALSE)) AS writes,
    array_agg(DISTINCT access_key_id) FILTER (WHERE access_key_id IS NOT NULL) AS access_keys,
    array_agg(DISTINCT source_ip) FILTER (WHERE source_ip IS NOT NULL) AS source_ips,
    array_agg(DISTINCT user_agent) FILTER (WHERE user_agent IS NOT NULL) AS user_agents,
    array_agg(DISTINCT region) FILTER (WHERE region IS NOT NULL) AS regions,
    array_agg(DISTINCT account) FILTER (WHERE account IS NOT NULL) AS accounts
FROM events
WHERE /* filter */ TRUE
GROUP BY principal
ORDER BY min(event_time), principal
