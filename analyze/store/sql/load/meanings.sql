-- What the differing twins say, by what it means.
CREATE OR REPLACE TEMP TABLE meanings (
    key     BIGINT NOT NULL,
    meaning BLOB NOT NULL
);
