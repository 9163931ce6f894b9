-- Proof that nothing was changed behind bvt's back; who looked at whom; addresses that are protected.
-- Never edited once released.

-- The salt makes the hash of an entry's texts say nothing about them once both are erased.
DROP TRIGGER journal_text_no_update;
ALTER TABLE journal_text ADD COLUMN salt TEXT;
UPDATE journal_text SET salt = lower(hex(randomblob(16)));
CREATE TRIGGER journal_text_no_update BEFORE UPDATE ON journal_text
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;

-- The chain over the journal: `content` is the salted hash of an entry's texts, `sealed` the last seal that was set
-- before it and `looked` the last row of the log of look-ups then (0 where there was none), `chain` the hash of the
-- entry, its content, that seal and that row, joined to the chain of the entry before. It stays when the texts are
-- erased.
CREATE TABLE journal_chain (
    id INTEGER PRIMARY KEY REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED,
    content TEXT NOT NULL,
    sealed INTEGER NOT NULL,
    looked INTEGER NOT NULL,
    chain TEXT NOT NULL
) STRICT;

-- What the journal says of a thing is found without reading all of it: for whoever asks, and to erase it.
CREATE INDEX journal_of ON journal (what, ref);

-- Which entries' texts were erased, and by which entry: any other missing text is a fault.
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED,
    erased_by INTEGER NOT NULL REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX erasure_by ON erasure (erased_by);

-- The last of these entries after which the file was written anew, so that it holds nothing of what was erased.
CREATE TABLE cleared (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    entry INTEGER NOT NULL
) STRICT;
INSERT INTO cleared (id, entry) VALUES (1, 0);

-- Seals of rows that neither the journal nor the chain over the runs holds whole (authorisations, exports, events of
-- claims, accounts of a run ...), a chain of their own. `row`: its key, or none where the table is sealed as a whole,
-- as it then was. `content`: the salted hash of the row's texts in the table beside it, which stays when the texts
-- are erased and the salt with them; of a table sealed as a whole, the hash of all its rows.
CREATE TABLE seal (
    id INTEGER PRIMARY KEY,
    "of" TEXT NOT NULL,
    "row" INTEGER,
    content TEXT,
    salt TEXT,
    chain TEXT NOT NULL
) STRICT;
CREATE INDEX seal_of ON seal ("of", "row");

-- Who looked at whom: one row for each time a home, a child or a person was shown, with the reason where one was given.
-- `entry`: the journal's last entry then (0 where there was none), so that both can be told in the order they happened.
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL,
    command TEXT NOT NULL,
    what TEXT NOT NULL,
    ref TEXT NOT NULL,
    reason TEXT,
    chain TEXT NOT NULL
) STRICT;
CREATE INDEX lookup_of ON lookup (what, ref);

-- A home whose address and phone number are shown only where asked for with a reason.
ALTER TABLE home ADD COLUMN protected INTEGER CHECK (protected IN (0, 1));

CREATE TRIGGER journal_chain_no_update BEFORE UPDATE ON journal_chain
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_chain_no_delete BEFORE DELETE ON journal_chain
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_chain_no_replace BEFORE INSERT ON journal_chain
WHEN EXISTS (SELECT 1 FROM journal_chain WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER erasure_no_replace BEFORE INSERT ON erasure
WHEN EXISTS (SELECT 1 FROM erasure WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER lookup_no_update BEFORE UPDATE ON lookup
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER lookup_no_delete BEFORE DELETE ON lookup
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER lookup_no_replace BEFORE INSERT ON lookup
WHEN EXISTS (SELECT 1 FROM lookup WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal
WHEN NEW.salt IS NOT NULL OR (NEW.id, NEW."of", NEW."row", NEW.content, NEW.chain)
    IS NOT (OLD.id, OLD."of", OLD."row", OLD.content, OLD.chain)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
-- Reasons and accounts may be erased, never altered, and none is added where one was erased.
CREATE TRIGGER claim_text_no_update BEFORE UPDATE ON claim_text
WHEN NEW.reason IS NOT NULL OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_text_no_replace BEFORE INSERT ON claim_text
WHEN EXISTS (SELECT 1 FROM claim_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_event_text_no_update BEFORE UPDATE ON claim_event_text
WHEN NEW.reason IS NOT NULL OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER claim_event_text_no_replace BEFORE INSERT ON claim_event_text
WHEN EXISTS (SELECT 1 FROM claim_event_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_payee_text_no_update BEFORE UPDATE ON run_payee_text
WHEN NEW.account IS NOT NULL OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_payee_text_no_replace BEFORE INSERT ON run_payee_text
WHEN EXISTS (SELECT 1 FROM run_payee_text WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM run_payee AS p JOIN run AS r ON r.id = p.run WHERE p.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER payee_confirmation_text_no_update BEFORE UPDATE ON payee_confirmation_text
WHEN NEW.account IS NOT NULL OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER payee_confirmation_text_no_replace BEFORE INSERT ON payee_confirmation_text
WHEN EXISTS (SELECT 1 FROM payee_confirmation_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
