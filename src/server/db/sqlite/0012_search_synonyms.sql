-- Words that the searches take for each other, where operators wrote others than the usual ones (HELP-2).

CREATE TABLE search_synonyms (
    language TEXT PRIMARY KEY,
    lines TEXT NOT NULL, -- words with commas between them; those of one line mean the same
    changed_by BLOB REFERENCES person (id),
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
