-- SPDX-License-Identifier: GPL-3.0-or-later
-- The review desk: what detections raised and what was made of it, the reviews of the access log, and who is told.

CREATE TABLE findings (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  rule TEXT NOT NULL,
  technique TEXT NOT NULL,
  severity TEXT NOT NULL,
  severity_rank BIGINT NOT NULL, -- as severities are sorted
  raised BIGINT NOT NULL,
  key TEXT NOT NULL,
  person TEXT,
  person_name TEXT,
  address TEXT,
  numbers TEXT,
  events TEXT,
  state TEXT NOT NULL,
  note TEXT,
  due BIGINT NOT NULL,
  mute TEXT, -- which may be gone
  decided BIGINT NOT NULL,
  decided_by TEXT,
  decided_by_name TEXT
);
-- Who goes through the same events again raises the same again.
CREATE UNIQUE INDEX findings_once ON findings (raised, rule, key);
CREATE INDEX findings_by_severity ON findings (severity_rank, id);
CREATE INDEX findings_by_raised ON findings (raised, id);
CREATE INDEX findings_by_state ON findings (state, severity_rank, id);
CREATE INDEX findings_by_rule ON findings (rule, severity_rank, id);
CREATE INDEX findings_undecided ON findings (severity_rank, id) WHERE state IN ('open', 'acknowledged');
CREATE INDEX findings_to_follow_up ON findings (due, id) WHERE state = 'follow_up';
CREATE INDEX findings_by_person ON findings (person, raised) WHERE person IS NOT NULL;
CREATE INDEX findings_by_address ON findings (address, raised) WHERE address IS NOT NULL;

CREATE TABLE mutes (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  rule TEXT,
  person TEXT,
  person_name TEXT,
  network TEXT,
  reason TEXT NOT NULL,
  owner TEXT NOT NULL,
  owner_name TEXT,
  ends BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT,
  created_by_name TEXT,
  count BIGINT NOT NULL,
  told BIGINT NOT NULL DEFAULT 0, -- the end that its owner was last written to about
  CHECK (rule IS NOT NULL OR person IS NOT NULL OR network IS NOT NULL)
);
CREATE INDEX mutes_by_end ON mutes (ends, id);

-- How far the detections have come, and what they know (service/detect/watch.h).
CREATE TABLE watch (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  leaf BIGINT NOT NULL, -- of the record's tree: those before it were looked at
  saved BIGINT NOT NULL,
  knowledge BLOB NOT NULL
);

ALTER TABLE policy ADD COLUMN log_review_weeks BIGINT NOT NULL DEFAULT 4;
ALTER TABLE policy ADD COLUMN log_review_signatures BIGINT NOT NULL DEFAULT 1;

CREATE TABLE log_reviews (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  due BIGINT NOT NULL,
  overdue BIGINT NOT NULL,
  assignee TEXT,
  assignee_name TEXT,
  state TEXT NOT NULL,
  note TEXT,
  signatures BIGINT NOT NULL,
  signed_at BIGINT NOT NULL,
  signed_by TEXT,
  signed_by_name TEXT,
  second_at BIGINT NOT NULL,
  second_by TEXT,
  second_by_name TEXT,
  events BIGINT NOT NULL,
  events_looked BIGINT NOT NULL,
  findings BIGINT NOT NULL,
  findings_decided BIGINT NOT NULL,
  reminded BIGINT NOT NULL DEFAULT 0, -- how urgent it was when somebody was last written to
  certificate_hash TEXT, -- SHA-256 of the next, in hexadecimal digits
  certificate TEXT -- canonical JSON of what was signed; NULL until it is
);
CREATE INDEX log_reviews_by_since ON log_reviews (since, id);

-- Which kinds of what happened somebody looked at, and how often it had happened by then.
CREATE TABLE log_looks (
  review TEXT NOT NULL REFERENCES log_reviews (id) ON DELETE CASCADE,
  action TEXT NOT NULL, -- '': events that have none
  result TEXT NOT NULL,
  events BIGINT NOT NULL,
  looked_at BIGINT NOT NULL,
  looked_by TEXT NOT NULL,
  looked_by_name TEXT,
  PRIMARY KEY (review, action, result)
) WITHOUT ROWID;

CREATE TABLE notification_rules (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE, -- as names are compared
  channel TEXT NOT NULL,
  severity TEXT NOT NULL,
  rules TEXT,
  users TEXT,
  roles TEXT,
  uri TEXT,
  paused BIGINT NOT NULL,
  sealed BLOB, -- a webhook's secret
  owner TEXT,
  owner_name TEXT,
  created BIGINT NOT NULL,
  failing_since BIGINT NOT NULL,
  last_sent BIGINT NOT NULL,
  last_answer TEXT
);

-- What is to be told, or was: a body once, whoever it goes to.
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL REFERENCES notification_rules (id) ON DELETE CASCADE,
  finding TEXT, -- which may be gone; NULL: a test
  body TEXT NOT NULL,
  state TEXT NOT NULL, -- waiting, sent, given_up
  tries BIGINT NOT NULL,
  due BIGINT NOT NULL, -- of what waits: not before; else when that was
  created BIGINT NOT NULL
);
CREATE INDEX deliveries_due ON deliveries (due, id) WHERE state = 'waiting';
CREATE INDEX deliveries_by_rule ON deliveries (rule, created);
