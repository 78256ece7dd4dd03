/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Deciding about rights of an access review: with a reason where one is asked for, told with a way back where
 * there is one, and with why where something is refused. */

#pragma once

#include <adwaita.h>

#include "common/access-review.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* Everything that a decision is about. */
typedef struct
{
  ReeveSite *site;
  const char *review;
  GPtrArray *rights;  /* of ReeveReviewedRight, up to REEVE_REVIEW_MAX_DECISIONS */
  const char *action; /* "keep" or "drop" */
} ReeveReviewAsking;

/* Sends it at once. The toast comes up in @toasts; the action "reviews.reload" of it is called. */
void
reeve_review_decisions_send (AdwToastOverlay *toasts, const ReeveReviewAsking *asking, const char *reason);
/* Asks for a reason first. */
void reeve_review_decisions_ask (AdwToastOverlay *toasts, const ReeveReviewAsking *asking);

G_END_DECLS
