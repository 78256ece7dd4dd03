-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which session was used in which workspace, and where it may not be used any more (store/session-uses.h).

CREATE TABLE session_uses (
  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  first_used BIGINT NOT NULL, -- 0: never, only barred
  last_used BIGINT NOT NULL,
  address TEXT,
  barred BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (session, workspace)
) WITHOUT ROWID;
CREATE INDEX session_uses_by_last_used ON session_uses (workspace, last_used, session) WHERE barred = 0;

-- When the person first used the workspace; 0: not yet. Who was a member before this was noted counts as having done so.
ALTER TABLE memberships ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;
UPDATE memberships SET joined = 1;
