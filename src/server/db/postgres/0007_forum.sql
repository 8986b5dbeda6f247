-- The forum (FORUM-1 to FORUM-4), one for all organizations. A thread's own text is its first post, so that every text is
-- voted on, changed, reported and hidden alike.

CREATE TABLE forum_category (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES product (id),
    name TEXT NOT NULL, -- JSON: language -> text
    position BIGINT NOT NULL
);
CREATE INDEX forum_category_product ON forum_category (product_id, position);

CREATE TABLE forum_thread (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES product (id),
    category_id TEXT REFERENCES forum_category (id), -- NULL: about the product as a whole
    kind TEXT NOT NULL CHECK (kind IN ('question', 'discussion')),
    title TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES person (id),
    vendor BIGINT NOT NULL, -- begun for the vendor
    created_at BIGINT NOT NULL,
    active_at BIGINT NOT NULL, -- when the last post was written
    last_seq BIGINT NOT NULL, -- number of the newest post
    replies BIGINT NOT NULL, -- posts behind the first that are not hidden
    votes BIGINT NOT NULL, -- those of the first post
    answer_id TEXT, -- the accepted post
    locked_at BIGINT,
    hidden_at BIGINT, -- as its first post
    merged_into TEXT REFERENCES forum_thread (id), -- where its posts are now; its address leads there
    case_id TEXT REFERENCES support_case (id), -- what its author made of it
    source_case_id TEXT REFERENCES support_case (id), -- what an engineer made it of; people of the vendor see it
    submit_key TEXT NOT NULL, -- the form that it was: a repeat finds the first
    UNIQUE (author_id, submit_key)
);
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
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL REFERENCES forum_thread (id),
    seq BIGINT NOT NULL,
    author_id TEXT NOT NULL REFERENCES person (id),
    vendor BIGINT NOT NULL, -- written for the vendor
    at BIGINT NOT NULL,
    edited_at BIGINT,
    body TEXT NOT NULL, -- Markdown
    body_marks TEXT NOT NULL,
    votes BIGINT NOT NULL,
    hidden_at BIGINT,
    hidden_by TEXT REFERENCES person (id),
    hidden_reason TEXT,
    submit_key TEXT NOT NULL,
    UNIQUE (thread_id, seq),
    UNIQUE (author_id, submit_key)
);

CREATE TABLE forum_vote (
    post_id TEXT NOT NULL REFERENCES forum_post (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (post_id, person_id)
);

CREATE TABLE forum_report (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL REFERENCES forum_post (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT REFERENCES person (id),
    UNIQUE (post_id, person_id)
);
CREATE INDEX forum_report_open ON forum_report (at, id) WHERE settled_at IS NULL;
