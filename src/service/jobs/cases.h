/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happens in open cases by itself: a day until which accounts were to stay locked comes, and the case
 * waits again; nobody answers, and those who were asked are reminded; a mail does not arrive, or reminding
 * helps nothing, and everybody who may release accounts is asked. Nothing is ever unlocked by it.
 *
 * It goes by what the case's entries say, so that a restart neither forgets nor repeats. Times are those of
 * the wall clock: one that jumps ahead reminds early, once; one that jumps back reminds late. */

#pragma once

#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* Unanswered for so long, they are reminded; then every day. */
#define REEVE_CASE_REMIND       (4 * G_TIME_SPAN_HOUR)
#define REEVE_CASE_REMIND_AGAIN G_TIME_SPAN_DAY

gboolean reeve_cases_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
