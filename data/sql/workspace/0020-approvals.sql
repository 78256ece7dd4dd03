-- SPDX-License-Identifier: GPL-3.0-or-later
-- Approvals: what demands one, and what was asked for. A request stays as long as the audit trail does.

CREATE TABLE approval_rules (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  folder TEXT REFERENCES folders (id) ON DELETE CASCADE,
  operation TEXT,
  approvers TEXT,
  hours BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT,
  CHECK ((folder IS NULL) <> (operation IS NULL))
) WITHOUT ROWID;
CREATE INDEX approval_rules_by_created ON approval_rules (created, id);
CREATE UNIQUE INDEX approval_rules_by_folder ON approval_rules (folder) WHERE folder IS NOT NULL;
CREATE UNIQUE INDEX approval_rules_by_operation ON approval_rules (operation) WHERE operation IS NOT NULL;

CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  rule TEXT NOT NULL, -- which may be gone
  kind TEXT NOT NULL,
  operation TEXT,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  body TEXT,
  hash TEXT NOT NULL,
  requester TEXT NOT NULL,
  requester_name TEXT,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  decided_by TEXT,
  decided_by_name TEXT,
  note TEXT,
  code_step BIGINT NOT NULL,
  evidence TEXT,
  used BIGINT NOT NULL,
  because TEXT,
  -- Ended by a trigger below: not in the trail yet, and nobody was told.
  untold INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX approvals_by_created ON approvals (created, id);
CREATE INDEX approvals_by_state ON approvals (state, created, id);
CREATE INDEX approvals_by_expiry ON approvals (expires, id) WHERE state IN ('waiting', 'approved');
CREATE INDEX approvals_by_requester ON approvals (requester, created, id);
CREATE INDEX approvals_by_rule ON approvals (rule, created, id);
CREATE INDEX approvals_untold ON approvals (id) WHERE untold <> 0;
CREATE UNIQUE INDEX approvals_waiting ON approvals (requester, hash, rule) WHERE state = 'waiting';

-- People are suspended, locked and put into the bin in many ways; whichever it is, what they asked for ends with it.
CREATE TRIGGER approvals_end_with_requester AFTER UPDATE OF state, lock, deleted ON users
WHEN NEW.state = 'suspended' OR NEW.lock = 'breach' OR NEW.deleted <> 0 BEGIN
  UPDATE approvals SET state = 'withdrawn', version = version + 1, untold = 1, because =
    CASE WHEN NEW.deleted <> 0 THEN 'left' WHEN NEW.lock = 'breach' THEN 'locked' ELSE 'suspended' END
  WHERE requester = NEW.id AND state IN ('waiting', 'approved');
END;
