-- SPDX-License-Identifier: GPL-3.0-or-later
-- Links that were sent to people, by the hash of their secret. One is live while neither used nor ended; rows go with
-- their expiry.

CREATE TABLE links (
  hash BLOB PRIMARY KEY,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL DEFAULT 0,
  ended BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE UNIQUE INDEX links_live ON links (purpose, subject) WHERE used = 0 AND ended = 0;
CREATE INDEX links_by_expiry ON links (expires);
