-- sqlite/0001_house.sql with BIGINT for INTEGER and hyphenated texts for ids; a test compares the two catalogues.

CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('customer', 'vendor')),
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    region TEXT NOT NULL,
    plan TEXT NOT NULL,
    visibility TEXT NOT NULL,
    suspended_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE product (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    summary TEXT NOT NULL, -- JSON: language -> text
    chat BIGINT NOT NULL,
    identifiers TEXT NOT NULL, -- JSON: what the product asks of a case, see cases::model::IdentifierField
    position BIGINT NOT NULL
);

CREATE TABLE entitlement (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    product_id TEXT NOT NULL REFERENCES product (id),
    PRIMARY KEY (organization_id, product_id)
);
CREATE INDEX entitlement_product ON entitlement (product_id);

CREATE TABLE rollout (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE rollout_product (
    product_id TEXT PRIMARY KEY REFERENCES product (id),
    rollout_id TEXT NOT NULL REFERENCES rollout (id)
);
CREATE INDEX rollout_product_rollout ON rollout_product (rollout_id);

CREATE TABLE rollout_organization (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    rollout_id TEXT NOT NULL REFERENCES rollout (id),
    state TEXT NOT NULL,
    planned_at BIGINT,
    PRIMARY KEY (organization_id, rollout_id)
);
CREATE INDEX rollout_organization_rollout ON rollout_organization (rollout_id);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    zone TEXT, -- NULL: the organization's
    phone TEXT,
    password_hash TEXT, -- PHC string; NULL until the invitation is accepted
    created_at BIGINT NOT NULL
);

CREATE TABLE membership (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (person_id, organization_id, role)
);
CREATE INDEX membership_organization ON membership (organization_id);
CREATE INDEX membership_role ON membership (role, person_id); -- to whom a case can be given

CREATE TABLE evidence (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('A', 'B', 'C')),
    dated BIGINT NOT NULL,
    PRIMARY KEY (person_id, organization_id, kind)
);
CREATE INDEX evidence_organization ON evidence (organization_id);

CREATE TABLE case_viewer ( -- who sees every case of an organization whose visibility is `named`
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (person_id, organization_id)
);
CREATE INDEX case_viewer_organization ON case_viewer (organization_id);

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the cookie's token, base64url
    person_id TEXT NOT NULL REFERENCES person (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_person ON session (person_id, seen_at);
CREATE INDEX session_organization ON session (organization_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE mailed_link (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reset', 'operator', 'watch')),
    person_id TEXT REFERENCES person (id),
    watcher_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX mailed_link_person ON mailed_link (person_id, kind);
CREATE INDEX mailed_link_watcher ON mailed_link (watcher_id);

CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY, -- such as `sign-in:address:203.0.113.7`
    since BIGINT NOT NULL,
    hits BIGINT NOT NULL
);

CREATE TABLE phone_line (
    id TEXT PRIMARY KEY,
    region TEXT NOT NULL,
    language TEXT NOT NULL,
    number TEXT NOT NULL,
    hours TEXT NOT NULL, -- JSON: language -> text
    position BIGINT NOT NULL
);
CREATE INDEX phone_line_region ON phone_line (region, position);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('case', 100000);

CREATE TABLE support_case (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    product_id TEXT NOT NULL REFERENCES product (id),
    requester_id TEXT NOT NULL REFERENCES person (id),
    assignee_id TEXT REFERENCES person (id),
    title TEXT NOT NULL,
    description TEXT NOT NULL, -- Markdown
    description_marks TEXT NOT NULL, -- what its HTML has beyond a plain text's, see markdown::marks
    status TEXT NOT NULL,
    resolution TEXT,
    priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 4),
    reproducible BIGINT NOT NULL,
    steps TEXT NOT NULL,
    environment TEXT NOT NULL,
    changes TEXT NOT NULL, -- empty: no recent changes
    impact TEXT NOT NULL,
    phone TEXT,
    identifiers TEXT NOT NULL, -- JSON: field -> value
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    closed_at BIGINT,
    last_seq BIGINT NOT NULL, -- number of the newest event
    follow_up_of TEXT REFERENCES support_case (id),
    origin TEXT, -- the system that it was imported from (HIST-4)
    origin_number TEXT, -- the number that it had there
    submit_key TEXT -- the draft that it was: a repeat finds the first (CASE-6); NULL: imported
);
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
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES support_case (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    author_id TEXT REFERENCES person (id), -- NULL: the portal itself
    channel TEXT NOT NULL,
    detail TEXT NOT NULL, -- JSON, see cases::model::EventDetail; empty where the kind says all
    body TEXT NOT NULL, -- Markdown, or empty
    body_marks TEXT NOT NULL,
    submit_key TEXT,
    UNIQUE (case_id, seq)
);
CREATE UNIQUE INDEX case_event_submit ON case_event (author_id, case_id, submit_key) WHERE submit_key IS NOT NULL;

CREATE TABLE case_note ( -- internal: no statement outside the notes' own store names this table (CASE-17)
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES support_case (id),
    at BIGINT NOT NULL,
    author_id TEXT NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    body_marks TEXT NOT NULL,
    submit_key TEXT NOT NULL,
    UNIQUE (author_id, case_id, submit_key)
);
CREATE INDEX case_note_case ON case_note (case_id, at);

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    scope TEXT NOT NULL, -- `case`, `comment:<case>` or `note:<case>`
    content TEXT NOT NULL, -- JSON
    updated_at BIGINT NOT NULL,
    UNIQUE (person_id, organization_id, scope)
);
CREATE INDEX draft_organization ON draft (organization_id);

CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES person (id),
    draft_id TEXT, -- until what it belongs to is sent
    case_id TEXT REFERENCES support_case (id),
    event_id TEXT REFERENCES case_event (id), -- NULL with a case: it came with the description
    note_id TEXT REFERENCES case_note (id), -- then it is as internal as the note
    name TEXT NOT NULL,
    media_type TEXT NOT NULL, -- as its first bytes say, not as it was called
    size_bytes BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL,
    sha256 TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX attachment_draft ON attachment (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX attachment_case ON attachment (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX attachment_event ON attachment (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX attachment_note ON attachment (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX attachment_owner ON attachment (owner_id);

CREATE TABLE watcher (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES support_case (id),
    email TEXT NOT NULL,
    person_id TEXT REFERENCES person (id),
    language TEXT NOT NULL,
    confirmed_at BIGINT, -- NULL: gets no content yet (CASE-13)
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at BIGINT NOT NULL,
    UNIQUE (case_id, email)
);
CREATE INDEX watcher_person ON watcher (person_id, case_id) WHERE person_id IS NOT NULL;

CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL, -- the list's query string
    created_at BIGINT NOT NULL,
    UNIQUE (person_id, name)
);

CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    once TEXT NOT NULL UNIQUE, -- event and person: nobody gets the same mail twice (ROLL-10)
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL, -- not before; while sending: when the lease ends
    problem TEXT,
    case_id TEXT REFERENCES support_case (id),
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX mail_due ON mail (next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX mail_created ON mail (created_at, id);
CREATE INDEX mail_case ON mail (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE live_event ( -- what one instance tells the others; kept for minutes
    id TEXT PRIMARY KEY, -- the instance and its count
    topic TEXT NOT NULL,
    frame TEXT NOT NULL, -- JSON, see live::Frame
    at BIGINT NOT NULL
);
CREATE INDEX live_event_at ON live_event (at);
