/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The words a person reads for an error: from its code and reason, translated, saying what to do next. Pure.
 */

#pragma once

#include <gtk/gtk.h>

#include "common/error.h"
#include "common/password-policy.h"

G_BEGIN_DECLS

char *reeve_wording_title (const GError *error); /* (transfer full): "The service cannot be reached" */
char *
reeve_wording_advice (const GError *error); /* (transfer full): what to do; incident id where there is one */
char *reeve_wording_member (const ReeveBadMember *member); /* (transfer full): "Not an e-mail address" */
char *reeve_wording_at (const GError *error,
                        const char *pointer); /* (transfer full) (nullable): what is wrong there */
char *reeve_wording_password_rule (const ReevePasswordPolicy *policy,
                                   const char *rule); /* (transfer full): "At least 12 characters" */
gboolean reeve_wording_knows (const char *reason);    /* has words of its own, for tests */

/* Says @text once through the accessibility tree (results, saves, undo, timers). */
void reeve_announce (GtkWidget *widget, const char *text);

G_END_DECLS
