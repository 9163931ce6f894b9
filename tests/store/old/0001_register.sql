PRAGMA application_id = 1651930161;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'bvt','0001_register','2026-11-22 02:20:31.213767+00:00');
CREATE TABLE agreement (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    home TEXT NOT NULL REFERENCES home (ref) DEFERRABLE INITIALLY DEFERRED,
    child TEXT REFERENCES child (ref) DEFERRABLE INITIALLY DEFERRED,
    network TEXT REFERENCES network (ref) DEFERRABLE INITIALLY DEFERRED,
    measure TEXT NOT NULL CHECK (measure IN ('besokshjem', 'stottefamilie', 'fosterhjem', 'ressursfamilie')),
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days')),
    "to" TEXT CHECK ("to" IS date("to", '+0 days')),
    size TEXT CHECK (size IN ('liten', 'medium', 'stor')),
    basis TEXT CHECK (basis IN ('fixed', 'actual')),
    days_per_month INTEGER CHECK (days_per_month BETWEEN 1 AND 31),
    factor TEXT,
    aftercare INTEGER CHECK (aftercare IN (0, 1)),
    paid_until TEXT CHECK (paid_until GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    legal_basis TEXT,
    contact TEXT
) STRICT;
INSERT INTO "agreement" VALUES(1,'A-1','H-1','C-1',NULL,'besokshjem','2025-01-01','2025-01-31',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE agreement_text (
    id INTEGER PRIMARY KEY REFERENCES agreement (id) ON DELETE CASCADE,
    goals TEXT
) STRICT;
INSERT INTO "agreement_text" VALUES(1,NULL);
CREATE TABLE approval (
    id INTEGER PRIMARY KEY,
    home_id INTEGER NOT NULL REFERENCES home (id),
    kind TEXT NOT NULL CHECK (kind IN ('besokshjem', 'stottefamilie', 'fosterhjem', 'ressursfamilie')),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    "by" TEXT,
    revoked_on TEXT CHECK (revoked_on IS date(revoked_on, '+0 days')),
    recorded INTEGER CHECK (recorded IN (0, 1))
) STRICT;
INSERT INTO "approval" VALUES(1,1,'besokshjem','2024-09-01',NULL,NULL,NULL);
CREATE TABLE approval_text (
    id INTEGER PRIMARY KEY REFERENCES approval (id) ON DELETE CASCADE,
    reason TEXT
) STRICT;
INSERT INTO "approval_text" VALUES(1,NULL);
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    "case" TEXT,
    born TEXT NOT NULL CHECK (born IS date(born, '+0 days')),
    siblings TEXT CHECK (siblings GLOB '[[]*]'),
    party INTEGER CHECK (party IN (0, 1))
) STRICT;
INSERT INTO "child" VALUES(1,'C-1','2024/1','2018-05-04',NULL,NULL);
CREATE TABLE child_text (
    id INTEGER PRIMARY KEY REFERENCES child (id) ON DELETE CASCADE,
    interests TEXT CHECK (interests GLOB '[[]*]'),
    activity TEXT
) STRICT;
INSERT INTO "child_text" VALUES(1,NULL,NULL);
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    child TEXT NOT NULL REFERENCES child (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days'))
) STRICT;
CREATE TABLE experience (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    half TEXT NOT NULL CHECK (half GLOB '[12][0-9][0-9][0-9]H[12]'),
    delivered_on TEXT CHECK (delivered_on IS date(delivered_on, '+0 days'))
) STRICT;
CREATE TABLE experience_text (
    id INTEGER PRIMARY KEY REFERENCES experience (id) ON DELETE CASCADE,
    text TEXT
) STRICT;
CREATE TABLE family_contact (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    home TEXT NOT NULL REFERENCES home (ref) DEFERRABLE INITIALLY DEFERRED,
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    count INTEGER CHECK (count BETWEEN 1 AND 1000)
) STRICT;
CREATE TABLE gathering (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'christmas', 'summer')),
    homes TEXT CHECK (homes GLOB '[[]*]'),
    cost TEXT
) STRICT;
CREATE TABLE gathering_text (
    id INTEGER PRIMARY KEY REFERENCES gathering (id) ON DELETE CASCADE,
    title TEXT,
    went TEXT
) STRICT;
CREATE TABLE gatherings_agreed (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2199),
    number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 100)
) STRICT;
CREATE TABLE gatherings_agreed_text (
    id INTEGER PRIMARY KEY REFERENCES gatherings_agreed (id) ON DELETE CASCADE,
    reason TEXT
) STRICT;
CREATE TABLE home (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('besokshjem', 'stottefamilie', 'fosterhjem', 'ressursfamilie')),
    applied_on TEXT CHECK (applied_on IS date(applied_on, '+0 days')),
    employment TEXT NOT NULL CHECK (employment IN ('oppdragstaker', 'sgs1030')),
    commitment_months INTEGER CHECK (commitment_months BETWEEN 0 AND 600),
    municipality TEXT CHECK (municipality GLOB '[0-9][0-9][0-9][0-9]'),
    language TEXT CHECK (language IN ('nb', 'nn', 'en')),
    prefers_age_from INTEGER CHECK (prefers_age_from BETWEEN 0 AND 23),
    prefers_age_to INTEGER CHECK (prefers_age_to BETWEEN 0 AND 23),
    prefers_siblings INTEGER CHECK (prefers_siblings IN (0, 1)),
    capacity INTEGER CHECK (capacity BETWEEN 0 AND 20),
    has_been_fosterhjem INTEGER CHECK (has_been_fosterhjem IN (0, 1)),
    ended_on TEXT CHECK (ended_on IS date(ended_on, '+0 days'))
) STRICT;
INSERT INTO "home" VALUES(1,'H-1','besokshjem',NULL,'oppdragstaker',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE home_text (
    id INTEGER PRIMARY KEY REFERENCES home (id) ON DELETE CASCADE,
    name TEXT,
    phone TEXT,
    email TEXT,
    address TEXT,
    postcode TEXT CHECK (postcode GLOB '[0-9][0-9][0-9][0-9]'),
    city TEXT,
    dwelling TEXT,
    interests TEXT CHECK (interests GLOB '[[]*]'),
    motivation TEXT
) STRICT;
INSERT INTO "home_text" VALUES(1,'Familien Prøve',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE joint_meeting (
    id INTEGER PRIMARY KEY,
    register_id INTEGER NOT NULL REFERENCES register (id),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    networks TEXT NOT NULL CHECK (networks GLOB '[[]*]')
) STRICT;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL,
    command TEXT NOT NULL,
    what TEXT NOT NULL,
    ref TEXT NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,'2026-11-22T02:20:31+00:00','tester','officer','init','register','register');
INSERT INTO "journal" VALUES(2,'2026-11-22T02:20:31+00:00','tester','officer','import','home','H-1');
INSERT INTO "journal" VALUES(3,'2026-11-22T02:20:31+00:00','tester','officer','import','child','C-1');
INSERT INTO "journal" VALUES(4,'2026-11-22T02:20:31+00:00','tester','officer','import','agreement','A-1');
INSERT INTO "journal" VALUES(5,'2026-11-22T02:20:31+00:00','tester','officer','pay month','run','R1');
INSERT INTO "journal" VALUES(6,'2026-11-22T02:20:31+00:00','tester','officer','agreement end','agreement','A-1');
INSERT INTO "journal" VALUES(7,'2026-11-22T02:20:31+00:00','tester','officer','pay month','run','R2');
CREATE TABLE journal_text (
    id INTEGER PRIMARY KEY REFERENCES journal (id),
    before TEXT CHECK (before GLOB '{*}'),
    after TEXT CHECK (after GLOB '{*}')
) STRICT;
INSERT INTO "journal_text" VALUES(1,NULL,'{"pay_from": "2025-01"}');
INSERT INTO "journal_text" VALUES(2,NULL,'{"ref": "H-1", "kind": "besokshjem", "name": "Familien Prøve", "employment": "oppdragstaker", "persons": [{"ref": "P-1", "name": "Prøve Prøvesen", "born": "1980-01-01", "role": "carer"}], "payees": [{"person": "P-1", "share": "1", "from": "2025-01-01", "account": "12345678903"}], "approvals": [{"kind": "besokshjem", "on": "2024-09-01"}]}');
INSERT INTO "journal_text" VALUES(3,NULL,'{"ref": "C-1", "case": "2024/1", "born": "2018-05-04"}');
INSERT INTO "journal_text" VALUES(4,NULL,'{"ref": "A-1", "home": "H-1", "child": "C-1", "measure": "besokshjem", "from": "2025-01-01"}');
INSERT INTO "journal_text" VALUES(5,NULL,'{"month": "2025-02", "lines": 4, "plan": "162892a0930e8397b77037a8475ec0ce71ed4cda5d39772311b6456f9ca23618", "recovered": {}}');
INSERT INTO "journal_text" VALUES(6,'{}','{"to": "2025-01-31"}');
INSERT INTO "journal_text" VALUES(7,NULL,'{"month": "2025-02", "lines": 2, "plan": "78e4a1135f66b69eebb439db4b07974ab19f93a9f613324d93bea2f12615117c", "recovered": {"A-1": "Avtalt."}}');
CREATE TABLE line (
    run INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    n INTEGER NOT NULL CHECK (n > 0),
    kind TEXT NOT NULL CHECK (kind IN ('ordinary', 'correction', 'reversal')),
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
    rate_table TEXT NOT NULL,
    rate_ore INTEGER NOT NULL CHECK (rate_ore >= 0),
    unit TEXT NOT NULL CHECK (unit IN ('day', 'month')),
    quantity TEXT NOT NULL,
    amount_ore INTEGER NOT NULL,
    reverses_run INTEGER,
    reverses_n INTEGER,
    age INTEGER NOT NULL,
    band_from INTEGER NOT NULL,
    band_to INTEGER,
    age_rule TEXT NOT NULL,
    days INTEGER NOT NULL,
    month_days INTEGER,
    whole TEXT,
    share INTEGER,
    PRIMARY KEY (run, n),
    CHECK ((kind = 'reversal') = (reverses_run IS NOT NULL)),
    CHECK ((reverses_run IS NULL) = (reverses_n IS NULL)),
    FOREIGN KEY (reverses_run, reverses_n) REFERENCES line (run, n)
) STRICT, WITHOUT ROWID;
INSERT INTO "line" VALUES(1,1,'ordinary','H-1','A-1','2024/1','besokshjem','grunnstotte','fixed','2025-01','2025-01-01','2025-01-31',1,0,'2024-07-01',102600,'day','3',307800,NULL,NULL,6,0,10,'month_after',31,31,'3',NULL);
INSERT INTO "line" VALUES(1,2,'ordinary','H-1','A-1','2024/1','besokshjem','utgiftsdekning','fixed','2025-01','2025-01-01','2025-01-31',0,0,'2024-07-01',39900,'day','3',119700,NULL,NULL,6,0,10,'month_after',31,31,'3',NULL);
INSERT INTO "line" VALUES(1,3,'ordinary','H-1','A-1','2024/1','besokshjem','grunnstotte','fixed','2025-02','2025-02-01','2025-02-28',1,0,'2024-07-01',102600,'day','3',307800,NULL,NULL,6,0,10,'month_after',28,28,'3',NULL);
INSERT INTO "line" VALUES(1,4,'ordinary','H-1','A-1','2024/1','besokshjem','utgiftsdekning','fixed','2025-02','2025-02-01','2025-02-28',0,0,'2024-07-01',39900,'day','3',119700,NULL,NULL,6,0,10,'month_after',28,28,'3',NULL);
INSERT INTO "line" VALUES(2,1,'reversal','H-1','A-1','2024/1','besokshjem','grunnstotte','fixed','2025-02','2025-02-01','2025-02-28',1,0,'2024-07-01',102600,'day','-3',-307800,1,3,6,0,10,'month_after',28,28,'3',NULL);
INSERT INTO "line" VALUES(2,2,'reversal','H-1','A-1','2024/1','besokshjem','utgiftsdekning','fixed','2025-02','2025-02-01','2025-02-28',0,0,'2024-07-01',39900,'day','-3',-119700,1,4,6,0,10,'month_after',28,28,'3',NULL);
CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    home TEXT NOT NULL REFERENCES home (ref) DEFERRABLE INITIALLY DEFERRED,
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days')),
    "to" TEXT CHECK ("to" IS date("to", '+0 days')),
    confidentiality_on TEXT CHECK (confidentiality_on IS date(confidentiality_on, '+0 days'))
) STRICT;
CREATE TABLE network (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    resource_home TEXT NOT NULL REFERENCES home (ref) DEFERRABLE INITIALLY DEFERRED,
    started_on TEXT NOT NULL CHECK (started_on IS date(started_on, '+0 days')),
    ended_on TEXT CHECK (ended_on IS date(ended_on, '+0 days')),
    contacts TEXT CHECK (contacts GLOB '[[]*]'),
    confidentiality_on TEXT CHECK (confidentiality_on IS date(confidentiality_on, '+0 days'))
) STRICT;
CREATE TABLE network_text (
    id INTEGER PRIMARY KEY REFERENCES network (id) ON DELETE CASCADE,
    name TEXT
) STRICT;
CREATE TABLE payee (
    id INTEGER PRIMARY KEY,
    home_id INTEGER NOT NULL REFERENCES home (id),
    person TEXT NOT NULL REFERENCES person (ref) DEFERRABLE INITIALLY DEFERRED,
    payroll_id TEXT,
    share TEXT NOT NULL,
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days'))
) STRICT;
INSERT INTO "payee" VALUES(1,1,'P-1',NULL,'1','2025-01-01');
CREATE TABLE payee_text (
    id INTEGER PRIMARY KEY REFERENCES payee (id) ON DELETE CASCADE,
    account TEXT
) STRICT;
INSERT INTO "payee_text" VALUES(1,'12345678903');
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    home_id INTEGER NOT NULL REFERENCES home (id),
    ref TEXT NOT NULL UNIQUE,
    born TEXT NOT NULL CHECK (born IS date(born, '+0 days')),
    role TEXT NOT NULL CHECK (role IN ('carer', 'household')),
    "from" TEXT CHECK ("from" IS date("from", '+0 days')),
    "to" TEXT CHECK ("to" IS date("to", '+0 days'))
) STRICT;
INSERT INTO "person" VALUES(1,1,'P-1','1980-01-01','carer',NULL,NULL);
CREATE TABLE person_text (
    id INTEGER PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    name TEXT
) STRICT;
INSERT INTO "person_text" VALUES(1,'Prøve Prøvesen');
CREATE TABLE recovery (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    agreement TEXT NOT NULL,
    amount_ore INTEGER NOT NULL CHECK (amount_ore < 0)
) STRICT;
INSERT INTO "recovery" VALUES(1,2,'A-1',-427500);
CREATE TABLE recovery_text (
    id INTEGER PRIMARY KEY REFERENCES recovery (id),
    reason TEXT
) STRICT;
INSERT INTO "recovery_text" VALUES(1,'Avtalt.');
CREATE TABLE register (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pay_from TEXT CHECK (pay_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]')
) STRICT;
INSERT INTO "register" VALUES(1,'2025-01');
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    month TEXT NOT NULL CHECK (month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
    posted_at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    login TEXT NOT NULL,
    plan TEXT NOT NULL,
    lines INTEGER NOT NULL CHECK (lines > 0),
    total_ore INTEGER NOT NULL,
    taxable_ore INTEGER NOT NULL
) STRICT;
INSERT INTO "run" VALUES(1,'2025-02','2026-11-22T02:20:31+00:00','tester','officer','162892a0930e8397b77037a8475ec0ce71ed4cda5d39772311b6456f9ca23618',4,855000,615600);
INSERT INTO "run" VALUES(2,'2025-02','2026-11-22T02:20:31+00:00','tester','officer','78e4a1135f66b69eebb439db4b07974ab19f93a9f613324d93bea2f12615117c',2,-427500,-307800);
CREATE TABLE run_file (
    run INTEGER NOT NULL REFERENCES run (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "run_file" VALUES(1,'bvt/measures.yaml','626525e680f3dded3bd0533322f36ab8aa553dc808ccf1b8eebdbed2a1ba8d62',NULL);
INSERT INTO "run_file" VALUES(1,'bvt/settings.yaml','af9c04a85fc0367405822b22faedce39290488ff80d5661addb09c13432f6255',NULL);
INSERT INTO "run_file" VALUES(1,'ks/2024-07-01.yaml','2557fc6fabfd1a18a0b5e97c82ab5ba7771254e18eb4b8fd46305fb4f49965e5','https://www.ks.no/fagomrader/barn-og-unge/barnevern/veiledende-satser-for-fosterhjem-og-besokshjem-2024/');
INSERT INTO "run_file" VALUES(2,'bvt/measures.yaml','626525e680f3dded3bd0533322f36ab8aa553dc808ccf1b8eebdbed2a1ba8d62',NULL);
INSERT INTO "run_file" VALUES(2,'bvt/settings.yaml','af9c04a85fc0367405822b22faedce39290488ff80d5661addb09c13432f6255',NULL);
CREATE TABLE stay (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    agreement TEXT NOT NULL REFERENCES agreement (ref) DEFERRABLE INITIALLY DEFERRED,
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days')),
    "to" TEXT NOT NULL CHECK ("to" IS date("to", '+0 days')),
    extra INTEGER CHECK (extra IN (0, 1)),
    cancelled_on TEXT CHECK (cancelled_on IS date(cancelled_on, '+0 days')),
    cancelled_by TEXT CHECK (cancelled_by IN ('home', 'child', 'service')),
    cancelled_pay INTEGER CHECK (cancelled_pay IN (0, 1))
) STRICT;
CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    home_id INTEGER NOT NULL REFERENCES home (id),
    code TEXT NOT NULL CHECK (code IN ('conversation', 'home_visit', 'contract', 'suitability', 'intro', 'solid', 'assignment', 'attest', 'confidentiality')),
    person TEXT REFERENCES person (ref) DEFERRABLE INITIALLY DEFERRED,
    type TEXT CHECK (type IN ('uttommende_utvidet', 'avgrenset', 'ordinaer')),
    issued TEXT CHECK (issued IS date(issued, '+0 days')),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    "by" TEXT,
    destroyed_on TEXT CHECK (destroyed_on IS date(destroyed_on, '+0 days'))
) STRICT;
CREATE TABLE talk (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    "by" TEXT
) STRICT;
CREATE TABLE talk_interval (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 366),
    "from" TEXT NOT NULL CHECK ("from" IS date("from", '+0 days'))
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX person_of_home ON person (home_id);
CREATE INDEX payee_of_home ON payee (home_id);
CREATE INDEX step_of_home ON step (home_id);
CREATE INDEX approval_of_home ON approval (home_id);
CREATE INDEX talk_interval_of_network ON talk_interval (network_id);
CREATE INDEX gatherings_agreed_of_network ON gatherings_agreed (network_id);
CREATE INDEX member_of_network ON member (network_id);
CREATE INDEX consent_of_network ON consent (network_id);
CREATE INDEX gathering_of_network ON gathering (network_id);
CREATE INDEX talk_of_network ON talk (network_id);
CREATE INDEX family_contact_of_network ON family_contact (network_id);
CREATE INDEX experience_of_network ON experience (network_id);
CREATE INDEX agreement_of_home ON agreement (home);
CREATE INDEX agreement_of_child ON agreement (child);
CREATE INDEX stay_of_agreement ON stay (agreement);
CREATE INDEX joint_meeting_of_register ON joint_meeting (register_id);
CREATE INDEX line_of_agreement ON line (agreement, for_month);
CREATE UNIQUE INDEX line_reversed_once ON line (reverses_run, reverses_n) WHERE reverses_run IS NOT NULL;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_no_replace BEFORE INSERT ON run
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_file_no_update BEFORE UPDATE ON run_file
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_file_no_delete BEFORE DELETE ON run_file
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER run_file_no_replace BEFORE INSERT ON run_file
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.run)
    OR EXISTS (SELECT 1 FROM run_file WHERE run = NEW.run AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER recovery_no_update BEFORE UPDATE ON recovery
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER recovery_no_delete BEFORE DELETE ON recovery
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER recovery_no_replace BEFORE INSERT ON recovery
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.run) OR EXISTS (SELECT 1 FROM recovery WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
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
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_text_no_update BEFORE UPDATE ON journal_text
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
CREATE TRIGGER journal_text_no_replace BEFORE INSERT ON journal_text
WHEN EXISTS (SELECT 1 FROM journal_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'posted and journalled rows are never changed'); END;
COMMIT;
