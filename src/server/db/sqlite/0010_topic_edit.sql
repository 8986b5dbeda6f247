-- Topics that are written in the portal: what each was before, what is in work, and which translations fell behind
-- (HELP-5, HELP-6).

ALTER TABLE topic ADD COLUMN is_unlisted INTEGER NOT NULL DEFAULT 0; -- read by its address only
ALTER TABLE topic ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE topic ADD COLUMN edited_at INTEGER; -- when it was last published here; NULL: as its file brought it
ALTER TABLE topic ADD COLUMN editor_id BLOB REFERENCES person (id); -- who wrote what is published; NULL: its file
ALTER TABLE topic ADD COLUMN stale_since INTEGER; -- the same topic in the other language changed, and this one did not
CREATE INDEX topic_editor ON topic (editor_id);
CREATE INDEX topic_stale ON topic (stale_since) WHERE stale_since IS NOT NULL;
CREATE INDEX topic_unlisted ON topic (language, path) WHERE is_unlisted = 1;

CREATE TABLE topic_version ( -- what a topic said before it was overwritten
    topic_id BLOB NOT NULL REFERENCES topic (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    author_id BLOB REFERENCES person (id), -- NULL: its file
    PRIMARY KEY (topic_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_version_author ON topic_version (author_id);

CREATE TABLE topic_draft ( -- what is in work of a topic, which need not be there yet
    topic_id BLOB PRIMARY KEY, -- follows from language and path
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    source TEXT NOT NULL, -- as in topic
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL,
    body TEXT NOT NULL,
    is_unlisted INTEGER NOT NULL,
    is_wording INTEGER NOT NULL, -- only the wording changes: no translation falls behind
    state TEXT NOT NULL, -- topics::model::DraftState
    publish_at INTEGER, -- when it is scheduled
    note TEXT NOT NULL, -- why it was sent back from the review
    base TEXT NOT NULL, -- what was published when it began, see topics::model::Published::stand
    number INTEGER NOT NULL, -- grows with every change
    author_id BLOB NOT NULL REFERENCES person (id), -- who changed it last
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_draft_author ON topic_draft (author_id);
CREATE INDEX topic_draft_changed ON topic_draft (changed_at);
CREATE INDEX topic_draft_due ON topic_draft (publish_at) WHERE state = 'scheduled';
