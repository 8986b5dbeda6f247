-- Canned answers: what operators have written for engineers to put into a chat.

CREATE TABLE canned_answer (
    name TEXT PRIMARY KEY, -- short, as it is typed behind a slash
    title TEXT NOT NULL,
    body TEXT NOT NULL, -- Markdown with variables, see answers::rules
    product_id BLOB REFERENCES product (id), -- NULL: for all of them
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX canned_answer_product ON canned_answer (product_id);
