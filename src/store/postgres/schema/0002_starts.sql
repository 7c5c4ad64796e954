-- How many emulators have begun to serve from this database, so that each can draw its random values from a stream of
-- its own.

CREATE TABLE IF NOT EXISTS coupon_starts (
    one boolean PRIMARY KEY,
    starts bigint NOT NULL
);
