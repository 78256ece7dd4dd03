/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* When: a histogram to brush, and below it two fields that say and take the same times, in the words of the
 * query language. Signals: "wanted" (int64, int64): from, and before when; REEVE_LOG_BEGINNING and
 * REEVE_LOG_END where there is no bound. "retry": the bars that could not be had, once more. */

#pragma once

#include <adwaita.h>

#include "common/access-line.h"
#include "common/log-query-time.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_TIMES (reeve_log_times_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogTimes, reeve_log_times, REEVE, LOG_TIMES, AdwBin)

void reeve_log_times_show (ReeveLogTimes *self, const ReeveAccessHistogram *histogram); /* (nullable) */
/* Adds to what is shown what was counted before its counted_from. */
void reeve_log_times_show_older (ReeveLogTimes *self, const ReeveAccessHistogram *older);
/* In the place of the bars, until there are others: that they are not known, and why. @retry: with a button
 * for signal "retry" */
void reeve_log_times_show_unknown (ReeveLogTimes *self, const GError *error, gboolean retry);
/* One more, now. @result: as the wire calls it */
void reeve_log_times_add (ReeveLogTimes *self, gint64 time, const char *result);
void reeve_log_times_select (ReeveLogTimes *self, gint64 from, gint64 to);
/* What is to be asked for so that a selection can be seen, and what is around it. FALSE: all there is. */
gboolean reeve_log_times_get_window (ReeveLogTimes *self, gint64 *from, gint64 *to);
/* How many days the log is kept; 0: not known. */
gint64 reeve_log_times_get_kept_days (ReeveLogTimes *self);

G_END_DECLS
