-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may vouch for a workspace's people (OpenID Connect), and what sessions that began so may enter: only workspaces that
-- trust the same provider. `issuer` and `client` of a session are empty where it began with a password.

CREATE TABLE identity_providers (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  workspace TEXT NOT NULL UNIQUE REFERENCES workspaces (id) ON DELETE CASCADE,
  enabled BIGINT NOT NULL,
  label TEXT NOT NULL,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret BLOB,
  domains TEXT NOT NULL,
  trusts_second_factor BIGINT NOT NULL,
  created BIGINT NOT NULL
) WITHOUT ROWID;

-- Of those that are enabled.
CREATE TABLE identity_provider_domains (
  domain TEXT NOT NULL,
  provider TEXT NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
  PRIMARY KEY (domain, provider)
) WITHOUT ROWID;
CREATE INDEX identity_provider_domains_by_provider ON identity_provider_domains (provider);

-- Tickets serve once.
CREATE TABLE used_tickets (
  hash BLOB PRIMARY KEY,
  expires BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX used_tickets_by_expiry ON used_tickets (expires);

ALTER TABLE sessions ADD COLUMN issuer TEXT;
ALTER TABLE sessions ADD COLUMN client TEXT;
-- 1: the provider's word stood for the second factor.
ALTER TABLE sessions ADD COLUMN provider_factor BIGINT NOT NULL DEFAULT 0;

ALTER TABLE challenges ADD COLUMN issuer TEXT;
ALTER TABLE challenges ADD COLUMN client TEXT;
