-- SPDX-License-Identifier: GPL-3.0-or-later
-- Support grants: access of support people, tied to a ticket, approved by the customer, limited in time.
-- From here on the role support-agent gives nothing by itself: whoever held it before this had standing access, and
-- has none any more until they have asked for a grant and somebody has approved it.

CREATE TABLE support_grants (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  number BIGINT NOT NULL UNIQUE, -- as people call it
  agent TEXT NOT NULL,
  agent_name TEXT,
  ticket TEXT NOT NULL,
  reason TEXT NOT NULL,
  capabilities TEXT NOT NULL,
  folders TEXT,
  minutes BIGINT NOT NULL,
  breach_case TEXT,
  state TEXT NOT NULL,
  asked BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  answered_by TEXT,
  answered_by_name TEXT,
  note TEXT,
  ends BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  ended_by TEXT,
  ended_by_name TEXT,
  because TEXT,
  reads BIGINT NOT NULL,
  -- The clock that nobody sets, when it was approved: a wall clock that is set back makes no grant longer.
  steady BIGINT NOT NULL DEFAULT 0,
  -- Ended by a trigger below, or in passing: not in the trail yet, and nobody was told.
  untold INTEGER NOT NULL DEFAULT 0,
  -- What was done under it is all in the log, and `reads` is what it came to.
  counted INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX support_grants_by_asked ON support_grants (asked, id);
CREATE INDEX support_grants_by_agent ON support_grants (agent, asked, id);
CREATE INDEX support_grants_untold ON support_grants (id) WHERE untold <> 0;
CREATE INDEX support_grants_uncounted ON support_grants (id) WHERE answered <> 0 AND state = 'ended' AND counted = 0;
-- One of each: what is done belongs to one grant, and one ticket.
CREATE UNIQUE INDEX support_grants_waiting ON support_grants (agent) WHERE state = 'waiting';
CREATE UNIQUE INDEX support_grants_active ON support_grants (agent) WHERE state = 'active';
CREATE INDEX support_grants_by_case ON support_grants (breach_case)
  WHERE breach_case IS NOT NULL AND state IN ('waiting', 'active');

-- People are suspended, locked, put into the bin and lose roles in many ways; whichever it is, their grants end with it.
CREATE TRIGGER support_grants_end_with_agent AFTER UPDATE OF state, lock, deleted, roles ON users
WHEN NEW.state = 'suspended' OR NEW.lock = 'breach' OR NEW.deleted <> 0 OR
  instr (char (31) || NEW.roles || char (31), char (31) || 'support-agent' || char (31)) = 0 BEGIN
  UPDATE support_grants SET state = 'ended', version = version + 1, untold = 1, because =
    CASE WHEN NEW.deleted <> 0 THEN 'left' WHEN NEW.lock = 'breach' THEN 'locked'
         WHEN NEW.state = 'suspended' THEN 'suspended' ELSE 'role' END
  WHERE agent = NEW.id AND state IN ('waiting', 'active');
END;

-- What was asked for because of a case is over with the case.
CREATE TRIGGER support_grants_end_with_case AFTER UPDATE OF state ON cases
WHEN NEW.state = 'closed' AND OLD.state <> 'closed' BEGIN
  UPDATE support_grants SET state = 'ended', version = version + 1, untold = 1, because = 'case',
    ended_by = NEW.closed_by, ended_by_name = NEW.closed_by_name
  WHERE breach_case = NEW.id AND state IN ('waiting', 'active');
END;
