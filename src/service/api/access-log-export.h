/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access log as a file: all that a query finds, oldest first, however much it is, made while it is sent.
 * An export is of a snapshot: the same request for it answers the same bytes, and one that was cut off goes
 * on behind the last event that arrived. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

extern const char *const access_log_export_filters[];
extern const char *const access_log_manifest_filters[];

gboolean access_log_export (ReeveCall *call, GError **error);
gboolean access_log_manifest (ReeveCall *call, GError **error);

G_END_DECLS
