-- How many chats a person answers at once; null is the house's usual number (chat::rules::CHATS_PER_ENGINEER).

ALTER TABLE person ADD COLUMN chats_most BIGINT;
