-- SPDX-License-Identifier: GPL-3.0-or-later
-- Bulk jobs and their rows. `processed` is the number of the last row that was looked at: a chunk of rows, what it
-- changed and this number are committed together, so that nothing is done twice.

CREATE TABLE bulk_jobs (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  action TEXT,
  problem TEXT,
  total BIGINT NOT NULL,
  processed BIGINT NOT NULL,
  done BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  roles TEXT,
  message TEXT,
  expires BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT,
  started BIGINT NOT NULL,
  finished BIGINT NOT NULL,
  -- For the audit entries: where it was asked for.
  session TEXT,
  address TEXT,
  deleted BIGINT NOT NULL DEFAULT 0 -- hidden; its rows are on their way out
) WITHOUT ROWID;

CREATE TABLE bulk_job_rows (
  job TEXT NOT NULL REFERENCES bulk_jobs (id),
  number BIGINT NOT NULL,
  line BIGINT NOT NULL,
  email TEXT,
  display_name TEXT,
  roles TEXT,
  subject TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  message TEXT,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE INDEX bulk_job_rows_failed ON bulk_job_rows (job, number) WHERE state = 'failed';
CREATE INDEX bulk_job_rows_unchanged ON bulk_job_rows (job, number) WHERE state = 'unchanged';
