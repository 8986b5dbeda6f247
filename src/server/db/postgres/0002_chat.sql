-- Chats. Their messages are events of their cases (CHAT-2).

CREATE TABLE chat (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES support_case (id),
    customer_id TEXT NOT NULL REFERENCES person (id), -- who asked
    engineer_id TEXT REFERENCES person (id), -- who answers; NULL: nobody yet
    state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'ended')),
    first_seq BIGINT NOT NULL, -- the event of the case with which it began
    last_seq BIGINT, -- and ended
    asked_at BIGINT NOT NULL,
    taken_at BIGINT,
    ended_at BIGINT,
    rating TEXT CHECK (rating IN ('good', 'bad')),
    start_key TEXT NOT NULL, -- made for the form that began it: a repeat finds the first
    UNIQUE (customer_id, start_key)
);
-- one at a time on a case, and one at a time for a person
CREATE UNIQUE INDEX chat_running_case ON chat (case_id) WHERE state <> 'ended';
CREATE UNIQUE INDEX chat_running_customer ON chat (customer_id) WHERE state <> 'ended';
CREATE INDEX chat_case ON chat (case_id);
CREATE INDEX chat_queue ON chat (asked_at, id) WHERE state = 'waiting';
CREATE INDEX chat_engineer ON chat (engineer_id) WHERE state = 'open';
CREATE INDEX chat_taken ON chat (taken_at) WHERE taken_at IS NOT NULL;

CREATE TABLE chat_member ( -- who takes part, and how far the messages have come to them
    chat_id TEXT NOT NULL REFERENCES chat (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    delivered_seq BIGINT NOT NULL,
    read_seq BIGINT NOT NULL,
    PRIMARY KEY (chat_id, person_id)
);
CREATE INDEX chat_member_person ON chat_member (person_id) WHERE left_at IS NULL;

CREATE TABLE chat_hours ( -- when a product's chat is answered; a product without a row: always
    product_id TEXT PRIMARY KEY REFERENCES product (id),
    zone TEXT NOT NULL,
    week TEXT NOT NULL, -- JSON, see chat::rules::Opening
    holidays TEXT NOT NULL -- JSON: dates
);
