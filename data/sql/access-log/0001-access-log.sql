-- SPDX-License-Identifier: GPL-3.0-or-later
-- The access log of one workspace and UTC day. What repeats is written once and named by number.

CREATE TABLE words (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, -- route, agent, actor, session, outcome
  word TEXT NOT NULL,
  UNIQUE (kind, word)
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY, -- the time in microseconds, made unique
  duration_us BIGINT NOT NULL,
  actor BIGINT, -- a word: account and name as it was then, parted by U+001F
  session BIGINT,
  address BLOB, -- 4 or 16 bytes; text where it is no IP address
  agent BIGINT,
  route BIGINT NOT NULL, -- a word: method and path of the route
  object TEXT,
  status BIGINT NOT NULL,
  outcome BIGINT,
  bytes_out BIGINT NOT NULL
);
CREATE INDEX events_by_actor ON events (actor, id);
CREATE INDEX events_by_address ON events (address, id);
CREATE INDEX events_failed ON events (id) WHERE status >= 400;
