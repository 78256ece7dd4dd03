/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rotations: which secrets people know, and when each is to be changed. */

#pragma once

#include "common/user.h"
#include "service/api/call.h"

G_BEGIN_DECLS

gboolean rotations_list (ReeveCall *call, GError **error);
gboolean rotations_create (ReeveCall *call, GError **error);
gboolean rotations_get (ReeveCall *call, GError **error);
gboolean rotations_save (ReeveCall *call, GError **error);
gboolean rotations_delete (ReeveCall *call, GError **error);
gboolean rotations_rotated (ReeveCall *call, GError **error);
gboolean rotations_history (ReeveCall *call, GError **error);

/* Whatever @user knew is due now, because they left. */
gboolean reeve_rotations_raise (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
