-- SPDX-License-Identifier: GPL-3.0-or-later
-- The tree of one workspace's record: nothing but hashes, so that it outlives what was hashed.

CREATE TABLE tiles (
  id INTEGER PRIMARY KEY, -- level << 48 | number
  hashes BLOB NOT NULL -- up to 256, of 32 bytes
);

CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size BIGINT NOT NULL, -- leaves
  time BIGINT NOT NULL, -- when the last of them came
  audited BIGINT NOT NULL, -- number of the last audit entry among them
  checkpoint TEXT NOT NULL -- of this size
);

CREATE TABLE audit_leaves (
  leaf INTEGER PRIMARY KEY,
  entry TEXT NOT NULL UNIQUE -- id
);
