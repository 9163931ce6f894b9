-- Follow-up of measures, financial support, and how homes and agreements came to an end.

ALTER TABLE home ADD COLUMN rejected_on TEXT CHECK (rejected_on IS date(rejected_on, '+0 days'));
ALTER TABLE home ADD COLUMN withdrew_on TEXT CHECK (withdrew_on IS date(withdrew_on, '+0 days'));
ALTER TABLE home_text ADD COLUMN rejected_reason TEXT;
ALTER TABLE home_text ADD COLUMN withdrew_reason TEXT;
ALTER TABLE home_text ADD COLUMN ended_reason TEXT;
ALTER TABLE home_text ADD COLUMN activity TEXT;

CREATE TABLE pause (
    id INTEGER PRIMARY KEY,
    home_id INTEGER NOT NULL REFERENCES home (id),
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days')),
    "to" TEXT CHECK ("to" IS date("to", '+0 days'))
) STRICT;
CREATE TABLE pause_text (
    id INTEGER PRIMARY KEY REFERENCES pause (id) ON DELETE CASCADE,
    reason TEXT
) STRICT;
CREATE INDEX pause_of_home ON pause (home_id);

ALTER TABLE agreement ADD COLUMN visits_per_year INTEGER CHECK (visits_per_year BETWEEN 0 AND 12);
ALTER TABLE agreement ADD COLUMN supervision_per_year INTEGER CHECK (supervision_per_year BETWEEN 0 AND 12);
ALTER TABLE agreement ADD COLUMN end_reason TEXT CHECK (
    end_reason IN ('planned', 'goals_met', 'child_moved', 'home_wish', 'family_wish', 'child_wish', 'unsuitable', 'other')
);

CREATE TABLE follow_up (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL REFERENCES agreement (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    kind TEXT NOT NULL CHECK (kind IN ('contact', 'visit', 'supervision', 'evaluation')),
    "by" TEXT,
    home_took_part INTEGER CHECK (home_took_part IN (0, 1)),
    parents_took_part INTEGER CHECK (parents_took_part IN (0, 1)),
    child_heard INTEGER CHECK (child_heard IN (0, 1)),
    outcome TEXT CHECK (outcome IN ('goes_on', 'adjusted', 'to_end', 'concern')),
    next_on TEXT CHECK (next_on IS date(next_on, '+0 days'))
) STRICT;
CREATE TABLE follow_up_text (
    id INTEGER PRIMARY KEY REFERENCES follow_up (id) ON DELETE CASCADE,
    child_not_heard TEXT,
    note TEXT
) STRICT;
CREATE INDEX follow_up_of_agreement ON follow_up (agreement);

-- "grant" is a word of other SQL dialects, not of SQLite.
CREATE TABLE grant (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    child TEXT NOT NULL REFERENCES child (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    decision TEXT NOT NULL,
    bill TEXT,
    cash INTEGER CHECK (cash IN (0, 1)),
    approved_by TEXT,
    paid_on TEXT CHECK (paid_on IS date(paid_on, '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days')),
    withdrawn_reason TEXT
) STRICT;
CREATE TABLE grant_text (
    id INTEGER PRIMARY KEY REFERENCES grant (id) ON DELETE CASCADE,
    purpose TEXT,
    supplier TEXT,
    cash_reason TEXT
) STRICT;
CREATE INDEX grant_of_child ON grant (child);

-- What `bvt due` has told already, by what it is about, so that it can tell only what is new. "whose": of `--for`, in
-- small letters; empty where nobody was named, which is told apart.

CREATE TABLE told (
    whose TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (whose, name)
) STRICT, WITHOUT ROWID;

-- The days on which homes were handed what the runs of a month paid them. "run": the last run of the month then, so
-- that a later one asks for another statement.

CREATE TABLE statement_delivery (
    id INTEGER PRIMARY KEY,
    home TEXT NOT NULL,
    month TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01', '+0 days')),
    run INTEGER NOT NULL REFERENCES run (id),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT;
CREATE INDEX statement_delivery_of_home ON statement_delivery (home, month);

CREATE TRIGGER statement_delivery_no_update BEFORE UPDATE ON statement_delivery
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER statement_delivery_no_delete BEFORE DELETE ON statement_delivery
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER statement_delivery_no_replace BEFORE INSERT ON statement_delivery
WHEN EXISTS (SELECT 1 FROM statement_delivery WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
