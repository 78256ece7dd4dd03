-- SPDX-License-Identifier: GPL-3.0-or-later
-- The workspace whose administrators brought an account's password with them, until its owner sets another by mail: whoever made the
-- table may know it.

ALTER TABLE accounts ADD COLUMN password_from TEXT;
