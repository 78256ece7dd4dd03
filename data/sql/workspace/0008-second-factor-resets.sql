-- SPDX-License-Identifier: GPL-3.0-or-later
-- Resets of people's second factors, those that wait for another administrator among them.

CREATE TABLE second_factor_resets (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  account TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  reason TEXT NOT NULL,
  proofing TEXT NOT NULL,
  proofing_note TEXT,
  state TEXT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  expires BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  decided_by TEXT,
  decided_by_name TEXT
);
CREATE INDEX second_factor_resets_by_created ON second_factor_resets (created, id);
CREATE UNIQUE INDEX second_factor_resets_waiting ON second_factor_resets (account) WHERE state = 'waiting';
