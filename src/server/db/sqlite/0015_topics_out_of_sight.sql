-- What operators find again although no reader does: topics that are withdrawn or unlisted, the latest first.

CREATE INDEX topic_out_of_sight ON topic ((COALESCE(withdrawn_at, changed_at)), id)
 WHERE is_unlisted = 1 OR withdrawn_at IS NOT NULL;
