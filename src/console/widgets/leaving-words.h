/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What goes when somebody leaves, and which secrets are to be changed then, in words. Pure. */

#pragma once

#include "common/leaving.h"
#include "common/rotation.h"

G_BEGIN_DECLS

char *reeve_leaving_words_item (ReeveLeavingItem *item);  /* (transfer full): "3 signed-in devices" */
char *reeve_leaving_words_names (ReeveLeavingItem *item); /* (transfer full) (nullable): none are told */
/* (transfer full): one after the other. @roles: roles, built-in ones said in words */
char *reeve_leaving_words_join (GStrv names, gboolean roles);
const char *reeve_leaving_words_icon (const char *kind);
gboolean reeve_leaving_words_remains (const char *kind); /* it comes, and somebody has to do it */

/* "Overdue": it was to be changed before @now. */
gboolean reeve_rotation_words_is_due (ReeveRotation *rotation, gint64 now);
/* (transfer full): why and since when, or until when; where it is kept; a line each */
char *reeve_rotation_words_line (ReeveRotation *rotation, gint64 now);
/* (transfer full): "Due since 3 d", "In 12 days" */
char *reeve_rotation_words_pill (ReeveRotation *rotation, gint64 now);

G_END_DECLS
