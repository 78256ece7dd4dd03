-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the workspace demands of its people: one row, which is always there.

CREATE TABLE policy (
  id TEXT NOT NULL PRIMARY KEY CHECK (id = 'policy'),
  version BIGINT NOT NULL,
  password_profile TEXT NOT NULL,
  password_min_length BIGINT NOT NULL,
  changed BIGINT NOT NULL
);
INSERT INTO policy (id, version, password_profile, password_min_length, changed)
VALUES ('policy', 1, 'default', 12, 0);
