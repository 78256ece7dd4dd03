-- SPDX-License-Identifier: GPL-3.0-or-later
-- The directory: who exists, how they prove it, and which workspaces there are. Times are microseconds since 1970 UTC, 0 = not
-- set; keys of search and uniqueness are folded text.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  second_factor TEXT NOT NULL,
  last_sign_in BIGINT NOT NULL,
  last_sign_in_address TEXT,
  created BIGINT NOT NULL,
  password_hash TEXT,
  totp_sealed BLOB,
  totp_last_step BIGINT NOT NULL DEFAULT 0,
  enrolment_sealed BLOB,
  enrolment_expires BIGINT NOT NULL DEFAULT 0,
  breach_locked BIGINT NOT NULL DEFAULT 0,
  -- Grows with every change that workspaces show; what they have heard of is `mirrored`.
  mark BIGINT NOT NULL DEFAULT 0,
  mirrored BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX accounts_unmirrored ON accounts (id) WHERE mark <> mirrored;

CREATE TABLE recovery_codes (
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hash BLOB NOT NULL,
  used BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account, hash)
) WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device TEXT,
  address TEXT,
  created BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  thumbprint TEXT NOT NULL,
  stage TEXT NOT NULL,
  refresh_hash BLOB NOT NULL UNIQUE,
  last_code BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  ended BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account, ended, id);
CREATE INDEX sessions_by_device ON sessions (account, thumbprint);

-- Refresh tokens that were swapped: seeing one again means that it was copied.
CREATE TABLE swapped_tokens (
  hash BLOB PRIMARY KEY,
  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  swapped BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX swapped_tokens_by_session ON swapped_tokens (session, swapped);

-- Devices that completed a sign-in to an account keep their own counter of failures, also after their sessions are gone.
CREATE TABLE devices (
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  thumbprint TEXT NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (account, thumbprint)
) WITHOUT ROWID;

CREATE TABLE challenges (
  hash BLOB PRIMARY KEY,
  account TEXT NOT NULL,
  thumbprint TEXT NOT NULL,
  device TEXT,
  expires BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX challenges_by_expiry ON challenges (expires);

-- No reference to accounts: unknown addresses are counted alike.
CREATE TABLE failures (
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_failure BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  PRIMARY KEY (account, kind, source)
) WITHOUT ROWID;
CREATE INDEX failures_by_age ON failures (last_failure);

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  created BIGINT NOT NULL,
  data_key BLOB NOT NULL
) WITHOUT ROWID;

-- Derived from the workspaces' own users; brought up to date by intents.
CREATE TABLE memberships (
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  PRIMARY KEY (account, workspace)
) WITHOUT ROWID;
CREATE INDEX memberships_by_workspace ON memberships (workspace, account);

CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  status BIGINT NOT NULL,
  reply BLOB NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (caller, name)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (created);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  time BIGINT NOT NULL,
  actor TEXT,
  actor_name TEXT,
  session TEXT,
  address TEXT,
  action TEXT NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  object_name TEXT,
  before TEXT,
  after TEXT,
  reason TEXT,
  batch TEXT
) WITHOUT ROWID;
CREATE INDEX audit_by_object ON audit (object_type, object_id, id);
CREATE INDEX audit_by_batch ON audit (batch, id) WHERE batch IS NOT NULL;

CREATE TABLE probe (
  number BIGINT PRIMARY KEY,
  value BIGINT NOT NULL
) WITHOUT ROWID;
