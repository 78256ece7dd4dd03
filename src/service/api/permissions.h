/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who may do what in which folder, and why; drafts of changes, tried and applied. */

#pragma once

#include "common/grant.h"
#include "common/permission-draft.h"
#include "common/permission-holder.h"
#include "common/permission-why.h"
#include "service/api/call.h"

G_BEGIN_DECLS

extern const char *const reeve_permission_reach_filters[]; /* "principalKind", "principal": both needed */

/* --- Looking (api/permissions.c) --- */

gboolean permissions_grants (ReeveCall *call, GError **error); /* that come to a folder, or are stopped */
gboolean permissions_list_grants (ReeveCall *call, GError **error);   /* all, or a principal's */
gboolean permissions_access (ReeveCall *call, GError **error);        /* who reaches a folder */
gboolean permissions_access_export (ReeveCall *call, GError **error); /* the same as CSV */
gboolean permissions_reach_export (ReeveCall *call, GError **error);  /* what a principal reaches, as CSV */
gboolean permissions_why (ReeveCall *call, GError **error);
gboolean permissions_matrix (ReeveCall *call, GError **error);

/* --- Changing (api/permission-drafts.c) --- */

gboolean permissions_plan (ReeveCall *call, GError **error);
/* CONFLICT (reasons "plan_changed": the hash is of other effects; "plan_sensitive": needs a code;
 * "cross_company") */
gboolean permissions_apply (ReeveCall *call, GError **error);
gboolean permissions_apply_sensitive (ReeveCall *call, GError **error);

/* What @changes would do. Errors: INVALID, CONFLICT, BUSY (transfer full) */
ReevePermissionPreview *reeve_permission_drafts_plan (ReeveCall *call, GPtrArray *changes, GError **error);
/* Whether none of them gives a contact more than they were asked for. Errors: INVALID (reason
 * "contact_verbs") */
gboolean reeve_permission_drafts_check_contacts (ReeveCall *call,
                                                 GPtrArray *changes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
