-- A number that becomes another one with everything that a standing is read from: sessions whose standing was read under the
-- same number stand where they stood (access::server::known). It is drawn and not counted, so that it never comes again, also
-- where a copy of the database takes its place. Whatever changes a row changes it, also another program.

INSERT INTO counter (name, value) VALUES ('standing', random());

CREATE TRIGGER standing_person_changed AFTER UPDATE OF email, name, language, theme, zone, phone, shows_typing, shows_marks ON person
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_organization_changed AFTER UPDATE ON organization
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_product_changed AFTER UPDATE ON product
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_membership_came AFTER INSERT ON membership
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_membership_changed AFTER UPDATE ON membership
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_membership_went AFTER DELETE ON membership
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_case_viewer_came AFTER INSERT ON case_viewer
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_case_viewer_changed AFTER UPDATE ON case_viewer
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_case_viewer_went AFTER DELETE ON case_viewer
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_entitlement_came AFTER INSERT ON entitlement
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_entitlement_changed AFTER UPDATE ON entitlement
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_entitlement_went AFTER DELETE ON entitlement
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_product_came AFTER INSERT ON rollout_product
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_product_changed AFTER UPDATE ON rollout_product
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_product_went AFTER DELETE ON rollout_product
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_organization_came AFTER INSERT ON rollout_organization
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_organization_changed AFTER UPDATE ON rollout_organization
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
CREATE TRIGGER standing_rollout_organization_went AFTER DELETE ON rollout_organization
BEGIN UPDATE counter SET value = random() WHERE name = 'standing'; END;
