/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an approval is about, as a group of rows: each change of a draft, or a request with all that it says.
 * Nothing is left out. Names that it needs are asked for, and come when they are here. */

#pragma once

#include <adwaita.h>

#include "common/approval.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_APPROVAL_MATTER (reeve_approval_matter_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApprovalMatter, reeve_approval_matter, REEVE, APPROVAL_MATTER, AdwPreferencesGroup)

void reeve_approval_matter_show (ReeveApprovalMatter *self, ReeveSite *site, ReeveApproval *approval);

G_END_DECLS
