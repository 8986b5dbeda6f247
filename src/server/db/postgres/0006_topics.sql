-- Help topics (HELP-7). Short columns and long ones apart: lists and the read-back of hits touch the short ones only.

CREATE TABLE topic (
    id TEXT PRIMARY KEY, -- follows from language and path
    language TEXT NOT NULL,
    product TEXT NOT NULL, -- the first folder of the path
    path TEXT NOT NULL, -- below the language's folder, without its ending
    source TEXT NOT NULL, -- the same in every language: pairs translations
    title TEXT NOT NULL,
    heading TEXT NOT NULL, -- what the page calls itself; empty: as its title
    description TEXT NOT NULL,
    keywords TEXT NOT NULL,
    guide TEXT NOT NULL, -- the path of its table of contents; empty: none
    position BIGINT, -- there; NULL: not listed
    hash TEXT NOT NULL, -- SHA-256 of all that was brought in, base64url
    seq BIGINT NOT NULL UNIQUE, -- the number of its last change, for the search's cursor
    changed_at BIGINT NOT NULL,
    withdrawn_at BIGINT, -- gone from its folder
    UNIQUE (language, path)
);
CREATE INDEX topic_source ON topic (source, language);
CREATE INDEX topic_product ON topic (language, product);

CREATE TABLE topic_text (
    topic_id TEXT PRIMARY KEY REFERENCES topic (id),
    body TEXT NOT NULL, -- Markdown, without its front matter
    html TEXT NOT NULL, -- what the page shows
    headings TEXT NOT NULL -- JSON, see topics::model::Heading
);

CREATE TABLE topic_guide ( -- a product's table of contents in a language
    id TEXT PRIMARY KEY, -- follows from language and path
    language TEXT NOT NULL,
    product TEXT NOT NULL,
    path TEXT NOT NULL, -- the folder whose topics it lists
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    contents TEXT NOT NULL, -- JSON, see topics::model::Entry
    hash TEXT NOT NULL,
    UNIQUE (language, path)
);
CREATE INDEX topic_guide_product ON topic_guide (language, product);

INSERT INTO counter (name, value) VALUES ('topic', 0);
