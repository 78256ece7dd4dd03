/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One case: what was reported, what was done at once, who is waited for, and what happened; and what can be
 * done with it now. */

#pragma once

#include <adwaita.h>

#include "common/case.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CASE_DETAIL (reeve_case_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCaseDetail, reeve_case_detail, REEVE, CASE_DETAIL, AdwBin)

/* Signal "renewed" (ReeveCase): what was done here has made of it. */
/* @site, @breach_case: (nullable): none is chosen. The same case again is brought up to date. */
void reeve_case_detail_show (ReeveCaseDetail *self, ReeveSite *site, ReeveCase *breach_case);
ReeveCase *reeve_case_detail_get_case (ReeveCaseDetail *self); /* (transfer none) (nullable) */
void reeve_case_detail_focus_note (ReeveCaseDetail *self);
gboolean reeve_case_detail_has_draft (ReeveCaseDetail *self);

G_END_DECLS
