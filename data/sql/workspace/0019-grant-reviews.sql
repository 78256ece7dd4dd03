-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a review of grants looks for: grants that nobody used, and folders that somebody managed.

CREATE TABLE grant_uses (
  grant_id TEXT PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
  used BIGINT NOT NULL -- last, to the day or so
) WITHOUT ROWID;

-- Since when uses are noted, once the service has begun to: what was given before has been unused since then at most.
CREATE TABLE grant_uses_began (
  at BIGINT NOT NULL
);

-- A manager may go by leaving, by leaving a group, or by time; that there was one is remembered here, until a plan takes
-- the last grant that said so away.
CREATE TABLE managed_folders (
  folder TEXT PRIMARY KEY REFERENCES folders (id) ON DELETE CASCADE
) WITHOUT ROWID;
INSERT INTO managed_folders (folder) SELECT DISTINCT folder FROM grants WHERE verbs LIKE '%manage%';
CREATE TRIGGER managed_folders_in AFTER INSERT ON grants WHEN NEW.verbs LIKE '%manage%' BEGIN
  INSERT INTO managed_folders (folder) VALUES (NEW.folder) ON CONFLICT (folder) DO NOTHING;
END;
CREATE TRIGGER managed_folders_amended AFTER UPDATE OF verbs ON grants WHEN NEW.verbs LIKE '%manage%' BEGIN
  INSERT INTO managed_folders (folder) VALUES (NEW.folder) ON CONFLICT (folder) DO NOTHING;
END;
