-- SPDX-License-Identifier: GPL-3.0-or-later
-- Folders: a tree below the one whose id is "root". Grants: what a principal may do in a folder and below it.

CREATE TABLE folders (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT REFERENCES folders (id),
  inherits BIGINT NOT NULL,
  company TEXT, -- id of the group whose people it is for
  created BIGINT NOT NULL,
  deleted BIGINT NOT NULL, -- when it was put into the bin itself
  folders BIGINT NOT NULL, -- right below it, without those in the bin
  grants BIGINT NOT NULL, -- on it
  name_key TEXT NOT NULL -- as names are compared
) WITHOUT ROWID;
CREATE UNIQUE INDEX folders_by_parent ON folders (parent, name_key) WHERE deleted = 0;
CREATE INDEX folders_below ON folders (parent) WHERE parent IS NOT NULL;
CREATE INDEX folders_by_name ON folders (name_key, id) WHERE deleted = 0;
CREATE INDEX folders_deleted ON folders (deleted, id) WHERE deleted <> 0;

INSERT INTO folders (id, version, name, parent, inherits, company, created, deleted, folders, grants, name_key)
  VALUES ('root', 1, '/', NULL, 1, NULL, 0, 0, 0, 0, '/');

CREATE TRIGGER folders_counted_in AFTER INSERT ON folders WHEN NEW.deleted = 0 BEGIN
  UPDATE folders SET folders = folders + 1 WHERE id = NEW.parent;
END;
CREATE TRIGGER folders_counted_out AFTER DELETE ON folders WHEN OLD.deleted = 0 BEGIN
  UPDATE folders SET folders = folders - 1 WHERE id = OLD.parent;
END;
CREATE TRIGGER folders_counted_again AFTER UPDATE OF parent, deleted ON folders
  WHEN OLD.parent IS NOT NEW.parent OR (OLD.deleted = 0) <> (NEW.deleted = 0)
BEGIN
  UPDATE folders SET folders = folders - 1 WHERE id = OLD.parent AND OLD.deleted = 0;
  UPDATE folders SET folders = folders + 1 WHERE id = NEW.parent AND NEW.deleted = 0;
END;

CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  folder TEXT NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  principal_kind TEXT NOT NULL,
  principal TEXT NOT NULL,
  verbs TEXT NOT NULL,
  expires BIGINT NOT NULL,
  reason TEXT,
  created BIGINT NOT NULL,
  created_by TEXT,
  created_by_name TEXT
) WITHOUT ROWID;
CREATE INDEX grants_by_folder ON grants (folder, id);
CREATE INDEX grants_by_principal ON grants (principal_kind, principal, id);
CREATE INDEX grants_by_expiry ON grants (expires, id) WHERE expires <> 0;
CREATE INDEX grants_by_created ON grants (created, id);

CREATE TRIGGER grants_counted_in AFTER INSERT ON grants BEGIN
  UPDATE folders SET grants = grants + 1 WHERE id = NEW.folder;
END;
CREATE TRIGGER grants_counted_out AFTER DELETE ON grants BEGIN
  UPDATE folders SET grants = grants - 1 WHERE id = OLD.folder;
END;

-- Nobody is left who had it: a group without members, a user who left the bin.
CREATE TRIGGER grants_follow_groups AFTER DELETE ON groups BEGIN
  DELETE FROM grants WHERE principal_kind = 'group' AND principal = OLD.id;
  UPDATE folders SET company = NULL WHERE company = OLD.id;
END;
CREATE TRIGGER grants_follow_users AFTER DELETE ON users BEGIN
  DELETE FROM grants WHERE principal_kind = 'user' AND principal = OLD.id;
END;
CREATE TRIGGER grants_follow_roles AFTER DELETE ON roles BEGIN
  DELETE FROM grants WHERE principal_kind = 'role' AND principal = OLD.id;
END;

-- What was changed of all that decides about permissions, in order: who keeps the model in memory reads on from where
-- they were. Whoever is too far behind reads everything again.
CREATE TABLE permission_journal (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL
);
CREATE TRIGGER permission_journal_kept AFTER INSERT ON permission_journal WHEN NEW.number % 1024 = 0 BEGIN
  DELETE FROM permission_journal WHERE number <= NEW.number - 16384;
END;

CREATE TRIGGER users_journalled_in AFTER INSERT ON users BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('user', NEW.id);
END;
CREATE TRIGGER users_journalled_out AFTER DELETE ON users BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('user', OLD.id);
END;
CREATE TRIGGER users_journalled AFTER UPDATE OF roles, groups, deleted ON users
  WHEN OLD.roles IS NOT NEW.roles OR OLD.groups IS NOT NEW.groups OR (OLD.deleted = 0) <> (NEW.deleted = 0)
BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('user', NEW.id);
END;
CREATE TRIGGER groups_journalled_in AFTER INSERT ON groups BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('group', NEW.id);
END;
CREATE TRIGGER groups_journalled_out AFTER DELETE ON groups BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('group', OLD.id);
END;
CREATE TRIGGER groups_journalled AFTER UPDATE OF parent ON groups WHEN OLD.parent IS NOT NEW.parent BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('group', NEW.id);
END;
CREATE TRIGGER folders_journalled_in AFTER INSERT ON folders BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('folder', NEW.id);
END;
CREATE TRIGGER folders_journalled_out AFTER DELETE ON folders BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('folder', OLD.id);
END;
CREATE TRIGGER folders_journalled AFTER UPDATE OF parent, inherits, company, deleted ON folders
  WHEN OLD.parent IS NOT NEW.parent OR OLD.inherits <> NEW.inherits OR OLD.company IS NOT NEW.company OR
       (OLD.deleted = 0) <> (NEW.deleted = 0)
BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('folder', NEW.id);
END;
CREATE TRIGGER grants_journalled_in AFTER INSERT ON grants BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('grant', NEW.id);
END;
CREATE TRIGGER grants_journalled_out AFTER DELETE ON grants BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('grant', OLD.id);
END;
CREATE TRIGGER grants_journalled AFTER UPDATE ON grants BEGIN
  INSERT INTO permission_journal (kind, id) VALUES ('grant', NEW.id);
END;
