-- SPDX-License-Identifier: GPL-3.0-or-later
-- Invitations. The links to them are in links, their mails in outbox.

CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  display_name TEXT,
  roles TEXT,
  message TEXT,
  state TEXT NOT NULL,
  expires BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT,
  created_by_name TEXT,
  sent_count BIGINT NOT NULL,
  last_sent BIGINT NOT NULL,
  account TEXT,
  mail TEXT,
  -- Folded: what ordering and search compare.
  name_key TEXT NOT NULL,
  email_key TEXT NOT NULL,
  search_key TEXT NOT NULL
);
CREATE INDEX invitations_by_created ON invitations (created, id);
CREATE INDEX invitations_by_email ON invitations (email_key, id);
CREATE INDEX invitations_by_name ON invitations (name_key, id);
CREATE INDEX invitations_by_expiry ON invitations (expires, id);
