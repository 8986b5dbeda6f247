-- The forum (FORUM-1 to FORUM-4), one for all organizations. A thread's own text is its first post, so that every text is
-- voted on, changed, reported and hidden alike.

CREATE TABLE forum_category (
    id BLOB PRIMARY KEY,
    product_id BLOB NOT NULL REFERENCES product (id),
    name TEXT NOT NULL, -- JSON: language -> text
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX forum_category_product ON forum_category (product_id, position);

CREATE TABLE forum_thread (
    id BLOB PRIMARY KEY,
    product_id BLOB NOT NULL REFERENCES product (id),
    category_id BLOB REFERENCES forum_category (id), -- NULL: about the product as a whole
    kind TEXT NOT NULL CHECK (kind IN ('question', 'discussion')),
    title TEXT NOT NULL,
    author_id BLOB NOT NULL REFERENCES person (id),
    vendor INTEGER NOT NULL, -- begun for the vendor
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL, -- when the last post was written
    last_seq INTEGER NOT NULL, -- number of the newest post
    replies INTEGER NOT NULL, -- posts behind the first that are not hidden
    votes INTEGER NOT NULL, -- those of the first post
    answer_id BLOB, -- the accepted post
    locked_at INTEGER,
    hidden_at INTEGER, -- as its first post
    merged_into BLOB REFERENCES forum_thread (id), -- where its posts are now; its address leads there
    case_id BLOB REFERENCES support_case (id), -- what its author made of it
    source_case_id BLOB REFERENCES support_case (id), -- what an engineer made it of; people of the vendor see it
    submit_key TEXT NOT NULL, -- the form that it was: a repeat finds the first
    UNIQUE (author_id, submit_key)
) STRICT;
-- lists in the order of an index: of all, of a product and of a category
CREATE INDEX forum_thread_active ON forum_thread (active_at, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_votes ON forum_thread (votes, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_product_active ON forum_thread (product_id, active_at, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_product_votes ON forum_thread (product_id, votes, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_category_active ON forum_thread (category_id, active_at, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_category_votes ON forum_thread (category_id, votes, id) WHERE hidden_at IS NULL AND merged_into IS NULL;
-- what waits for an answer
CREATE INDEX forum_thread_open ON forum_thread (active_at, id) WHERE kind = 'question' AND answer_id IS NULL AND hidden_at IS NULL AND merged_into IS NULL;
CREATE INDEX forum_thread_merged ON forum_thread (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE forum_post (
    id BLOB PRIMARY KEY,
    thread_id BLOB NOT NULL REFERENCES forum_thread (id),
    seq INTEGER NOT NULL,
    author_id BLOB NOT NULL REFERENCES person (id),
    vendor INTEGER NOT NULL, -- written for the vendor
    at INTEGER NOT NULL,
    edited_at INTEGER,
    body TEXT NOT NULL, -- Markdown
    body_marks TEXT NOT NULL,
    votes INTEGER NOT NULL,
    hidden_at INTEGER,
    hidden_by BLOB REFERENCES person (id),
    hidden_reason TEXT,
    submit_key TEXT NOT NULL,
    UNIQUE (thread_id, seq),
    UNIQUE (author_id, submit_key)
) STRICT;

CREATE TABLE forum_vote (
    post_id BLOB NOT NULL REFERENCES forum_post (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (post_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE forum_report (
    id BLOB PRIMARY KEY,
    post_id BLOB NOT NULL REFERENCES forum_post (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by BLOB REFERENCES person (id),
    UNIQUE (post_id, person_id)
) STRICT;
CREATE INDEX forum_report_open ON forum_report (at, id) WHERE settled_at IS NULL;
