-- SPDX-License-Identifier: GPL-3.0-or-later
-- Workspaces that an account may enter only once whoever holds its password has shown that its address is theirs
-- (store/confirmations.h): others may have seen to the one and not to the other.

ALTER TABLE memberships ADD COLUMN unconfirmed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts DROP COLUMN password_from;
