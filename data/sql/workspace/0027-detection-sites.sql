-- SPDX-License-Identifier: GPL-3.0-or-later
-- A workspace's own places, as the detections know them.

CREATE TABLE detection_sites (
  name TEXT PRIMARY KEY,
  networks TEXT NOT NULL, -- CIDR
  place TEXT -- latitude,longitude
);
