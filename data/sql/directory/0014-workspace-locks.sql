-- SPDX-License-Identifier: GPL-3.0-or-later
-- A workspace locks its own door to an account that others use, too: since when; 0: it is open.

ALTER TABLE memberships ADD COLUMN breach_locked BIGINT NOT NULL DEFAULT 0;
