-- Proof that nothing was changed behind bvt's back; who looked at whom; addresses that are protected.
-- Never edited once released.

-- The salt makes the hash of an entry's texts say nothing about them once both are erased.
ALTER TABLE journal_text ADD COLUMN salt TEXT;

-- The chain over the journal: `content` is the salted hash of an entry's texts, `chain` the hash of the
-- entry and its content joined to the chain of the entry before. It stays when the texts are erased.
CREATE TABLE journal_chain (
    id INTEGER PRIMARY KEY REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED,
    content TEXT NOT NULL,
    chain TEXT NOT NULL
) STRICT;

-- Which entries' texts were erased, and by which entry: any other missing text is a fault.
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED,
    erased_by INTEGER NOT NULL REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Hashes of rows that neither the journal nor the chain over the runs holds whole (authorisations, exports,
-- events of claims, accounts of a run ...). `salt` is that of texts that may be erased, with the row they belong to.
CREATE TABLE seal (
    "of" TEXT NOT NULL,
    id INTEGER NOT NULL,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY ("of", id)
) STRICT, WITHOUT ROWID;

-- Who looked at whom: one row for each time a home, a child or a person was shown, with the reason where one was given.
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY,
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
