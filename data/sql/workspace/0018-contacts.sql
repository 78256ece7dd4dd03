-- SPDX-License-Identifier: GPL-3.0-or-later
-- External contacts: people without an account who were asked about one folder by mail. The links to them are in
-- links, their mails in outbox, what they may do in grants.

CREATE TABLE contacts (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  display_name TEXT NOT NULL,
  folder TEXT NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  verbs TEXT NOT NULL,
  message TEXT,
  state TEXT NOT NULL,
  expires BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT,
  opened BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  answer TEXT,
  decision TEXT,
  mail TEXT,
  -- Folded: what ordering and search compare.
  name_key TEXT NOT NULL,
  email_key TEXT NOT NULL,
  search_key TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX contacts_by_created ON contacts (created, id);
CREATE INDEX contacts_by_name ON contacts (name_key, id);
CREATE INDEX contacts_by_email ON contacts (email_key, id);
CREATE INDEX contacts_by_expiry ON contacts (expires, id);
CREATE INDEX contacts_by_folder ON contacts (folder, created, id);

CREATE TRIGGER grants_follow_contacts AFTER DELETE ON contacts BEGIN
  DELETE FROM grants WHERE principal_kind = 'contact' AND principal = OLD.id;
END;

CREATE TRIGGER contacts_journalled_in AFTER INSERT ON contacts BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('contact', NEW.id);
END;
CREATE TRIGGER contacts_journalled_out AFTER DELETE ON contacts BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('contact', OLD.id);
END;
CREATE TRIGGER contacts_journalled AFTER UPDATE OF state ON contacts WHEN OLD.state <> NEW.state BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('contact', NEW.id);
END;
