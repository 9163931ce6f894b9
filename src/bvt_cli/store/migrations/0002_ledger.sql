-- What is paid beside the KS rates; a ledger that knows causes, claims, payees, authorisations and exports;
-- and the chain of hashes over its runs. The lines of earlier runs are taken over as they stand.

CREATE TABLE outlay (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL REFERENCES agreement (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    receipt TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    approved_by TEXT,
    registered_on TEXT CHECK (registered_on IS date(registered_on, '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days')),
    withdrawn_reason TEXT
) STRICT;
CREATE TABLE outlay_text (
    id INTEGER PRIMARY KEY REFERENCES outlay (id) ON DELETE CASCADE,
    purpose TEXT
) STRICT;
CREATE INDEX outlay_of_agreement ON outlay (agreement);

CREATE TABLE drive (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL REFERENCES agreement (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    km TEXT NOT NULL,
    approved_by TEXT,
    registered_on TEXT CHECK (registered_on IS date(registered_on, '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days')),
    withdrawn_reason TEXT
) STRICT;
CREATE TABLE drive_text (
    id INTEGER PRIMARY KEY REFERENCES drive (id) ON DELETE CASCADE,
    purpose TEXT
) STRICT;
CREATE INDEX drive_of_agreement ON drive (agreement);

CREATE TABLE supplement (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL REFERENCES agreement (ref) DEFERRABLE INITIALLY DEFERRED,
    "from" TEXT NOT NULL CHECK ("from" GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    "to" TEXT NOT NULL CHECK ("to" GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    amount INTEGER NOT NULL CHECK (amount > 0),
    decision TEXT NOT NULL,
    taxable INTEGER CHECK (taxable IN (0, 1)),
    approved_by TEXT,
    registered_on TEXT CHECK (registered_on IS date(registered_on, '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days')),
    withdrawn_reason TEXT
) STRICT;
CREATE TABLE supplement_text (
    id INTEGER PRIMARY KEY REFERENCES supplement (id) ON DELETE CASCADE,
    purpose TEXT
) STRICT;
CREATE INDEX supplement_of_agreement ON supplement (agreement);

ALTER TABLE gathering ADD COLUMN receipt TEXT;
ALTER TABLE gathering ADD COLUMN approved_by TEXT;

-- The lines, with room for what has no rate table and no age, and for what a correction was caused by.

CREATE TABLE line_with_causes (
    run INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    n INTEGER NOT NULL CHECK (n > 0),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'correction', 'reversal', 'claim')),
    home TEXT NOT NULL,
    agreement TEXT NOT NULL,
    "case" TEXT,
    measure TEXT NOT NULL,
    component TEXT NOT NULL,
    basis TEXT NOT NULL,
    for_month TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    taxable INTEGER NOT NULL CHECK (taxable IN (0, 1)),
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    rate_table TEXT,
    rate_ore INTEGER NOT NULL CHECK (rate_ore >= 0),
    unit TEXT NOT NULL CHECK (unit IN ('day', 'month', 'km', 'once')),
    quantity TEXT NOT NULL,
    amount_ore INTEGER NOT NULL,
    reverses_run INTEGER,
    reverses_n INTEGER,
    age INTEGER,
    band_from INTEGER,
    band_to INTEGER,
    age_rule TEXT,
    days INTEGER,
    month_days INTEGER,
    whole TEXT,
    share INTEGER,
    item TEXT,
    reference TEXT,
    approved_by TEXT,
    causes TEXT,
    PRIMARY KEY (run, n),
    CHECK ((kind = 'reversal') = (reverses_run IS NOT NULL)),
    CHECK ((reverses_run IS NULL) = (reverses_n IS NULL)),
    FOREIGN KEY (reverses_run, reverses_n) REFERENCES line_with_causes (run, n)
) STRICT, WITHOUT ROWID;
INSERT INTO line_with_causes (run, n, kind, home, agreement, "case", measure, component, basis, for_month, first, last, taxable, provisional, rate_table, rate_ore, unit, quantity, amount_ore, reverses_run, reverses_n, age, band_from, band_to, age_rule, days, month_days, whole, share)
SELECT run, n, kind, home, agreement, "case", measure, component, basis, for_month, first, last, taxable, provisional, rate_table, rate_ore, unit, quantity, amount_ore, reverses_run, reverses_n, age, band_from, band_to, age_rule, days, month_days, whole, share FROM line ORDER BY run, n;
DROP TABLE line;
ALTER TABLE line_with_causes RENAME TO line;
CREATE INDEX line_of_agreement ON line (agreement, for_month);
CREATE UNIQUE INDEX line_reversed_once ON line (reverses_run, reverses_n) WHERE reverses_run IS NOT NULL;
CREATE TRIGGER line_no_update BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER line_no_delete BEFORE DELETE ON line
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER line_no_replace BEFORE INSERT ON line
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.run)
    OR EXISTS (SELECT 1 FROM line WHERE run = NEW.run AND n = NEW.n)
    OR (NEW.reverses_run IS NOT NULL AND EXISTS (
        SELECT 1 FROM line WHERE reverses_run = NEW.reverses_run AND reverses_n = NEW.reverses_n
    ))
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;

-- Claims: money taken back, runs reversed, pay stopped. What becomes of them stands in events.

CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('recovery', 'reversal', 'block')),
    run INTEGER REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    home TEXT,
    agreement TEXT,
    first TEXT NOT NULL CHECK (first GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    last TEXT CHECK (last GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    amount_ore INTEGER NOT NULL,
    instalments INTEGER NOT NULL CHECK (instalments BETWEEN 0 AND 120),
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL,
    CHECK ((kind = 'block') = (run IS NULL)),
    CHECK (kind <> 'recovery' OR (agreement IS NOT NULL AND amount_ore < 0 AND instalments > 0)),
    CHECK (kind <> 'block' OR agreement IS NOT NULL)
) STRICT;
CREATE TABLE claim_text (
    id INTEGER PRIMARY KEY REFERENCES claim (id),
    reason TEXT
) STRICT;
INSERT INTO claim (kind, run, home, agreement, first, amount_ore, instalments, at, "by", login)
SELECT 'recovery', r.run, (SELECT home FROM line WHERE run = r.run AND agreement = r.agreement LIMIT 1), r.agreement,
    run.month, r.amount_ore, 1, run.posted_at, run."by", run.login
FROM recovery AS r JOIN run ON run.id = r.run ORDER BY r.id;
INSERT INTO claim_text (id, reason)
SELECT c.id, t.reason FROM claim AS c JOIN recovery AS r ON r.run = c.run AND r.agreement = c.agreement
JOIN recovery_text AS t ON t.id = r.id;
DROP TABLE recovery_text;
DROP TABLE recovery;

CREATE TABLE claim_event (
    id INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claim (id),
    kind TEXT NOT NULL CHECK (kind IN ('letter', 'release', 'settled')),
    agreement TEXT,
    amount_ore INTEGER CHECK ((kind = 'settled') = (amount_ore IS NOT NULL)),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT;
CREATE TABLE claim_event_text (
    id INTEGER PRIMARY KEY REFERENCES claim_event (id),
    reason TEXT
) STRICT;
CREATE INDEX event_of_claim ON claim_event (claim);

-- Whom a run was to be paid to: the payees of its homes as they were known then.

CREATE TABLE run_payee (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    home TEXT NOT NULL,
    person TEXT NOT NULL,
    payroll_id TEXT,
    share TEXT NOT NULL,
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days'))
) STRICT;
CREATE TABLE run_payee_text (
    id INTEGER PRIMARY KEY REFERENCES run_payee (id),
    account TEXT
) STRICT;
CREATE INDEX payee_of_run ON run_payee (run, home);

CREATE TABLE payee_confirmation (
    id INTEGER PRIMARY KEY,
    home TEXT NOT NULL,
    person TEXT NOT NULL,
    payroll_id TEXT,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT;
CREATE TABLE payee_confirmation_text (
    id INTEGER PRIMARY KEY REFERENCES payee_confirmation (id),
    account TEXT
) STRICT;

CREATE TABLE authorisation (
    run INTEGER PRIMARY KEY REFERENCES run (id),
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT;

CREATE TABLE run_export (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL,
    total_ore INTEGER NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT;

-- Each run's lines and figures as a hash, chained to that of the run before it.

CREATE TABLE run_chain (
    run INTEGER PRIMARY KEY REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    content TEXT NOT NULL,
    chain TEXT NOT NULL
) STRICT;

-- What is written of a run with it is closed with it; the rest is added to, and never changed.

CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_no_replace BEFORE INSERT ON claim
WHEN EXISTS (SELECT 1 FROM claim WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM run WHERE id = NEW.run)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_payee_no_update BEFORE UPDATE ON run_payee
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_payee_no_delete BEFORE DELETE ON run_payee
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_payee_no_replace BEFORE INSERT ON run_payee
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.run)
    OR EXISTS (SELECT 1 FROM run_payee WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_chain_no_update BEFORE UPDATE ON run_chain
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_chain_no_delete BEFORE DELETE ON run_chain
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_chain_no_replace BEFORE INSERT ON run_chain
WHEN EXISTS (SELECT 1 FROM run_chain WHERE run = NEW.run)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_event_no_update BEFORE UPDATE ON claim_event
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_event_no_delete BEFORE DELETE ON claim_event
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_event_no_replace BEFORE INSERT ON claim_event
WHEN EXISTS (SELECT 1 FROM claim_event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER payee_confirmation_no_update BEFORE UPDATE ON payee_confirmation
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER payee_confirmation_no_delete BEFORE DELETE ON payee_confirmation
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER payee_confirmation_no_replace BEFORE INSERT ON payee_confirmation
WHEN EXISTS (SELECT 1 FROM payee_confirmation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER authorisation_no_update BEFORE UPDATE ON authorisation
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER authorisation_no_delete BEFORE DELETE ON authorisation
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER authorisation_no_replace BEFORE INSERT ON authorisation
WHEN EXISTS (SELECT 1 FROM authorisation WHERE run = NEW.run)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_export_no_update BEFORE UPDATE ON run_export
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_export_no_delete BEFORE DELETE ON run_export
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_export_no_replace BEFORE INSERT ON run_export
WHEN EXISTS (SELECT 1 FROM run_export WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
