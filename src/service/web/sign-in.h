/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in in a browser, to see and end one's sessions. The session is bound to a secret in a cookie of the
 * browser, as a console's is to its device key, has no tokens, and shows nothing after an hour. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

#define REEVE_WEB_SESSION_LIFE G_TIME_SPAN_HOUR

gboolean sign_in_show (ReeveVisit *visit, GError **error);
gboolean sign_in_submit (ReeveVisit *visit, GError **error);

/* Whose browser it is, as the caller of @visit's call; *@found is FALSE when nobody is signed in, which is no
 * error. */
gboolean reeve_visit_find_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The same, and also of a session that may do nothing but enrol: for the one page that does that. */
gboolean reeve_visit_find_any_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
void reeve_visit_sign_out (ReeveVisit *visit); /* in the browser; the session itself is another matter */

G_END_DECLS
