-- Coupons, one row each. Text is bytea, because a code may hold any character (U+0000 too) and is compared byte by
-- byte, whatever the collation of the database. Instants are 100 ns steps since 0001-01-01, as the hosts count them.
-- A generation is one filling of the store: replacing all coupons begins the next one.

CREATE TABLE IF NOT EXISTS coupon_store (
    one boolean PRIMARY KEY,
    generation integer NOT NULL,
    last_id integer NOT NULL
);

INSERT INTO coupon_store (one, generation, last_id) VALUES (true, 1, 0) ON CONFLICT (one) DO NOTHING;

-- Coupons with consecutive Ids, one prefix and one kind of terms: those of one addition, or of several that continue
-- each other. None below free_from is free, so that a search begins behind the millions that are used up.
CREATE TABLE IF NOT EXISTS coupon_series (
    generation integer NOT NULL,
    first_id integer NOT NULL,
    last_id integer NOT NULL,
    free_from integer NOT NULL,
    coupon_type integer NOT NULL,
    expiration bigint NOT NULL,
    prefix bytea NOT NULL,
    sorted boolean NOT NULL,
    terms text NOT NULL,
    PRIMARY KEY (generation, first_id)
);

CREATE INDEX IF NOT EXISTS coupon_series_live ON coupon_series (generation, coupon_type, prefix, first_id)
    WHERE free_from <= last_id;

CREATE INDEX IF NOT EXISTS coupon_series_prefix ON coupon_series (generation, coupon_type, prefix);

CREATE TABLE IF NOT EXISTS coupon (
    generation integer NOT NULL,
    id integer NOT NULL,
    series integer NOT NULL,
    status smallint NOT NULL,
    voided boolean NOT NULL,
    used boolean NOT NULL,
    code bytea NOT NULL,
    use_time bigint,
    activate_id uuid,
    activate_prefix bytea,
    activate_opdate bigint,
    activate_batch_num integer,
    activate_pos_num integer,
    activate_receipt_num integer,
    spend_id uuid,
    spend_opdate bigint,
    spend_batch_num integer,
    spend_pos_num integer,
    spend_receipt_num integer,
    PRIMARY KEY (generation, id)
);

CREATE UNIQUE INDEX IF NOT EXISTS coupon_code ON coupon (generation, code);

CREATE UNIQUE INDEX IF NOT EXISTS coupon_asked ON coupon (generation, activate_id) WHERE activate_id IS NOT NULL;

-- Leads to the first free coupon whose code begins so.
CREATE INDEX IF NOT EXISTS coupon_free ON coupon (generation, series, code)
    WHERE status = 0 AND NOT voided AND NOT used;
