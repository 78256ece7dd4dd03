-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the authenticator app was set up.

ALTER TABLE accounts ADD COLUMN second_factor_since BIGINT NOT NULL DEFAULT 0;
