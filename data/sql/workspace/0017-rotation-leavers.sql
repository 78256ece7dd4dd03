-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who left, by name, where English words said it ("Ada left; Bo left; …"): each reader's own language does. As in
-- every list, 31 stands between two of them.

ALTER TABLE rotations ADD COLUMN leavers TEXT;
ALTER TABLE rotations ADD COLUMN more_leavers BIGINT NOT NULL DEFAULT 0;
UPDATE rotations SET more_leavers = 1, due_reason = substr(due_reason, 1, length(due_reason) - 3)
  WHERE due_reason LIKE '%; …';
UPDATE rotations SET
  leavers = (SELECT group_concat(value, char(31)) FROM (SELECT value FROM json_each('[' ||
    replace(json_quote(substr(due_reason, 1, length(due_reason) - 5)), ' left; ', '","') || ']') LIMIT 10)),
  more_leavers = max(more_leavers, due_reason LIKE '%' || replace(hex(zeroblob(10)), '00', ' left;%'))
  WHERE due_reason IS NOT NULL;
ALTER TABLE rotations DROP COLUMN due_reason;
