-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is told with something else than what it is of, or when something else goes.

-- The folder whose history has the entry: its own, and those of grants on it. Entries of grants that were given without
-- one (by who wrote rows directly) name it in what they were, or not at all.
ALTER TABLE audit ADD COLUMN folder TEXT;
UPDATE audit SET folder = object_id WHERE object_type = 'folder';
UPDATE audit SET folder = COALESCE(json_extract(before, '$.folder'), json_extract(after, '$.folder'),
    (SELECT g.folder FROM grants AS g WHERE g.id = object_id))
  WHERE object_type = 'grant';
UPDATE audit SET folder = (SELECT e.folder FROM audit AS e WHERE e.object_type = 'grant' AND e.object_id = audit.object_id
    AND e.folder IS NOT NULL LIMIT 1)
  WHERE object_type = 'grant' AND folder IS NULL;
CREATE INDEX audit_by_folder ON audit (folder, id) WHERE folder IS NOT NULL;

-- What somebody decided, for who asks what is kept of them.
CREATE INDEX approvals_by_decider ON approvals (decided_by, created, id) WHERE decided_by IS NOT NULL;

-- A rule may go with its folder, by a job that knows of neither rules nor requests. As with who asked (0020), whichever
-- way it goes, what waited for it ends.
CREATE TRIGGER approvals_end_with_rule AFTER DELETE ON approval_rules BEGIN
  UPDATE approvals SET state = 'overtaken', version = version + 1, untold = 1, because = 'rule'
  WHERE rule = OLD.id AND state IN ('waiting', 'approved');
END;
UPDATE approvals SET state = 'overtaken', version = version + 1, untold = 1, because = 'rule'
  WHERE state IN ('waiting', 'approved') AND rule NOT IN (SELECT id FROM approval_rules);
