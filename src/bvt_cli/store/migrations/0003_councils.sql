-- Family councils. Names and words about people stand in *_text, as everywhere.

CREATE TABLE council (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    child TEXT NOT NULL REFERENCES child (ref) DEFERRABLE INITIALLY DEFERRED,
    referred_on TEXT NOT NULL CHECK (referred_on IS date(referred_on, '+0 days')),
    referred_by TEXT,
    wish TEXT CHECK (wish IN ('yes', 'no', 'undecided')),
    acute INTEGER CHECK (acute IN (0, 1)),
    answered_on TEXT CHECK (answered_on IS date(answered_on, '+0 days')),
    decided_on TEXT CHECK (decided_on IS date(decided_on, '+0 days')),
    coordinator TEXT,
    child_wants TEXT CHECK (child_wants IN ('yes', 'no', 'unsure')),
    child_asked_on TEXT CHECK (child_asked_on IS date(child_asked_on, '+0 days')),
    closed_on TEXT CHECK (closed_on IS date(closed_on, '+0 days')),
    outcome TEXT CHECK (outcome IN ('family_found', 'no_family', 'stopped'))
) STRICT;
CREATE TABLE council_text (
    id INTEGER PRIMARY KEY REFERENCES council (id) ON DELETE CASCADE,
    language TEXT,
    culture TEXT,
    child_says TEXT,
    child_met TEXT,
    other_parent_blank TEXT,
    closing_reason TEXT
) STRICT;
CREATE INDEX council_of_child ON council (child);

CREATE TABLE council_consent (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    role TEXT NOT NULL CHECK (role IN ('mother', 'father', 'co_mother', 'guardian', 'child')),
    "on" TEXT CHECK ("on" IS date("on", '+0 days')),
    withdrawn_on TEXT CHECK (withdrawn_on IS date(withdrawn_on, '+0 days'))
) STRICT;
CREATE TABLE council_consent_text (
    id INTEGER PRIMARY KEY REFERENCES council_consent (id) ON DELETE CASCADE,
    exempt TEXT
) STRICT;
CREATE INDEX consent_of_council ON council_consent (council_id);

CREATE TABLE council_step (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    code TEXT NOT NULL CHECK (code IN ('coordinator', 'information', 'meeting', 'plan', 'clarification', 'self_information', 'interviews', 'matching', 'decision', 'intake')),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    "by" TEXT,
    skipped INTEGER CHECK (skipped IN (0, 1))
) STRICT;
CREATE TABLE council_step_text (
    id INTEGER PRIMARY KEY REFERENCES council_step (id) ON DELETE CASCADE,
    reason TEXT
) STRICT;
CREATE INDEX step_of_council ON council_step (council_id);

CREATE TABLE council_map (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 99),
    category TEXT NOT NULL CHECK (category IN ('close_family', 'extended', 'other_parent', 'child_network')),
    invited_on TEXT CHECK (invited_on IS date(invited_on, '+0 days'))
) STRICT;
CREATE TABLE council_map_text (
    id INTEGER PRIMARY KEY REFERENCES council_map (id) ON DELETE CASCADE,
    name TEXT,
    relation TEXT,
    phone TEXT
) STRICT;
CREATE INDEX map_of_council ON council_map (council_id);

CREATE TABLE council_not_invited (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    mapped INTEGER NOT NULL CHECK (mapped BETWEEN 1 AND 99),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    resolved_on TEXT CHECK (resolved_on IS date(resolved_on, '+0 days'))
) STRICT;
CREATE TABLE council_not_invited_text (
    id INTEGER PRIMARY KEY REFERENCES council_not_invited (id) ON DELETE CASCADE,
    why TEXT,
    resolution TEXT
) STRICT;
CREATE INDEX not_invited_of_council ON council_not_invited (council_id);

CREATE TABLE council_proposal (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 99)
) STRICT;
CREATE TABLE council_proposal_text (
    id INTEGER PRIMARY KEY REFERENCES council_proposal (id) ON DELETE CASCADE,
    proposal TEXT
) STRICT;
CREATE INDEX proposal_of_council ON council_proposal (council_id);

CREATE TABLE council_family (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 99),
    answer TEXT CHECK (answer IN ('yes', 'no', 'undecided')),
    answered_on TEXT CHECK (answered_on IS date(answered_on, '+0 days')),
    information_sent_on TEXT CHECK (information_sent_on IS date(information_sent_on, '+0 days')),
    information_returned_on TEXT CHECK (information_returned_on IS date(information_returned_on, '+0 days')),
    decision TEXT CHECK (decision IN ('yes', 'no')),
    decided_on TEXT CHECK (decided_on IS date(decided_on, '+0 days')),
    intake_on TEXT CHECK (intake_on IS date(intake_on, '+0 days')),
    home TEXT REFERENCES home (ref) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE council_family_text (
    id INTEGER PRIMARY KEY REFERENCES council_family (id) ON DELETE CASCADE,
    name TEXT,
    contact TEXT,
    matching TEXT,
    reason TEXT
) STRICT;
CREATE INDEX family_of_council ON council_family (council_id);

CREATE TABLE council_interview (
    id INTEGER PRIMARY KEY,
    council_id INTEGER NOT NULL REFERENCES council (id),
    family INTEGER NOT NULL CHECK (family BETWEEN 1 AND 99),
    kind TEXT NOT NULL CHECK (kind IN ('interview', 'attachment_talk')),
    "on" TEXT NOT NULL CHECK ("on" IS date("on", '+0 days')),
    "by" TEXT
) STRICT;
CREATE TABLE council_interview_text (
    id INTEGER PRIMARY KEY REFERENCES council_interview (id) ON DELETE CASCADE,
    notes TEXT
) STRICT;
CREATE INDEX interview_of_council ON council_interview (council_id);
