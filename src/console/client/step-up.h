/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The calls of one client that the service wants a fresh second-factor code for. They wait here, one after
 * the other (a code serves once), while the person is asked; with the code each is sent again as it was. The
 * client puts calls in; a window shows the question. Main thread only. */

#pragma once

#include "console/client/transport.h"

G_BEGIN_DECLS

#define REEVE_TYPE_STEP_UP (reeve_step_up_get_type ())
G_DECLARE_FINAL_TYPE (ReeveStepUp, reeve_step_up, REEVE, STEP_UP, GObject)

/* Signals: "asked", with a gboolean for an answer: TRUE from the first who shows the question ends the
 * asking; "answered" (GError, nullable): what the service said to the code; NULL: the question is over. */

/* Sends @task's request once more. */
typedef void (*ReeveStepUpSend) (GTask *task, ReeveWireRequest *request);

ReeveStepUp *reeve_step_up_new (ReeveStepUpSend send);

/* What became of a call: TRUE if it waits for a code now, or for another one. Then @task is (transfer full);
 * otherwise it ends with @error. @error: (nullable): it went well */
gboolean reeve_step_up_take (ReeveStepUp *self, GTask *task, ReeveWireRequest *request, const GError *error);

gboolean reeve_step_up_is_asking (ReeveStepUp *self);
/* The person's answer to the question that is asked. */
void reeve_step_up_give (ReeveStepUp *self, ReeveSecret *code);
/* The person gives none: every call that waits ends as the service refused it; nothing has happened. */
void reeve_step_up_cancel (ReeveStepUp *self);

G_END_DECLS
