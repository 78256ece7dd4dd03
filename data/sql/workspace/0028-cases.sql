-- SPDX-License-Identifier: GPL-3.0-or-later
-- The breach desk: cases, their people, and what happened in them.

CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  number BIGINT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  nature TEXT NOT NULL,
  source TEXT NOT NULL,
  noticed TEXT,
  since BIGINT NOT NULL,
  ticket TEXT,
  finding TEXT, -- which may be gone
  reported BIGINT NOT NULL,
  reported_by TEXT,
  reported_by_name TEXT,
  contained BIGINT NOT NULL,
  contained_by TEXT,
  contained_by_name TEXT,
  asked BIGINT NOT NULL,
  people BIGINT NOT NULL,
  locked BIGINT NOT NULL,
  waiting BIGINT NOT NULL,
  person TEXT,
  person_name TEXT,
  hold TEXT, -- which may be over
  closed BIGINT NOT NULL,
  closed_by TEXT,
  closed_by_name TEXT,
  cause TEXT,
  measures TEXT
);
CREATE INDEX cases_open ON cases (number, id) WHERE state <> 'closed';
CREATE INDEX cases_by_state ON cases (state, number, id);

-- They outlive the user: a case is evidence.
CREATE TABLE case_people (
  breach_case TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  state TEXT NOT NULL,
  wide INTEGER NOT NULL,
  last INTEGER NOT NULL,
  sessions BIGINT NOT NULL,
  decision TEXT,
  reason TEXT,
  keep_until BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  decided_by TEXT,
  decided_by_name TEXT,
  ended BIGINT NOT NULL,
  PRIMARY KEY (breach_case, id)
) WITHOUT ROWID;
-- Nobody is in two cases that are not over for them.
CREATE UNIQUE INDEX case_people_open ON case_people (id)
  WHERE state IN ('reported', 'contained', 'awaiting', 'instructed');
CREATE INDEX case_people_by_name ON case_people (breach_case, name, id);
CREATE INDEX case_people_by_person ON case_people (id, breach_case);
CREATE INDEX case_people_kept ON case_people (keep_until) WHERE state = 'instructed' AND keep_until <> 0;

CREATE TABLE case_entries (
  id TEXT PRIMARY KEY,
  breach_case TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  time BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT,
  actor_name TEXT,
  person TEXT,
  person_name TEXT,
  text TEXT,
  count BIGINT NOT NULL,
  mail TEXT,
  mail_state TEXT
);
CREATE INDEX case_entries_by_case ON case_entries (breach_case, time, id);
CREATE INDEX case_entries_by_mail ON case_entries (mail) WHERE mail IS NOT NULL;

-- How a mail fared outlives its row in the outbox.
CREATE TRIGGER case_entries_mail_settled AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state BEGIN
  UPDATE case_entries SET mail_state = NEW.state WHERE mail = NEW.id;
END;
