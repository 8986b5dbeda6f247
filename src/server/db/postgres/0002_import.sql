-- The number that an imported case had in the system that it came from (HIST-4).

ALTER TABLE support_case ADD COLUMN origin_number TEXT;
CREATE UNIQUE INDEX support_case_origin ON support_case (origin, origin_number) WHERE origin IS NOT NULL;
