-- SPDX-License-Identifier: GPL-3.0-or-later
-- Secrets that people know, without the secrets, and what is found by person when somebody leaves.

CREATE TABLE rotations (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  place TEXT,
  every_days BIGINT NOT NULL,
  users TEXT,
  roles TEXT,
  last_rotated BIGINT NOT NULL,
  due BIGINT NOT NULL,
  due_reason TEXT,
  created BIGINT NOT NULL,
  reminded BIGINT NOT NULL DEFAULT 0, -- the due date that administrators were last written to about
  name_key TEXT NOT NULL UNIQUE -- as names are compared
);
CREATE INDEX rotations_by_due ON rotations (due, id);

CREATE INDEX invitations_open_by_sender ON invitations (created_by) WHERE state IN ('waiting', 'opened');
CREATE INDEX outbox_unsent_by_account ON outbox (account)
  WHERE account IS NOT NULL AND state IN ('waiting', 'failed', 'kept');
CREATE INDEX reviewed_rights_unsettled ON reviewed_rights (account) WHERE decision IN ('undecided', 'suspended');
CREATE INDEX links_live_by_subject ON links (subject) WHERE used = 0 AND ended = 0;
