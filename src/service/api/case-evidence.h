/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The evidence of a case, handed out (service/evidence/pack.h). */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* The days before anything may have happened that are in it, for comparison. */
#define REEVE_CASE_EVIDENCE_DAYS 7

gboolean case_evidence (ReeveCall *call, GError **error);

G_END_DECLS
