/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A call is held by a rule: what is approved already goes through by itself; of the rest the person is asked
 * whether, and why, somebody else shall approve it. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_ASK_DIALOG (reeve_approval_ask_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalAskDialog,
                      reeve_approval_ask_dialog,
                      REEVE,
                      APPROVAL_ASK_DIALOG,
                      AdwDialog)

/* Sees to the call at the head of the approval hold of @site's client (client/approval-hold.h). */
void reeve_approval_ask_begin (ReeveSite *site, GtkWidget *parent);

G_END_DECLS
