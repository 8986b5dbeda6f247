-- What tables of contents do not lead to: topics that are unlisted, and those that operators withdrew.

DROP INDEX topic_unlisted;
CREATE INDEX topic_out_of_lists ON topic (language, path) WHERE is_unlisted = 1 OR withdrawn_at IS NOT NULL;
