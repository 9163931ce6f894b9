-- The experiences of half-years as they were delivered: added to, and never changed. The document itself, which
-- names families, stands beside, so that it can be erased when its time is up.

CREATE TABLE delivered (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL,
    half TEXT NOT NULL CHECK (half GLOB '[12][0-9][0-9][0-9]H[12]'),
    edition INTEGER NOT NULL CHECK (edition > 0),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL,
    UNIQUE (network, half, edition)
) STRICT;
CREATE TABLE delivered_text (
    id INTEGER PRIMARY KEY REFERENCES delivered (id),
    document TEXT CHECK (document GLOB '{*}')
) STRICT;

CREATE TRIGGER delivered_no_update BEFORE UPDATE ON delivered
BEGIN SELECT RAISE(ABORT, 'delivered experiences are never changed'); END;
CREATE TRIGGER delivered_no_delete BEFORE DELETE ON delivered
BEGIN SELECT RAISE(ABORT, 'delivered experiences are never changed'); END;
CREATE TRIGGER delivered_no_replace BEFORE INSERT ON delivered
WHEN EXISTS (SELECT 1 FROM delivered WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM delivered WHERE network = NEW.network AND half = NEW.half AND edition = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'delivered experiences are never changed'); END;
-- The documents may be erased, never altered.
CREATE TRIGGER delivered_text_no_update BEFORE UPDATE ON delivered_text
BEGIN SELECT RAISE(ABORT, 'delivered experiences are never changed'); END;
CREATE TRIGGER delivered_text_no_replace BEFORE INSERT ON delivered_text
WHEN EXISTS (SELECT 1 FROM delivered_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'delivered experiences are never changed'); END;

-- What a gathering cost is an amount in whole øre like all others; it was an exact number of kroner ('1450', '2901/2').
-- Half an øre is rounded upwards; nothing is no cost. Very long numbers are reckoned with floating point.
ALTER TABLE gathering ADD COLUMN ore INTEGER CHECK (ore > 0);
UPDATE gathering SET ore = nullif(
    CASE
        WHEN instr(cost, '/') = 0 THEN CAST(cost AS INTEGER) * 100
        WHEN length(cost) <= 18 THEN
            (200 * CAST(cost AS INTEGER) + CAST(substr(cost, instr(cost, '/') + 1) AS INTEGER))
            / (2 * CAST(substr(cost, instr(cost, '/') + 1) AS INTEGER))
        ELSE CAST(round(100 * CAST(cost AS REAL) / CAST(substr(cost, instr(cost, '/') + 1) AS REAL)) AS INTEGER)
    END,
    0
);
ALTER TABLE gathering DROP COLUMN cost;
ALTER TABLE gathering RENAME COLUMN ore TO cost;
