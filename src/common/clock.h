/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Time, identifiers and randomness come from here, so that tests can hold them still. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 reeve_clock_now (void); /* microseconds since 1970 UTC */
/* Microseconds since the machine was started, its sleep included: no one sets it. */
gint64 reeve_clock_steady (void);
void reeve_clock_set_for_tests (gint64 now_or_zero);      /* 0: the system's clock again */
void reeve_clock_advance_for_tests (gint64 microseconds); /* time goes by, on both clocks */

char *reeve_id_new (void); /* (transfer full): UUIDv7 (RFC 9562), monotonic within the process */
gboolean reeve_id_is_valid (const char *id); /* lower-case UUID text form */

#define REEVE_SECOND G_TIME_SPAN_SECOND
#define REEVE_MINUTE G_TIME_SPAN_MINUTE
#define REEVE_HOUR   G_TIME_SPAN_HOUR
#define REEVE_DAY    G_TIME_SPAN_DAY

G_END_DECLS
