/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One support grant: who, what for, what it lets them do, and what was done; with what can be done about it
 * now. Its buttons activate "support.approve" and "support.refuse" with its id, and the window's
 * "end-support". */

#pragma once

#include <adwaita.h>

#include "common/support-grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_DETAIL (reeve_support_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportDetail, reeve_support_detail, REEVE, SUPPORT_DETAIL, AdwBin)

/* @grant: (nullable): none is chosen */
void reeve_support_detail_show (ReeveSupportDetail *self, ReeveSite *site, ReeveSupportGrant *grant);
ReeveSupportGrant *reeve_support_detail_get_grant (ReeveSupportDetail *self); /* (transfer none) (nullable) */

G_END_DECLS
