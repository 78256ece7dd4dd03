-- SPDX-License-Identifier: GPL-3.0-or-later
-- The way back to an account without which nobody administers the workspace: two people of support, a contact
-- whom they know, and a day.

CREATE TABLE recoveries (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  breach_case TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  person TEXT NOT NULL,
  person_name TEXT,
  state TEXT NOT NULL, -- asked, waiting, done, stopped
  ticket TEXT NOT NULL,
  contact TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_by_name TEXT,
  confirmed BIGINT NOT NULL,
  confirmed_by TEXT,
  confirmed_by_name TEXT,
  confirmed_contact TEXT,
  due BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  ended_by TEXT,
  ended_by_name TEXT,
  -- The clock that nobody sets, when the day began: a wall clock that is set ahead shortens none.
  steady BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE UNIQUE INDEX recoveries_open ON recoveries (person) WHERE state IN ('asked', 'waiting');
CREATE INDEX recoveries_by_asked ON recoveries (asked, id);
