/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The evidence of a case, into a file: where to, a fresh code, and then, while it comes, a toast that says
 * how far it is and offers to stop. */

#pragma once

#include <gtk/gtk.h>

#include "common/case.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* Whoever takes it takes what the log, the sessions and the permissions have of these people. @site:
 * (nullable): nobody */
gboolean reeve_case_evidence_may (ReeveSite *site);
/* @parent: in a toast overlay. One at a time for each @parent. */
void reeve_case_evidence_save (GtkWidget *parent, ReeveSite *site, ReeveCase *breach_case);

G_END_DECLS
