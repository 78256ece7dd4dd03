-- SPDX-License-Identifier: GPL-3.0-or-later
-- 1: whoever the provider may vouch for enters the workspace through it alone.

ALTER TABLE identity_providers ADD COLUMN required BIGINT NOT NULL DEFAULT 0;
