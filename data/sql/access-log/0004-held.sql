-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a hold keeps of a day that left stands in a file of its own, with its salts: the secret that they were
-- derived from would bring back those of the others.

CREATE TABLE salts (
  id INTEGER PRIMARY KEY, -- of the event
  salt BLOB NOT NULL -- 32 bytes
);

ALTER TABLE day ADD COLUMN held TEXT; -- by which holds all that is here is kept; NULL: nobody looked, or more came
