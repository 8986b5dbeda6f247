-- Topics that are written in the portal: what each was before, what is in work, and which translations fell behind
-- (HELP-5, HELP-6).

ALTER TABLE topic ADD COLUMN is_unlisted BIGINT NOT NULL DEFAULT 0; -- read by its address only
ALTER TABLE topic ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE topic ADD COLUMN edited_at BIGINT; -- when it was last published here; NULL: as its file brought it
ALTER TABLE topic ADD COLUMN editor_id TEXT REFERENCES person (id); -- who wrote what is published; NULL: its file
ALTER TABLE topic ADD COLUMN stale_since BIGINT; -- the same topic in the other language changed, and this one did not
CREATE INDEX topic_editor ON topic (editor_id);
CREATE INDEX topic_stale ON topic (stale_since) WHERE stale_since IS NOT NULL;
CREATE INDEX topic_unlisted ON topic (language, path) WHERE is_unlisted = 1;

CREATE TABLE topic_version ( -- what a topic said before it was overwritten
    topic_id TEXT NOT NULL REFERENCES topic (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    author_id TEXT REFERENCES person (id), -- NULL: its file
    PRIMARY KEY (topic_id, number)
);
CREATE INDEX topic_version_author ON topic_version (author_id);

CREATE TABLE topic_draft ( -- what is in work of a topic, which need not be there yet
    topic_id TEXT PRIMARY KEY, -- follows from language and path
    language TEXT NOT NULL,
    path TEXT NOT NULL,
    source TEXT NOT NULL, -- as in topic
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    keywords TEXT NOT NULL,
    body TEXT NOT NULL,
    is_unlisted BIGINT NOT NULL,
    is_wording BIGINT NOT NULL, -- only the wording changes: no translation falls behind
    state TEXT NOT NULL, -- topics::model::DraftState
    publish_at BIGINT, -- when it is scheduled
    note TEXT NOT NULL, -- why it was sent back from the review
    base TEXT NOT NULL, -- what was published when it began, see topics::model::Published::stand
    number BIGINT NOT NULL, -- grows with every change
    author_id TEXT NOT NULL REFERENCES person (id), -- who changed it last
    changed_at BIGINT NOT NULL
);
CREATE INDEX topic_draft_author ON topic_draft (author_id);
CREATE INDEX topic_draft_changed ON topic_draft (changed_at);
CREATE INDEX topic_draft_due ON topic_draft (publish_at) WHERE state = 'scheduled';
