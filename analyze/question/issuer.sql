-- Which calls handed this access key out?
SELECT
    event_id, event_time, event_name, account, principal, source_ip, user_agent, access_key_id
FROM events
WHERE error_code IS NULL
  AND event_name IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetSessionToken',
                     'GetFederationToken', 'CreateAccessKey')
  AND coalesce(
        json_extract_scalar(response_elements, '$.credentials.accessKeyId'),
        json_extract_scalar(response_elements, '$.accessKey.accessKeyId')
      ) = ?
ORDER BY event_time, event_id, account, file, record_offset, file_sha256
