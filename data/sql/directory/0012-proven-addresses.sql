-- SPDX-License-Identifier: GPL-3.0-or-later
-- When whoever holds an account's password, or was vouched for, followed a link that only its mailbox saw
-- (store/confirmations.h); NULL: never.
--
-- Of accounts that are there already nobody knows: those with a password or a second factor count as proven since they
-- were made, so that nobody who signs in today is kept from anything tomorrow.

ALTER TABLE accounts ADD COLUMN address_proven BIGINT;
UPDATE accounts SET address_proven = created WHERE password_hash IS NOT NULL OR totp_sealed IS NOT NULL;
