-- SPDX-License-Identifier: GPL-3.0-or-later
-- As whom a provider knows the person of a session: a workspace lets in whom it has heard of itself. Sessions of before do not
-- say whose they are, and end; so do sign-ins that wait for a code.

ALTER TABLE sessions ADD COLUMN subject TEXT;
ALTER TABLE challenges ADD COLUMN subject TEXT;
UPDATE sessions SET ended = last_seen WHERE issuer IS NOT NULL AND ended = 0;
DELETE FROM challenges WHERE issuer IS NOT NULL;
