-- SPDX-License-Identifier: GPL-3.0-or-later
-- The groups that everybody of an imported file is put into.

ALTER TABLE bulk_jobs ADD COLUMN groups TEXT;
