-- SPDX-License-Identifier: GPL-3.0-or-later
-- From when on a second factor is demanded of whoever holds a role ("member": of everybody), and who has been
-- reminded of it, with how many days to go.

CREATE TABLE second_factor_demand_set (
  id TEXT NOT NULL PRIMARY KEY CHECK (id = 'second-factor-demands'),
  version BIGINT NOT NULL,
  changed BIGINT NOT NULL
);
INSERT INTO second_factor_demand_set (id, version, changed) VALUES ('second-factor-demands', 1, 0);

CREATE TABLE second_factor_demands (
  role TEXT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL
);

CREATE TABLE second_factor_reminders (
  account TEXT NOT NULL,
  since BIGINT NOT NULL,
  days BIGINT NOT NULL,
  PRIMARY KEY (account, since, days)
);
