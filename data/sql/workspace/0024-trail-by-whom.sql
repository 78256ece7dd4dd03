-- SPDX-License-Identifier: GPL-3.0-or-later
-- The trail is asked by whom and by which session: of millions of entries only theirs are read.

CREATE INDEX audit_by_actor ON audit (actor, id) WHERE actor IS NOT NULL;
CREATE INDEX audit_by_session ON audit (session, id) WHERE session IS NOT NULL;
