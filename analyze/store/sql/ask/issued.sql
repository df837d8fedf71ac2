-- Which calls handed out one of these access keys, and which did their holders make to hand out others? Of those the first of each.
WITH issues AS (
    SELECT event_id, event_time, event_name, account, access_key_id,
        coalesce(json_extract_string(response_elements, '$.credentials.accessKeyId'),
            json_extract_string(response_elements, '$.accessKey.accessKeyId')) AS issued
    FROM events
    WHERE error_code IS NULL
      AND event_name IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetSessionToken',
                         'GetFederationToken', 'CreateAccessKey')
)
SELECT event_id, event_time, event_name, access_key_id, issued
FROM issues
WHERE issued IS NOT NULL AND (issued IN (%[1]s) OR access_key_id IN (%[1]s))
QUALIFY issued IN (%[1]s) OR row_number() OVER (PARTITION BY access_key_id ORDER BY event_time, event_id, account, issued) <= 24
ORDER BY event_time, event_id, account, issued;
