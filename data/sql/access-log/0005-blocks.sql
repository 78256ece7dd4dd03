-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the texts of other systems' lines are made of, for blocks of lines that follow each other: a word is
-- looked for only where it may be. Reeve's own events have no such texts. Lines that are there already get
-- their blocks step by step, once somebody looks for a word in them (service/store/access-blocks.h).

CREATE TABLE blocks (
  first INTEGER PRIMARY KEY, -- ids from here on, to where the next one begins; of the first block 0
  last BIGINT NOT NULL, -- id of the last line
  n BIGINT NOT NULL, -- lines
  bits BLOB NOT NULL -- service/store/access-grams.h
);

ALTER TABLE day ADD COLUMN in_blocks BIGINT NOT NULL DEFAULT 0; -- lines of ids before this one are in blocks

UPDATE day SET in_blocks = 9223372036854775807 WHERE NOT EXISTS (SELECT 1 FROM events WHERE source IS NOT NULL);
