-- What the vendor shows to everybody: topics of these shelves are read without signing in.

ALTER TABLE topic_shelf ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;
