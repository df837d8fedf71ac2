-- Custody: what each file's inflated bytes are, which version of an object they came from, how a load was called, and what
-- the digests of CloudTrail say of a file.

ALTER TABLE files ADD COLUMN inflated_sha256 VARCHAR; -- of all inflated bytes, hexadecimal; NULL when not all were read
ALTER TABLE files ADD COLUMN version_id VARCHAR;      -- of the object, where the bucket keeps versions
ALTER TABLE loads ADD COLUMN parameters VARCHAR;      -- the flags as they were given, a JSON object; NULL: not noted

-- What verification said of files at a load that was given keys. A file without a row was not checked.
CREATE TABLE attested (
    file_id BIGINT NOT NULL,
    load_id INTEGER NOT NULL,
    status  VARCHAR NOT NULL, -- valid, altered, unlisted, unverifiable
    digest  VARCHAR,          -- the digest file that says so
    reason  VARCHAR           -- what is wrong, or why nothing can be said
);
