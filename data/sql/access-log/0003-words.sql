-- SPDX-License-Identifier: GPL-3.0-or-later
-- Addresses, and objects' ids that are no UUIDs, are words like all that repeats: found by a number that is
-- short in every index, counted, and looked at once however many events there are.

INSERT INTO words (kind, word, n)
  SELECT 'address', address, count(*) FROM events WHERE address IS NOT NULL GROUP BY address;
INSERT INTO words (kind, word, n)
  SELECT 'object', object, count(*) FROM events WHERE typeof(object) = 'text' GROUP BY object;

CREATE TABLE events_by_number (
  id INTEGER PRIMARY KEY, -- the time in microseconds, made unique
  duration_us BIGINT NOT NULL,
  status BIGINT NOT NULL,
  bytes_out BIGINT NOT NULL,
  result BIGINT NOT NULL, -- 0 ok, 1 failed, 2 refused, 3 error
  leaf BIGINT, -- NULL: from before there was a tree
  actor BIGINT, -- a word: account and name as it was then, parted by U+001F
  session BIGINT,
  address BIGINT, -- a word: 4 or 16 bytes; text where it is no IP address
  agent BIGINT,
  route BIGINT NOT NULL, -- a word: method and path of the route
  object BLOB, -- a UUID's 16 bytes, or the number of a word
  outcome BIGINT,
  action BIGINT,
  name BIGINT, -- of the object, as it was then
  source BIGINT, -- NULL: Reeve itself
  source_id TEXT,
  text TEXT
);
INSERT INTO events_by_number
  SELECT id, duration_us, status, bytes_out, result, leaf, actor, session,
    (SELECT number FROM words WHERE kind = 'address' AND word = e.address), agent, route,
    CASE typeof(object) WHEN 'text' THEN (SELECT number FROM words WHERE kind = 'object' AND word = e.object)
      ELSE object END,
    outcome, action, name, source, source_id, text
  FROM events AS e ORDER BY id;
DROP TABLE events;
ALTER TABLE events_by_number RENAME TO events;

-- Each entry of an index ends in the row's id anyway.
CREATE INDEX events_by_actor ON events (actor) WHERE actor IS NOT NULL;
CREATE INDEX events_by_session ON events (session) WHERE session IS NOT NULL;
CREATE INDEX events_by_address ON events (address) WHERE address IS NOT NULL;
CREATE INDEX events_by_agent ON events (agent) WHERE agent IS NOT NULL;
CREATE INDEX events_by_object ON events (object) WHERE object IS NOT NULL;
CREATE INDEX events_by_outcome ON events (outcome) WHERE outcome IS NOT NULL;
CREATE INDEX events_by_action ON events (action) WHERE action IS NOT NULL;
CREATE INDEX events_by_name ON events (name) WHERE name IS NOT NULL;
CREATE INDEX events_by_source ON events (source) WHERE source IS NOT NULL;
CREATE INDEX events_by_result ON events (result) WHERE result > 0;
CREATE UNIQUE INDEX events_once ON events (source, source_id) WHERE source_id IS NOT NULL;
-- What of somebody's, and of an address's, went wrong: for counting it beside the rest.
CREATE INDEX events_bad_by_actor ON events (actor, result) WHERE result > 0 AND actor IS NOT NULL;
CREATE INDEX events_bad_by_address ON events (address, result) WHERE result > 0 AND address IS NOT NULL;
