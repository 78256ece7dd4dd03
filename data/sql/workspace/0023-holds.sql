-- SPDX-License-Identifier: GPL-3.0-or-later
-- How long the access log is kept, and what of it stays when its day leaves.

ALTER TABLE policy ADD COLUMN access_log_days BIGINT NOT NULL DEFAULT 30;

CREATE TABLE holds (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  since BIGINT NOT NULL, -- of the events
  until BIGINT NOT NULL, -- the first moment after
  account TEXT, -- whom they are of or about; NULL: of everybody
  account_name TEXT,
  reason TEXT NOT NULL,
  ticket TEXT,
  ends BIGINT NOT NULL, -- the hold itself
  created BIGINT NOT NULL,
  created_by TEXT,
  created_by_name TEXT
);
CREATE INDEX holds_by_created ON holds (created, id);
