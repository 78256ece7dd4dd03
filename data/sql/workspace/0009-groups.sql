-- SPDX-License-Identifier: GPL-3.0-or-later
-- Groups: a forest. What is asked on every page of a list (who is in a group or below it) is kept, not computed.

CREATE TABLE groups (
  number INTEGER PRIMARY KEY, -- what the tables below point at; never leaves the database
  id TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  parent TEXT REFERENCES groups (id),
  path TEXT, -- names from the top down to this one, joined as texts are
  members BIGINT NOT NULL, -- users in it or below who are not in the bin
  created BIGINT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- as names are compared
  path_key TEXT NOT NULL -- the tree's order
);
CREATE INDEX groups_by_path ON groups (path_key, id);
CREATE INDEX groups_by_members ON groups (members, id);
CREATE INDEX groups_by_parent ON groups (parent) WHERE parent IS NOT NULL;

-- Each group and all that are above it, itself included.
CREATE TABLE group_tree (
  above BIGINT NOT NULL REFERENCES groups (number) ON DELETE CASCADE,
  below BIGINT NOT NULL REFERENCES groups (number) ON DELETE CASCADE,
  PRIMARY KEY (above, below)
) WITHOUT ROWID;
CREATE INDEX group_tree_upwards ON group_tree (below, above);

ALTER TABLE users ADD COLUMN groups TEXT; -- ids of the groups that a user is put into, as roles are

-- The same, to join with.
CREATE TABLE group_members (
  grp BIGINT NOT NULL REFERENCES groups (number) ON DELETE CASCADE,
  number BIGINT NOT NULL REFERENCES users (number) ON DELETE CASCADE,
  PRIMARY KEY (grp, number)
) WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (number, grp);

-- Who is in a group or in one below it, each once, the bin included.
CREATE TABLE group_reach (
  grp BIGINT NOT NULL REFERENCES groups (number) ON DELETE CASCADE,
  number BIGINT NOT NULL REFERENCES users (number) ON DELETE CASCADE,
  PRIMARY KEY (grp, number)
) WITHOUT ROWID;
CREATE INDEX group_reach_by_user ON group_reach (number, grp);

CREATE TABLE group_administrators (
  number BIGINT NOT NULL REFERENCES users (number) ON DELETE CASCADE,
  grp BIGINT NOT NULL REFERENCES groups (number) ON DELETE CASCADE,
  PRIMARY KEY (number, grp)
) WITHOUT ROWID;
CREATE INDEX group_administrators_by_group ON group_administrators (grp);

CREATE TRIGGER group_reach_counted_in AFTER INSERT ON group_reach BEGIN
  UPDATE groups SET members = members + 1
    WHERE number = NEW.grp AND EXISTS (SELECT 1 FROM users AS u WHERE u.number = NEW.number AND u.deleted = 0);
END;
-- A user is purged from the bin only, where they are not counted.
CREATE TRIGGER group_reach_counted_out AFTER DELETE ON group_reach BEGIN
  UPDATE groups SET members = members - 1
    WHERE number = OLD.grp AND EXISTS (SELECT 1 FROM users AS u WHERE u.number = OLD.number AND u.deleted = 0);
END;
CREATE TRIGGER users_counted_in_groups AFTER UPDATE OF deleted ON users
  WHEN (OLD.deleted = 0) <> (NEW.deleted = 0)
BEGIN
  UPDATE groups SET members = members + CASE WHEN NEW.deleted = 0 THEN 1 ELSE -1 END
    WHERE number IN (SELECT grp FROM group_reach WHERE number = NEW.number);
END;

-- Where an invitation leads.
ALTER TABLE invitations ADD COLUMN groups TEXT;
CREATE TABLE invitation_groups (
  grp TEXT NOT NULL,
  invitation TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
  PRIMARY KEY (invitation, grp)
) WITHOUT ROWID;
CREATE INDEX invitation_groups_by_group ON invitation_groups (grp);
