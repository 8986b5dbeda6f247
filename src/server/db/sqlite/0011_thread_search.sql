-- The search of threads follows their changes by number; and a thread's accepted answer may solve what would have been a case.

ALTER TABLE forum_thread ADD COLUMN change INTEGER; -- the number of its last change, for the search's cursor
ALTER TABLE forum_thread ADD COLUMN solved INTEGER NOT NULL DEFAULT 0; -- cases that were not opened because of it (HELP-3)
UPDATE forum_thread SET change = numbered.change
  FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, id) AS change FROM forum_thread) AS numbered
 WHERE numbered.id = forum_thread.id;
CREATE UNIQUE INDEX forum_thread_change ON forum_thread (change);

INSERT INTO counter (name, value) SELECT 'thread', COUNT(*) FROM forum_thread;
