-- SPDX-License-Identifier: GPL-3.0-or-later
-- What group_reach_by_name is to names, for every other order of a list: what a group administrator's list walks, as everybody's
-- walks the index of its sort. Who is in a group or below it, without the bin.

CREATE TABLE group_people (
  grp BIGINT NOT NULL,
  number BIGINT NOT NULL,
  sort_id TEXT NOT NULL,
  sort_email TEXT NOT NULL,
  sort_factor TEXT NOT NULL,
  sort_state TEXT NOT NULL,
  sort_sign_in BIGINT NOT NULL,
  sort_created BIGINT NOT NULL,
  PRIMARY KEY (grp, number)
) WITHOUT ROWID;

INSERT INTO group_people (grp, number, sort_id, sort_email, sort_factor, sort_state, sort_sign_in, sort_created)
  SELECT r.grp, u.number, u.id, u.email_key, u.second_factor, u.state, u.last_sign_in, u.created
    FROM group_reach AS r CROSS JOIN users AS u WHERE u.number = r.number AND u.deleted = 0;

CREATE INDEX group_people_by_email ON group_people (grp, sort_email, sort_id);
CREATE INDEX group_people_by_factor ON group_people (grp, sort_factor, sort_id);
CREATE INDEX group_people_by_state ON group_people (grp, sort_state, sort_id);
CREATE INDEX group_people_by_sign_in ON group_people (grp, sort_sign_in, sort_id);
CREATE INDEX group_people_by_created ON group_people (grp, sort_created, sort_id);

CREATE TRIGGER group_reach_listed_in AFTER INSERT ON group_reach BEGIN
  INSERT INTO group_people (grp, number, sort_id, sort_email, sort_factor, sort_state, sort_sign_in, sort_created)
    SELECT NEW.grp, u.number, u.id, u.email_key, u.second_factor, u.state, u.last_sign_in, u.created
      FROM users AS u WHERE u.number = NEW.number AND u.deleted = 0;
END;
CREATE TRIGGER group_reach_listed_out AFTER DELETE ON group_reach BEGIN
  DELETE FROM group_people WHERE grp = OLD.grp AND number = OLD.number;
END;
CREATE TRIGGER users_listed_in_groups AFTER UPDATE OF deleted ON users
  WHEN (OLD.deleted = 0) <> (NEW.deleted = 0)
BEGIN
  DELETE FROM group_people
    WHERE number = NEW.number AND grp IN (SELECT grp FROM group_reach WHERE number = NEW.number);
  INSERT INTO group_people (grp, number, sort_id, sort_email, sort_factor, sort_state, sort_sign_in, sort_created)
    SELECT grp, NEW.number, NEW.id, NEW.email_key, NEW.second_factor, NEW.state, NEW.last_sign_in, NEW.created
      FROM group_reach WHERE number = NEW.number AND NEW.deleted = 0;
END;
-- One a column: an index is written anew wherever its column is set, be the value the same or not. Of those in the bin none is found.
CREATE TRIGGER users_email_in_groups AFTER UPDATE OF email_key ON users WHEN OLD.email_key <> NEW.email_key
BEGIN
  UPDATE group_people SET sort_email = NEW.email_key
    WHERE number = NEW.number AND grp IN (SELECT grp FROM group_reach WHERE number = NEW.number);
END;
CREATE TRIGGER users_factor_in_groups AFTER UPDATE OF second_factor ON users WHEN OLD.second_factor <> NEW.second_factor
BEGIN
  UPDATE group_people SET sort_factor = NEW.second_factor
    WHERE number = NEW.number AND grp IN (SELECT grp FROM group_reach WHERE number = NEW.number);
END;
CREATE TRIGGER users_state_in_groups AFTER UPDATE OF state ON users WHEN OLD.state <> NEW.state
BEGIN
  UPDATE group_people SET sort_state = NEW.state
    WHERE number = NEW.number AND grp IN (SELECT grp FROM group_reach WHERE number = NEW.number);
END;
CREATE TRIGGER users_sign_in_in_groups AFTER UPDATE OF last_sign_in ON users WHEN OLD.last_sign_in <> NEW.last_sign_in
BEGIN
  UPDATE group_people SET sort_sign_in = NEW.last_sign_in
    WHERE number = NEW.number AND grp IN (SELECT grp FROM group_reach WHERE number = NEW.number);
END;
