/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom a case waits for: who was asked for the instruction, how often, and whether it arrived. It is there
 * while the case waits. */

#pragma once

#include <adwaita.h>

#include "common/case.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CASE_ASKED (reeve_case_asked_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCaseAsked, reeve_case_asked, REEVE, CASE_ASKED, AdwPreferencesGroup)

/* @breach_case: (nullable): nothing; @entries: (nullable): of ReevePagedItem with what happened in it; @may:
 * whoever looks may give the instruction themselves */
void reeve_case_asked_show (ReeveCaseAsked *self, ReeveCase *breach_case, GListModel *entries, gboolean may);

G_END_DECLS
