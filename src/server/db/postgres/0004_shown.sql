-- What others see of a person in a chat (CHAT-6): 1 unless the person has switched it off.

ALTER TABLE person ADD COLUMN shows_typing BIGINT NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN shows_marks BIGINT NOT NULL DEFAULT 1; -- how far messages were delivered and read
