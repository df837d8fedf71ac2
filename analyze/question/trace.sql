-- Which credentials were handed out to the holder of this access key?
SELECT
    event_id, event_time, event_name, account, principal, source_ip, user_agent,
    coalesce(
        json_extract_scalar(response_elements, '$.credentials.accessKeyId'),
        json_extract_scalar(response_elements, '$.accessKey.accessKeyId')
    ) AS issued
FROM events
WHERE access_key_id = ? AND error_code IS NULL
  AND event_name IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetSessionToken',
                     'GetFederationToken', 'CreateAccessKey')
ORDER BY event_time, event_id, account, file, record_offset, file_sha256
