/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a verdict about findings takes besides: a word about why, and of a follow-up the day. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @note: (nullable). @due: 0: it takes none. @data: (transfer full) */
typedef void (*ReeveFindingGiven) (const char *note, gint64 due, gpointer data);

/* @state: "expected", "follow_up", "breach", "done". @note: (nullable): what is there to begin with. @data:
 * (transfer full): for @given, or freed where the form is closed */
void reeve_finding_form_show (GtkWidget *parent,
                              const char *state,
                              const char *note,
                              ReeveFindingGiven given,
                              gpointer data,
                              GDestroyNotify free_data);

G_END_DECLS
