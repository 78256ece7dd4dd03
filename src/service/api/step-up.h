/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The fresh second-factor code that a dangerous call carries in the header Reeve-Code. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* Accepts @code of the caller's account once, in a transaction of its own on the directory: the code is used
 * up whatever becomes of the call, and a wrong one stays counted. Wrong codes count together with those at
 * sign-in. Call it before the handler, and after everything that can be judged without the code.
 * @code: (nullable): none came. Errors: SECOND_FACTOR (reasons "step_up": send one; "second_factor_missing":
 * the account has none; "code_wrong", "code_replayed", "clock_skew"), LOCKED (reason "cooling_off") */
gboolean reeve_step_up (ReeveCall *call, const char *code, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a code in the body, which is six digits: a recovery code does not do. @step: (out): the time
 * step that it was of */
gboolean reeve_step_up_digits (ReeveCall *call, const ReeveSecret *code, gint64 *step, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
