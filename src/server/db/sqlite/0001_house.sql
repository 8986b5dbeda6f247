-- Portable columns: ids BLOB (UUIDv7, 16 bytes), instants and counts INTEGER (milliseconds), flags INTEGER 0/1, JSON as TEXT.
-- postgres/0001_house.sql says the same with TEXT for ids and BIGINT for INTEGER; a test compares the two catalogues.

CREATE TABLE organization (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'vendor')),
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    region TEXT NOT NULL,
    plan TEXT NOT NULL,
    visibility TEXT NOT NULL,
    suspended_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    summary TEXT NOT NULL, -- JSON: language -> text
    chat INTEGER NOT NULL,
    identifiers TEXT NOT NULL, -- JSON: what the product asks of a case, see cases::model::IdentifierField
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entitlement (
    organization_id BLOB NOT NULL REFERENCES organization (id),
    product_id BLOB NOT NULL REFERENCES product (id),
    PRIMARY KEY (organization_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entitlement_product ON entitlement (product_id);

CREATE TABLE rollout (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rollout_product (
    product_id BLOB PRIMARY KEY REFERENCES product (id),
    rollout_id BLOB NOT NULL REFERENCES rollout (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollout_product_rollout ON rollout_product (rollout_id);

CREATE TABLE rollout_organization (
    organization_id BLOB NOT NULL REFERENCES organization (id),
    rollout_id BLOB NOT NULL REFERENCES rollout (id),
    state TEXT NOT NULL,
    planned_at INTEGER,
    PRIMARY KEY (organization_id, rollout_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollout_organization_rollout ON rollout_organization (rollout_id);

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    zone TEXT, -- NULL: the organization's
    phone TEXT,
    password_hash TEXT, -- PHC string; NULL until the invitation is accepted
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    organization_id BLOB NOT NULL REFERENCES organization (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (person_id, organization_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_organization ON membership (organization_id);
CREATE INDEX membership_role ON membership (role, person_id); -- to whom a case can be given

CREATE TABLE evidence (
    organization_id BLOB NOT NULL REFERENCES organization (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('A', 'B', 'C')),
    dated INTEGER NOT NULL,
    PRIMARY KEY (person_id, organization_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_organization ON evidence (organization_id);

CREATE TABLE case_viewer ( -- who sees every case of an organization whose visibility is `named`
    organization_id BLOB NOT NULL REFERENCES organization (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (person_id, organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_viewer_organization ON case_viewer (organization_id);

CREATE TABLE session (
    id BLOB PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the cookie's token, base64url
    person_id BLOB NOT NULL REFERENCES person (id),
    organization_id BLOB NOT NULL REFERENCES organization (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person_id, seen_at);
CREATE INDEX session_organization ON session (organization_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE mailed_link (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reset', 'operator', 'watch')),
    person_id BLOB REFERENCES person (id),
    watcher_id BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX mailed_link_person ON mailed_link (person_id, kind);
CREATE INDEX mailed_link_watcher ON mailed_link (watcher_id);

CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY, -- such as `sign-in:address:203.0.113.7`
    since INTEGER NOT NULL,
    hits INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phone_line (
    id BLOB PRIMARY KEY,
    region TEXT NOT NULL,
    language TEXT NOT NULL,
    number TEXT NOT NULL,
    hours TEXT NOT NULL, -- JSON: language -> text
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX phone_line_region ON phone_line (region, position);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('case', 100000);

CREATE TABLE support_case (
    id BLOB PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    organization_id BLOB NOT NULL REFERENCES organization (id),
    product_id BLOB NOT NULL REFERENCES product (id),
    requester_id BLOB NOT NULL REFERENCES person (id),
    assignee_id BLOB REFERENCES person (id),
    title TEXT NOT NULL,
    description TEXT NOT NULL, -- Markdown
    description_marks TEXT NOT NULL, -- what its HTML has beyond a plain text's, see markdown::marks
    status TEXT NOT NULL,
    resolution TEXT,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
    reproducible INTEGER NOT NULL,
    steps TEXT NOT NULL,
    environment TEXT NOT NULL,
    changes TEXT NOT NULL, -- empty: no recent changes
    impact TEXT NOT NULL,
    phone TEXT,
    identifiers TEXT NOT NULL, -- JSON: field -> value
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    closed_at INTEGER,
    last_seq INTEGER NOT NULL, -- number of the newest event
    follow_up_of BLOB REFERENCES support_case (id),
    origin TEXT, -- the system that it was imported from (HIST-4)
    origin_number TEXT, -- the number that it had there
    submit_key TEXT -- the draft that it was: a repeat finds the first (CASE-6); NULL: imported
) STRICT;
-- lists in the order of an index, also where one organization has half a million cases; between equals the number decides
CREATE INDEX support_case_organization_changed ON support_case (organization_id, changed_at, number);
CREATE INDEX support_case_organization_opened ON support_case (organization_id, opened_at, number);
CREATE INDEX support_case_organization_priority ON support_case (organization_id, priority, number DESC);
CREATE INDEX support_case_organization_open ON support_case (organization_id, changed_at, number) WHERE closed_at IS NULL;
CREATE INDEX support_case_changed ON support_case (changed_at, number);
CREATE INDEX support_case_opened ON support_case (opened_at, number);
CREATE INDEX support_case_priority ON support_case (priority, number DESC);
CREATE INDEX support_case_open ON support_case (changed_at, number) WHERE closed_at IS NULL;
-- the desk: most urgent first, then longest untouched; of everybody, of nobody and of one engineer
CREATE INDEX support_case_urgent ON support_case (priority, changed_at, number) WHERE closed_at IS NULL;
CREATE INDEX support_case_queue ON support_case (assignee_id, priority, changed_at, number) WHERE closed_at IS NULL;
-- what a person asked for, and has worked on
CREATE INDEX support_case_requester ON support_case (requester_id, id);
CREATE INDEX support_case_assignee ON support_case (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE UNIQUE INDEX support_case_submit ON support_case (requester_id, submit_key) WHERE submit_key IS NOT NULL;
CREATE UNIQUE INDEX support_case_origin ON support_case (origin, origin_number) WHERE origin IS NOT NULL;
-- with the organization, or else all of the organization's cases are looked through for one that follows
CREATE INDEX support_case_follow_up ON support_case (follow_up_of, organization_id) WHERE follow_up_of IS NOT NULL;

CREATE TABLE case_event ( -- append-only; what a customer may read
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES support_case (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    author_id BLOB REFERENCES person (id), -- NULL: the portal itself
    channel TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON, see cases::model::EventDetail; empty where the kind says all
    body TEXT NOT NULL, -- Markdown, or empty
    body_marks TEXT NOT NULL,
    submit_key TEXT,
    UNIQUE (case_id, seq)
) STRICT;
CREATE UNIQUE INDEX case_event_submit ON case_event (author_id, case_id, submit_key) WHERE submit_key IS NOT NULL;

CREATE TABLE case_note ( -- internal: no statement outside the notes' own store names this table (CASE-17)
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES support_case (id),
    at INTEGER NOT NULL,
    author_id BLOB NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    body_marks TEXT NOT NULL,
    submit_key TEXT NOT NULL,
    UNIQUE (author_id, case_id, submit_key)
) STRICT;
CREATE INDEX case_note_case ON case_note (case_id, at);

CREATE TABLE draft (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    organization_id BLOB NOT NULL REFERENCES organization (id),
    scope TEXT NOT NULL, -- `case`, `comment:<case>` or `note:<case>`
    content TEXT NOT NULL, -- JSON
    updated_at INTEGER NOT NULL,
    UNIQUE (person_id, organization_id, scope)
) STRICT;
CREATE INDEX draft_organization ON draft (organization_id);

CREATE TABLE attachment (
    id BLOB PRIMARY KEY,
    owner_id BLOB NOT NULL REFERENCES person (id),
    draft_id BLOB, -- until what it belongs to is sent
    case_id BLOB REFERENCES support_case (id),
    event_id BLOB REFERENCES case_event (id), -- NULL with a case: it came with the description
    note_id BLOB REFERENCES case_note (id), -- then it is as internal as the note
    name TEXT NOT NULL,
    media_type TEXT NOT NULL, -- as its first bytes say, not as it was called
    size_bytes INTEGER NOT NULL,
    received_bytes INTEGER NOT NULL,
    sha256 TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_draft ON attachment (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX attachment_case ON attachment (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX attachment_event ON attachment (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX attachment_note ON attachment (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX attachment_owner ON attachment (owner_id);

CREATE TABLE watcher (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES support_case (id),
    email TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    language TEXT NOT NULL,
    confirmed_at INTEGER, -- NULL: gets no content yet (CASE-13)
    added_by BLOB NOT NULL REFERENCES person (id),
    added_at INTEGER NOT NULL,
    UNIQUE (case_id, email)
) STRICT;
CREATE INDEX watcher_person ON watcher (person_id, case_id) WHERE person_id IS NOT NULL;

CREATE TABLE saved_view (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL, -- the list's query string
    created_at INTEGER NOT NULL,
    UNIQUE (person_id, name)
) STRICT;

CREATE TABLE mail (
    id BLOB PRIMARY KEY,
    once TEXT NOT NULL UNIQUE, -- event and person: nobody gets the same mail twice (ROLL-10)
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL, -- not before; while sending: when the lease ends
    problem TEXT,
    case_id BLOB REFERENCES support_case (id),
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX mail_due ON mail (next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX mail_created ON mail (created_at, id);
CREATE INDEX mail_case ON mail (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE live_event ( -- what one instance tells the others; kept for minutes
    id TEXT PRIMARY KEY, -- the instance and its count
    topic TEXT NOT NULL,
    frame TEXT NOT NULL, -- JSON, see live::Frame
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX live_event_at ON live_event (at);
