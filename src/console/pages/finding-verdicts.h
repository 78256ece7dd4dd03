/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was decided about findings: asked for, with a note where one is due, sent, told of, and taken back.
 * Of several it is one verdict, sent in one call; what is refused is told of at the end, and why. */

#pragma once

#include <adwaita.h>

#include "common/finding.h"
#include "console/client/site.h"
#include "console/lists/paged-list.h"

G_BEGIN_DECLS

typedef struct
{
  ReeveSite *site;
  ReevePagedList *list; /* is told what each has become */
  GPtrArray *findings;  /* of ReeveFinding */
  const char *state;    /* "acknowledged", "expected", "follow_up", "breach", "done" */
} ReeveFindingAsking;

/* Whether that may become of it now. */
gboolean reeve_finding_verdicts_allow (ReeveFinding *finding, const char *state);
/* Acknowledging is sent at once; anything else asks for a note first. Once all are sent, the action
 * "findings.decided" is activated on @toasts. */
void reeve_finding_verdicts_ask (AdwToastOverlay *toasts, const ReeveFindingAsking *asking);

G_END_DECLS
