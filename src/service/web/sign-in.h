/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in in a browser. The session is bound to a secret in a cookie of the browser, as a console's is to
 * its device key, and has no tokens. One that is for seeing and ending one's sessions shows nothing after an
 * hour. Other pages have one of their own, which no other page sees: it ends with what the page is for, and
 * shows nothing after ten minutes. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

#define REEVE_WEB_SESSION_LIFE  G_TIME_SPAN_HOUR
#define REEVE_PAGE_SESSION_LIFE (10 * G_TIME_SPAN_MINUTE)

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

/* The same of the session that is this page's own. */
gboolean
reeve_visit_find_own_caller (ReeveVisit *visit, gboolean *found, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends it, of whom the last one found. */
gboolean reeve_visit_leave (ReeveVisit *visit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
