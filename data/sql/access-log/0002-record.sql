-- SPDX-License-Identifier: GPL-3.0-or-later
-- Events are leaves of the record's tree, come from elsewhere, too, and are found by whatever stands in them.

CREATE TABLE day (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL, -- 32 bytes: the leaves' salts are derived from it, and go with this file
  last_leaf BIGINT NOT NULL -- of the events here; -1: none is in the tree
);

ALTER TABLE words ADD COLUMN n BIGINT NOT NULL DEFAULT 0; -- events with it, since it is counted

ALTER TABLE events ADD COLUMN leaf BIGINT; -- NULL: from before there was a tree
ALTER TABLE events ADD COLUMN action BIGINT;
ALTER TABLE events ADD COLUMN result BIGINT NOT NULL DEFAULT 0; -- 0 ok, 1 failed, 2 refused, 3 error
ALTER TABLE events ADD COLUMN source BIGINT; -- NULL: Reeve itself
ALTER TABLE events ADD COLUMN source_id TEXT;
ALTER TABLE events ADD COLUMN name BIGINT; -- of the object, as it was then
ALTER TABLE events ADD COLUMN text TEXT;
UPDATE events SET result = CASE WHEN status < 400 THEN 0 WHEN status >= 500 THEN 3
  WHEN status IN (401, 403, 423, 429) THEN 2 ELSE 1 END;

-- Each entry of an index ends in the row's id anyway: named, it would stand there twice.
DROP INDEX events_failed;
DROP INDEX events_by_actor;
DROP INDEX events_by_address;
CREATE INDEX events_by_actor ON events (actor);
CREATE INDEX events_by_address ON events (address);
CREATE INDEX events_by_result ON events (result) WHERE result > 0;
CREATE INDEX events_by_session ON events (session) WHERE session IS NOT NULL;
CREATE INDEX events_by_object ON events (object) WHERE object IS NOT NULL;
CREATE INDEX events_by_action ON events (action) WHERE action IS NOT NULL;
CREATE UNIQUE INDEX events_by_source ON events (source, source_id) WHERE source_id IS NOT NULL;

-- How many, by hour, for what is asked of all events.
CREATE TABLE hours (
  hour BIGINT NOT NULL, -- since 1970
  action BIGINT NOT NULL, -- 0: none
  result BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (hour, action, result)
) WITHOUT ROWID;
INSERT INTO hours (hour, action, result, n)
  SELECT id / 3600000000, 0, result, count(*) FROM events GROUP BY id / 3600000000, result;
