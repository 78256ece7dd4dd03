/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Locking accounts for a breach, as the person of the site may: who reports, by "cases", support by
 * "containments". One object is one wish: however often it is asked for after answers that never came, it is
 * done once. Main thread only. */

#pragma once

#include "common/case.h"
#include "console/client/site.h"
#include "console/client/whom.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONTAINMENT (reeve_containment_get_type ())
G_DECLARE_FINAL_TYPE (ReeveContainment, reeve_containment, REEVE, CONTAINMENT, GObject)

/* May they lock somebody at all? Of support only with a ticket, which @ticket (out, nullable) says. */
gboolean reeve_containment_is_allowed (ReeveSite *site, gboolean *ticket);

ReeveContainment *reeve_containment_new (ReeveSite *site, ReeveWhom *whom);
ReeveWhom *reeve_containment_get_whom (ReeveContainment *self); /* (transfer none) */

/* What it would do. Whom it then locks is whom this finds, so that nobody is locked who was not shown.
 * Errors: INVALID (member "/people", "too_many") of more than a case takes; as the service says. Finish:
 * (transfer full). */
void reeve_containment_preview_async (ReeveContainment *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ReeveCaseEffects *
reeve_containment_preview_finish (ReeveContainment *self, GAsyncResult *result, GError **error);

/* Whom it locks is known: of accounts at once, of others after the preview. */
gboolean reeve_containment_is_ready (ReeveContainment *self);

/* Locks them; @report (without its people) says what is known. While the last answer did not come, the same
 * is sent again and @report is not looked at. Finish: the case (transfer full); CONFLICT (reason
 * "not_contained"): they are reported already, in a case that the caller may not contain. */
void reeve_containment_lock_async (ReeveContainment *self,
                                   ReeveCaseReport *report,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
ReeveCase *reeve_containment_lock_finish (ReeveContainment *self, GAsyncResult *result, GError **error);
/* An answer that does not tell whether it was done. */
gboolean reeve_containment_leaves_doubt (const GError *error);
/* It was sent, and nobody knows what became of it. */
gboolean reeve_containment_is_in_doubt (ReeveContainment *self);

G_END_DECLS
