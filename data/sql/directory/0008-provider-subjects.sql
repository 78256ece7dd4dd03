-- SPDX-License-Identifier: GPL-3.0-or-later
-- As whom a workspace's provider knows its people: an address can be given to somebody else there, a subject cannot.

CREATE TABLE provider_subjects (
  provider TEXT NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  PRIMARY KEY (provider, account)
) WITHOUT ROWID;
CREATE INDEX provider_subjects_by_account ON provider_subjects (account);
