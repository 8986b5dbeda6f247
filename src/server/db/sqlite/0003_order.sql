-- Lists are read in the order of an index, also where one organization has half a million cases.

-- the desk: most urgent first, then longest untouched; of everybody, of nobody and of one engineer
DROP INDEX support_case_queue;
CREATE INDEX support_case_queue ON support_case (assignee_id, priority, changed_at, id) WHERE closed_at IS NULL;
CREATE INDEX support_case_urgent ON support_case (priority, changed_at, id) WHERE closed_at IS NULL;

-- an organization's cases by priority, and those of everybody; its open ones
CREATE INDEX support_case_organization_priority ON support_case (organization_id, priority, id DESC);
CREATE INDEX support_case_priority ON support_case (priority, id DESC);
CREATE INDEX support_case_organization_open ON support_case (organization_id, changed_at, id) WHERE closed_at IS NULL;

-- what a person has worked on
CREATE INDEX support_case_assignee ON support_case (assignee_id) WHERE assignee_id IS NOT NULL;

-- to whom a case can be given
CREATE INDEX membership_role ON membership (role, person_id);
