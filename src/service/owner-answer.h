/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the owner's door answers: "+TEXT", or "-CODE REASON: MESSAGE". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_OWNER_MOST_ANSWER 4096

char *reeve_owner_answer_print (const GError *error); /* (transfer full) */

/* (transfer full): the text. Errors: what is said; BUSY in_use: nothing that can be understood */
char *reeve_owner_answer_read (const char *answer, GError **error);

G_END_DECLS
