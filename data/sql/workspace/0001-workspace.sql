-- SPDX-License-Identifier: GPL-3.0-or-later
-- One workspace. Times are microseconds since 1970 UTC, 0 = not set.

CREATE TABLE users (
  number INTEGER PRIMARY KEY, -- what users_grams and user_roles point at; never leaves the database
  id TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL,
  state TEXT NOT NULL,
  lock TEXT NOT NULL,
  lock_ends BIGINT NOT NULL,
  second_factor TEXT NOT NULL,
  has_password INTEGER NOT NULL,
  last_sign_in BIGINT NOT NULL,
  last_sign_in_address TEXT,
  created BIGINT NOT NULL,
  deleted BIGINT NOT NULL,
  -- Folded: what ordering and search compare. An address stays reserved while its user is in the bin.
  name_key TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  search_key TEXT NOT NULL
);

-- One walk per way to sort, ties by id; the bin is small and sorted on the spot.
CREATE INDEX users_by_name ON users (name_key, id) WHERE deleted = 0;
CREATE INDEX users_by_email ON users (email_key, id) WHERE deleted = 0;
CREATE INDEX users_by_second_factor ON users (second_factor, id) WHERE deleted = 0;
CREATE INDEX users_by_state ON users (state, id) WHERE deleted = 0;
CREATE INDEX users_by_last_sign_in ON users (last_sign_in, id) WHERE deleted = 0;
CREATE INDEX users_by_created ON users (created, id) WHERE deleted = 0;
CREATE INDEX users_locked ON users (lock) WHERE deleted = 0 AND lock <> 'none';
CREATE INDEX users_deleted ON users (deleted) WHERE deleted <> 0;

CREATE TABLE user_roles (
  role TEXT NOT NULL,
  number BIGINT NOT NULL REFERENCES users (number) ON DELETE CASCADE,
  PRIMARY KEY (role, number)
) WITHOUT ROWID;
CREATE INDEX user_roles_by_user ON user_roles (number);

-- Every run of one, two and three characters in a user's search key, each once: finds text anywhere in a word, however
-- short. Without positions; who finds more than was meant looks at search_key.
CREATE VIRTUAL TABLE users_grams USING fts5 (
  grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
);

-- Exact numbers of users that are not in the bin, by what the list counts.
CREATE TABLE user_counts (
  name TEXT PRIMARY KEY,
  n BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER users_counted_in AFTER INSERT ON users WHEN NEW.deleted = 0 BEGIN
  INSERT INTO user_counts (name, n)
    VALUES ('', 1), ('state ' || NEW.state, 1), ('secondFactor ' || NEW.second_factor, 1),
           ('signedIn ' || CASE NEW.last_sign_in WHEN 0 THEN 'never' ELSE 'once' END, 1)
    ON CONFLICT (name) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER users_counted_out AFTER DELETE ON users WHEN OLD.deleted = 0 BEGIN
  UPDATE user_counts SET n = n - 1
    WHERE name IN ('', 'state ' || OLD.state, 'secondFactor ' || OLD.second_factor,
                   'signedIn ' || CASE OLD.last_sign_in WHEN 0 THEN 'never' ELSE 'once' END);
END;
CREATE TRIGGER users_counted_again AFTER UPDATE OF deleted, state, second_factor, last_sign_in ON users
  WHEN (OLD.deleted = 0) <> (NEW.deleted = 0) OR OLD.state <> NEW.state OR OLD.second_factor <> NEW.second_factor
    OR (OLD.last_sign_in = 0) <> (NEW.last_sign_in = 0)
BEGIN
  UPDATE user_counts SET n = n - 1
    WHERE OLD.deleted = 0
      AND name IN ('', 'state ' || OLD.state, 'secondFactor ' || OLD.second_factor,
                   'signedIn ' || CASE OLD.last_sign_in WHEN 0 THEN 'never' ELSE 'once' END);
  INSERT INTO user_counts (name, n)
    SELECT v.column1, 1
      FROM (VALUES (''), ('state ' || NEW.state), ('secondFactor ' || NEW.second_factor),
                   ('signedIn ' || CASE NEW.last_sign_in WHEN 0 THEN 'never' ELSE 'once' END)) AS v
      WHERE NEW.deleted = 0
    ON CONFLICT (name) DO UPDATE SET n = n + 1;
END;

-- What the directory has yet to hear of (store/intents.h).
CREATE TABLE intents (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  created BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  status BIGINT NOT NULL,
  reply BLOB NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (caller, name)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (created);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  time BIGINT NOT NULL,
  actor TEXT,
  actor_name TEXT,
  session TEXT,
  address TEXT,
  action TEXT NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  object_name TEXT,
  before TEXT,
  after TEXT,
  reason TEXT,
  batch TEXT
) WITHOUT ROWID;
CREATE INDEX audit_by_object ON audit (object_type, object_id, id);
CREATE INDEX audit_by_batch ON audit (batch, id) WHERE batch IS NOT NULL;

CREATE TABLE probe (
  number BIGINT PRIMARY KEY,
  value BIGINT NOT NULL
) WITHOUT ROWID;
