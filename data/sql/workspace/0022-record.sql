-- SPDX-License-Identifier: GPL-3.0-or-later
-- Audit entries become leaves of the record's tree, in this order, each with a salt of its own: without it nobody can try
-- what an entry said.

CREATE TABLE audit_numbers (
  number INTEGER PRIMARY KEY,
  entry TEXT NOT NULL UNIQUE REFERENCES audit (id) ON DELETE CASCADE,
  salt BLOB NOT NULL
);
INSERT INTO audit_numbers (entry, salt) SELECT id, randomblob (16) FROM audit ORDER BY id;

CREATE TRIGGER audit_is_numbered AFTER INSERT ON audit BEGIN
  INSERT INTO audit_numbers (number, entry, salt)
  VALUES ((SELECT COALESCE (max (number), 0) + 1 FROM audit_numbers), NEW.id, randomblob (16));
END;
