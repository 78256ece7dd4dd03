-- SPDX-License-Identifier: GPL-3.0-or-later
-- Custom roles. The built-in ones are in no table: users.roles and user_roles name them, and these by id.

CREATE TABLE roles (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  capabilities TEXT NOT NULL,
  created BIGINT NOT NULL,
  name_key TEXT NOT NULL UNIQUE -- as names are compared
) WITHOUT ROWID;
