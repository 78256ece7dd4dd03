/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whose account was locked in their absence is told so, and whom to ask: what was reported may be wrong, or
 * meant badly. Who reported it is not said, nor what. */

#pragma once

#include "common/case.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* A mail to each of @people (element-type ReeveCasePerson), who are of @self and locked. In the call's
 * transaction, with the directory begun. */
gboolean reeve_case_lock_letter_put (ReeveCall *call, ReeveCase *self, GPtrArray *people, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
