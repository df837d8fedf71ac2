-- Which twins share their identity and are no repetitions by their text? Filled part by part.
CREATE OR REPLACE TEMP TABLE differing (
    part          BIGINT NOT NULL,
    key           BIGINT NOT NULL,
    event_uuid    UUID NOT NULL,
    account       VARCHAR NOT NULL,
    load_id       INTEGER NOT NULL,
    place         BIGINT NOT NULL, -- of the file
    record_length BIGINT NOT NULL
);
