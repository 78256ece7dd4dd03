/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Answering somebody of support who asks to be let in: letting them in, for as long as they asked or less, or
 * saying why not. */

#pragma once

#include <adwaita.h>

#include "common/support-grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_ANSWER_DIALOG (reeve_support_answer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportAnswerDialog,
                      reeve_support_answer_dialog,
                      REEVE,
                      SUPPORT_ANSWER_DIALOG,
                      AdwDialog)

/* Signal: "answered" (ReeveSupportGrant: as it is now). */
AdwDialog *reeve_support_answer_dialog_new (ReeveSite *site, ReeveSupportGrant *grant, gboolean refuse);

G_END_DECLS
