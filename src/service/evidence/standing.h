/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How people stood at some moments: roles, groups, grants and second factor, put together from the audit
 * trail, which says of every change what was before and after. What is not in it, and is as of now, is marked
 * so. A line of JSON for each person and moment, some at a time: a case may be about ten thousand people. */

#pragma once

#include "service/evidence/matter.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveEvidenceStanding ReeveEvidenceStanding;

/* Both are borrowed. The moments are, as far as they are known, `since`, the report, and when the pack is
 * made. */
ReeveEvidenceStanding *
reeve_evidence_standing_new (ReeveInstallation *installation, const ReeveEvidenceMatter *matter);
void reeve_evidence_standing_free (ReeveEvidenceStanding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveEvidenceStanding, reeve_evidence_standing_free)

/* Appends the next lines, until @interval microseconds are over. Begins transactions of its own. Errors:
 * NOT_FOUND (no such workspace), BUSY, INTERNAL. */
gboolean reeve_evidence_standing_write (ReeveEvidenceStanding *self,
                                        GString *lines,
                                        gint64 interval,
                                        gint64 deadline,
                                        gboolean *done,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
