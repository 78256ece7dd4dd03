-- SPDX-License-Identifier: GPL-3.0-or-later
-- The notice to the customer of a case, and what is written down after it.

ALTER TABLE cases ADD COLUMN notice_due BIGINT NOT NULL DEFAULT 0; -- 0: cases from before there were notices
ALTER TABLE cases ADD COLUMN notice_sent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN resolved BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN resolved_by TEXT;
ALTER TABLE cases ADD COLUMN resolved_by_name TEXT;
ALTER TABLE cases ADD COLUMN categories TEXT;
ALTER TABLE cases ADD COLUMN affected BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN records BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN consequences TEXT;
ALTER TABLE cases ADD COLUMN contact TEXT;
ALTER TABLE cases ADD COLUMN authority_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN reviewed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN reviewed_by TEXT;
ALTER TABLE cases ADD COLUMN reviewed_by_name TEXT;
-- The clock that nobody sets, when the time for the notice began: a wall clock that is set back delays none.
ALTER TABLE cases ADD COLUMN steady BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_notice_due ON cases (notice_due) WHERE notice_due <> 0 AND notice_sent = 0 AND resolved = 0;

CREATE TABLE case_settings (
  id TEXT PRIMARY KEY CHECK (id = 'case-settings'),
  version BIGINT NOT NULL,
  notice_minutes BIGINT NOT NULL,
  notice_subject TEXT, -- NULL: the usual one, in the reader's language
  notice_text TEXT,
  notice_to TEXT, -- addresses
  changed BIGINT NOT NULL
);
INSERT INTO case_settings (id, version, notice_minutes, changed) VALUES ('case-settings', 1, 60, 0);

-- Deliveries tell of more than findings.
ALTER TABLE deliveries RENAME COLUMN finding TO about;
ALTER TABLE deliveries ADD COLUMN kind TEXT NOT NULL DEFAULT 'finding'; -- finding, case, test
UPDATE deliveries SET kind = 'test' WHERE about IS NULL;
