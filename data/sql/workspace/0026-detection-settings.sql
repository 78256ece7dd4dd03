-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which detections are off, and which of their numbers a workspace set to others than the usual ones.

CREATE TABLE detection_settings (
  id TEXT PRIMARY KEY CHECK (id = 'detection-settings'),
  version BIGINT NOT NULL,
  switched_off TEXT, -- rules
  numbers TEXT, -- RULE/NAME=VALUE
  changed BIGINT NOT NULL
);
INSERT INTO detection_settings (id, version, changed) VALUES ('detection-settings', 1, 0);
