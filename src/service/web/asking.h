/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking for a link by mail without being signed in. Whether anybody has the address is found out after the
 * answer, on a thread that answers nobody; so neither the words nor their time tell. */

#pragma once

#include "service/store/accounts.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* A form for an address; shown once more, with what was given. */
void reeve_asking_add_form (ReeveVisit *visit, ReeveHtml *content, const char *button);
/* Leaves an errand and goes to @sent; *@left is FALSE where the form is to be shown once more. */
gboolean
reeve_asking_submit (ReeveVisit *visit, ReeveErrandFunc run, const char *sent, gboolean *left, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* For errands: the call in whose name they work. */
ReeveCall *reeve_asking_new_call (ReeveWeb *web, ReeveErrand *errand, const char *audit_action);
/* Credentials of an account that uses a workspace and is not locked for a breach. *@found is NULL for any
 * other; that is no error. */
gboolean reeve_asking_find_account (ReeveCall *call,
                                    const char *email,
                                    ReeveCredentials **found,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
