-- How topics are used: what is popular, and what does not help (HELP-1, HELP-4); and what was looked for in vain.

CREATE TABLE topic_shelf ( -- topics are brought in by product; which of the portal's it is, operators say
    name TEXT PRIMARY KEY, -- the first folder of the paths
    title TEXT NOT NULL,
    product_id TEXT REFERENCES product (id)
);
CREATE INDEX topic_shelf_product ON topic_shelf (product_id);

CREATE TABLE topic_day (
    topic_id TEXT NOT NULL REFERENCES topic (id),
    day BIGINT NOT NULL, -- since 1970, UTC
    views BIGINT NOT NULL,
    PRIMARY KEY (topic_id, day)
);
CREATE INDEX topic_day_day ON topic_day (day);

CREATE TABLE topic_vote (
    topic_id TEXT NOT NULL REFERENCES topic (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    is_helpful BIGINT NOT NULL,
    reason TEXT NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (topic_id, person_id)
);
CREATE INDEX topic_vote_person ON topic_vote (person_id);
CREATE INDEX topic_vote_against ON topic_vote (voted_at) WHERE is_helpful = 0;

CREATE TABLE topic_pin (
    topic_id TEXT PRIMARY KEY REFERENCES topic (id),
    pinned_at BIGINT NOT NULL
);

CREATE TABLE topic_missed ( -- what was looked for and not found
    language TEXT NOT NULL,
    text TEXT NOT NULL, -- small letters, one blank between words
    count BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (language, text)
);
CREATE INDEX topic_missed_count ON topic_missed (count, last_at);
