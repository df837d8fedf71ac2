-- A case: one database holds the records of one investigation, where each came from, and what was made of its files.

-- One row for each load that was begun.
CREATE TABLE loads (
    load_id      INTEGER NOT NULL,
    sources      VARCHAR NOT NULL,
    version      VARCHAR NOT NULL, -- of the program
    began        TIMESTAMP NOT NULL,
    finished     TIMESTAMP         -- NULL: interrupted, or still running
);

-- One row for each file that a load saw. Only loaded and damaged files have records.
CREATE TABLE files (
    file_id      BIGINT NOT NULL,
    load_id      INTEGER NOT NULL,
    place        BIGINT NOT NULL,   -- in the listing of its load; members of a container follow one another
    path         VARCHAR NOT NULL,
    size         BIGINT NOT NULL,   -- bytes as the file lies there
    sha256       VARCHAR,           -- of those bytes, hexadecimal; NULL when they could not be read
    stamp        VARCHAR,           -- content stamp of an object store (ETag)
    status       VARCHAR NOT NULL,  -- loaded, known, damaged, rejected, other
    reason       VARCHAR,
    inflated     BIGINT NOT NULL,   -- bytes of text
    records      BIGINT NOT NULL,   -- records read from it, rejected ones included
    recovered_from BIGINT,          -- where its first recovered record begins in the inflated file; NULL: none
    flows        BIGINT NOT NULL    -- rows of flow logs read from it, rejected ones included; a file has them or records
);

CREATE TABLE rejects (
    file_id      BIGINT NOT NULL,
    load_id      INTEGER NOT NULL,
    record       BIGINT,            -- 0-based, of flow logs the row; NULL: the whole file
    reason       VARCHAR NOT NULL
);

-- One row for each record that was read, in the order of reading and never changed afterwards. The text of the record
-- is cut into head, request_parameters, mid, response_elements and tail, so that each byte is stored once and the two
-- parts that questions look into are columns of their own; the macro record_text puts it together again.
CREATE TABLE records (
    key                BIGINT NOT NULL,   -- file_id * 2^32 + number of the record in its file
    event_uuid         UUID NOT NULL,     -- the eventID; where that is no lower-case UUID, a UUID derived from event_text
    event_time         TIMESTAMP,         -- UTC
    content            BIGINT NOT NULL,   -- a digest of the record's text, keyed by seal_key
    record_offset      BIGINT NOT NULL,   -- bytes in the inflated file
    record_length      BIGINT NOT NULL,
    read_only          BOOLEAN,
    repaired           BOOLEAN NOT NULL,
    event_text         VARCHAR USING COMPRESSION dict_fsst, -- the eventID where it is no lower-case UUID; '' when missing
    event_name         VARCHAR USING COMPRESSION dict_fsst,
    event_source       VARCHAR USING COMPRESSION dict_fsst,
    event_type         VARCHAR USING COMPRESSION dict_fsst,
    event_category     VARCHAR USING COMPRESSION dict_fsst,
    region             VARCHAR USING COMPRESSION dict_fsst,
    account            VARCHAR USING COMPRESSION dict_fsst, -- recipientAccountId, else the caller's account
    principal          VARCHAR USING COMPRESSION dict_fsst,
    identity_type      VARCHAR USING COMPRESSION dict_fsst,
    access_key_id      VARCHAR USING COMPRESSION dict_fsst,
    session_name       VARCHAR USING COMPRESSION dict_fsst,
    issuer_arn         VARCHAR USING COMPRESSION dict_fsst,
    invoked_by         VARCHAR USING COMPRESSION dict_fsst,
    source_ip          VARCHAR USING COMPRESSION dict_fsst,
    user_agent         VARCHAR USING COMPRESSION dict_fsst,
    error_code         VARCHAR USING COMPRESSION dict_fsst,
    error_message      VARCHAR USING COMPRESSION dict_fsst,
    supersedes         VARCHAR USING COMPRESSION dict_fsst, -- eventID of the record that this addendum replaces
    resource_ids       VARCHAR USING COMPRESSION dict_fsst, -- ids in request, response and resources, one a line
    frame              VARCHAR NOT NULL USING COMPRESSION zstd, -- the text without the values of other columns
    request_parameters VARCHAR USING COMPRESSION zstd,
    response_elements  VARCHAR USING COMPRESSION zstd
);

-- One row: the key of the digests in content, drawn by chance for each case.
CREATE TABLE seal_key (key BLOB NOT NULL);

-- The narrow copy of the events that touch the network or a detach relation.
CREATE TABLE touches (
    key                BIGINT NOT NULL,
    told               BOOLEAN NOT NULL,  -- an account of detachments has to know it: a cut, or what explains or proves one
    event_uuid         UUID NOT NULL,
    event_text         VARCHAR,
    event_time         TIMESTAMP,
    read_only          BOOLEAN,
    event_name         VARCHAR,
    event_source       VARCHAR,
    event_type         VARCHAR,
    region             VARCHAR,
    account            VARCHAR,
    principal          VARCHAR,
    access_key_id      VARCHAR,
    session_name       VARCHAR,
    issuer_arn         VARCHAR,
    invoked_by         VARCHAR,
    source_ip          VARCHAR,
    user_agent         VARCHAR,
    error_code         VARCHAR,
    error_message      VARCHAR,
    resource_ids       VARCHAR,
    request_parameters VARCHAR,
    response_elements  VARCHAR
);

-- The narrow copy of the calls that instances made themselves: with their own role, or as signs of life of their agents.
CREATE TABLE sightings (
    key                BIGINT NOT NULL,
    event_uuid         UUID NOT NULL,
    event_text         VARCHAR,
    event_time         TIMESTAMP,
    beat               BOOLEAN NOT NULL,  -- a sign of life of the Systems Manager agent
    instance           VARCHAR,
    event_name         VARCHAR,
    event_source       VARCHAR,
    region             VARCHAR,
    account            VARCHAR,
    principal          VARCHAR,
    source_ip          VARCHAR,
    error_code         VARCHAR,
    vpc_endpoint       VARCHAR,           -- vpcEndpointId
    role_delivery      VARCHAR            -- version of the metadata service that handed the credentials out
);

-- One row for each row of VPC flow logs that was read. '-' is NULL.
CREATE TABLE flows (
    key            BIGINT NOT NULL,   -- file_id * 2^32 + number of the row in its file
    line           BIGINT NOT NULL,   -- in the inflated text, from 1; the row of a Parquet file
    start_time     TIMESTAMP,         -- UTC
    end_time       TIMESTAMP,
    account        VARCHAR USING COMPRESSION dict_fsst,
    region         VARCHAR USING COMPRESSION dict_fsst,
    vpc_id         VARCHAR USING COMPRESSION dict_fsst,
    subnet_id      VARCHAR USING COMPRESSION dict_fsst,
    instance_id    VARCHAR USING COMPRESSION dict_fsst,
    interface_id   VARCHAR USING COMPRESSION dict_fsst,
    srcaddr        VARCHAR USING COMPRESSION dict_fsst,
    dstaddr        VARCHAR USING COMPRESSION dict_fsst,
    srcport        INTEGER,
    dstport        INTEGER,
    protocol       INTEGER,
    packets        BIGINT,
    bytes          BIGINT,
    action         VARCHAR USING COMPRESSION dict_fsst, -- ACCEPT, REJECT
    log_status     VARCHAR USING COMPRESSION dict_fsst, -- OK, NODATA, SKIPDATA
    flow_direction VARCHAR USING COMPRESSION dict_fsst, -- ingress, egress
    pkt_srcaddr    VARCHAR USING COMPRESSION dict_fsst,
    pkt_dstaddr    VARCHAR USING COMPRESSION dict_fsst,
    pkt_src_aws_service VARCHAR USING COMPRESSION dict_fsst,
    pkt_dst_aws_service VARCHAR USING COMPRESSION dict_fsst,
    traffic_path   INTEGER,
    rest           VARCHAR USING COMPRESSION dict_fsst  -- the other fields by AWS's names, as a JSON object of texts
);

-- What was read beside the log of how things stood at a time: answers of describe calls, and files of AWS Config.
CREATE TABLE baselines (
    path         VARCHAR NOT NULL,
    sha256       VARCHAR NOT NULL,  -- of the file's bytes, hexadecimal
    account      VARCHAR NOT NULL,
    region       VARCHAR NOT NULL,
    captured     TIMESTAMP,
    basis        VARCHAR NOT NULL,  -- where the time is known from
    answer       VARCHAR NOT NULL USING COMPRESSION zstd -- JSON text
);

-- Records that answers leave out: repetitions, and originals that an addendum replaced. They stay in records.
CREATE TABLE hidden (
    key    BIGINT NOT NULL,
    why    VARCHAR NOT NULL, -- duplicate, superseded
    kept   BIGINT NOT NULL   -- the record that stands in its place
);

-- Records of one identity with different content; all of them stand. A key may be noted more than once.
CREATE TABLE conflicts (key BIGINT NOT NULL);

-- Records that were read behind a break of which it is not sure where it ends. Somebody may have written them into the
-- parameters of a call.
CREATE TABLE recovered (key BIGINT NOT NULL);

-- Who appears, under the names that people use for them.
CREATE TABLE principals (
    principal  VARCHAR NOT NULL, -- ARN or invoking service
    short      VARCHAR,          -- user or role name
    session    VARCHAR
);

CREATE MACRO event_id_text(id, written) AS
    CASE WHEN written IS NULL THEN CAST(id AS VARCHAR) WHEN written = '' THEN NULL ELSE written END;

-- What event_uuid is for an eventID.
CREATE MACRO identity_of(written) AS
    CASE WHEN regexp_full_match(written, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}') THEN CAST(written AS UUID)
         ELSE CAST(substr(sha256(written), 1, 32) AS UUID) END;

-- What follows a hole of a frame, with the value that belongs there unless the hole is closed.
CREATE MACRO fill(value, piece) AS CASE WHEN starts_with(piece, chr(2)) THEN substr(piece, 2) ELSE concat(value, piece) END;

-- The records with their text as it was read: chr(1) is a hole in the frame, and the holes have an order of their own.
CREATE VIEW whole_records AS
SELECT * EXCLUDE (pieces),
    concat(pieces[1], fill(principal, pieces[2]), fill(access_key_id, pieces[3]), fill(issuer_arn, pieces[4]),
        fill(event_source, pieces[5]), fill(event_name, pieces[6]), fill(region, pieces[7]), fill(source_ip, pieces[8]),
        fill(user_agent, pieces[9]), fill(request_parameters, pieces[10]), fill(response_elements, pieces[11]),
        fill(event_id_text(event_uuid, event_text), pieces[12])) AS record
FROM (SELECT *, string_split(frame, chr(1)) AS pieces FROM records);

-- Recovered records that were found nowhere else. What a soundly read file repeats is sure.
CREATE VIEW doubtful AS
SELECT key
FROM recovered
WHERE key NOT IN (
    SELECT kept FROM hidden WHERE why = 'duplicate' AND key NOT IN (SELECT key FROM recovered));

CREATE VIEW events AS
SELECT
    event_id_text(r.event_uuid, r.event_text) AS event_id, r.event_time, r.event_name, r.event_source, r.event_type,
    r.event_category, r.region, r.account, r.principal, r.identity_type, r.access_key_id, r.session_name, r.issuer_arn,
    r.invoked_by, r.source_ip, r.user_agent, r.error_code, r.error_message, r.read_only, r.request_parameters,
    r.response_elements,
    json_extract(r.record, '$.additionalEventData')
        AS additional_event_data,
    json_extract(r.record, '$.resources')
        AS resources,
    r.record,
    f.path AS file, f.sha256 AS file_sha256, r.record_offset, r.record_length, r.resource_ids, r.repaired,
    r.key IN (SELECT d.key FROM doubtful d) AS recovered, r.key
FROM whole_records r
JOIN files f ON f.file_id = r.key >> 32
WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = r.key);

-- The narrow table as questions see it.
CREATE VIEW touching_events AS
SELECT
    event_id_text(t.event_uuid, t.event_text) AS event_id, t.event_time, t.event_name, t.event_source, t.event_type,
    t.region, t.account, t.principal, t.access_key_id, t.session_name, t.issuer_arn, t.invoked_by, t.source_ip,
    t.user_agent, t.error_code, t.error_message, t.read_only, t.resource_ids, t.request_parameters, t.response_elements,
    t.told, t.key IN (SELECT d.key FROM doubtful d) AS recovered, t.key
FROM touches t
WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = t.key);

CREATE VIEW sighted_events AS
SELECT
    event_id_text(s.event_uuid, s.event_text) AS event_id, s.event_time, s.beat, s.instance, s.event_name, s.event_source,
    s.region, s.account, s.principal, s.source_ip, s.error_code, s.vpc_endpoint, s.role_delivery,
    s.key IN (SELECT d.key FROM doubtful d) AS recovered, s.key
FROM sightings s
WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.key = s.key);

-- The rows of flow logs as questions see them: those of files that the ledger has. A load that was killed between the two
-- leaves rows behind that are not, until the next one.
CREATE VIEW flow_rows AS
SELECT
    w.start_time, w.end_time, w.account, w.region, w.vpc_id, w.subnet_id, w.instance_id, w.interface_id, w.srcaddr, w.dstaddr,
    w.srcport, w.dstport, w.protocol, w.packets, w.bytes, w.action, w.log_status, w.flow_direction, w.pkt_srcaddr,
    w.pkt_dstaddr, w.pkt_src_aws_service, w.pkt_dst_aws_service, w.traffic_path, w.rest, f.path AS file,
    f.sha256 AS file_sha256, w.line, w.key
FROM flows w
JOIN files f ON f.file_id = w.key >> 32;
