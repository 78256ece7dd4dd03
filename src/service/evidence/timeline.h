/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happened when, on paper: how much of it over time, and what came after what. */

#pragma once

#include "service/evidence/tally.h"
#include "service/print/document.h"

G_BEGIN_DECLS

void reeve_evidence_add_plot (ReeveDocument *document,
                              const ReeveEvidenceMatter *matter,
                              ReeveEvidenceTally *tally);
/* The case's own steps among what the log has. */
void reeve_evidence_add_timeline (ReeveDocument *document,
                                  const ReeveEvidenceMatter *matter,
                                  ReeveEvidenceTally *tally);

G_END_DECLS
