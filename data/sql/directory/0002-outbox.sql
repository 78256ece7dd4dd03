-- SPDX-License-Identifier: GPL-3.0-or-later
-- Mails, written in the transaction of the change that they tell of. Rows with rowids: their bodies are long.

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  recipient_name TEXT,
  account TEXT,
  language TEXT,
  subject TEXT NOT NULL,
  text TEXT,
  html TEXT,
  link TEXT,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_try BIGINT NOT NULL,
  error TEXT,
  created BIGINT NOT NULL,
  sent BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (next_try, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_state ON outbox (state, id);
CREATE INDEX outbox_by_age ON outbox (created);
CREATE INDEX outbox_with_text ON outbox (created) WHERE text IS NOT NULL AND state <> 'waiting';
