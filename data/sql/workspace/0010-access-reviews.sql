-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who holds which role, and whether somebody still stands by it (store/access-reviews.h).

ALTER TABLE policy ADD COLUMN access_review_days BIGINT NOT NULL DEFAULT 90;
ALTER TABLE policy ADD COLUMN access_review_grace_days BIGINT NOT NULL DEFAULT 14;

CREATE TABLE access_reviews (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  opened BIGINT NOT NULL,
  due BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  reminded BIGINT NOT NULL DEFAULT 0 -- how many reminders went out
) WITHOUT ROWID;
CREATE UNIQUE INDEX access_reviews_open ON access_reviews (state) WHERE state = 'open';

CREATE TABLE reviewed_rights (
  id TEXT PRIMARY KEY,
  review TEXT NOT NULL REFERENCES access_reviews (id) ON DELETE CASCADE,
  account TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  role_name TEXT, -- NULL: a built-in one
  decision TEXT NOT NULL,
  decided BIGINT NOT NULL,
  decided_by TEXT,
  decided_by_name TEXT,
  reason TEXT,
  name_key TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reviewed_rights_by_name ON reviewed_rights (review, name_key, id);
CREATE INDEX reviewed_rights_by_decision ON reviewed_rights (review, decision);
