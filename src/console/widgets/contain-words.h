/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is said before, while and after accounts are locked for a breach. Pure; read by somebody who may have
 * a customer on the phone. All (transfer full) unless said. */

#pragma once

#include "common/case.h"
#include "console/client/whom.h"

G_BEGIN_DECLS

/* One thing that comes of it, or is to be known of it. */
typedef struct
{
  const char *icon; /* static */
  char *title;
  char *subtitle; /* (nullable) */
} ReeveContainLine;

void reeve_contain_line_free (ReeveContainLine *self);

char *reeve_contain_words_whom (const ReeveWhom *whom); /* to choose from: "Everybody in Northlab" */
/* @effects: (nullable): not known yet */
char *reeve_contain_words_question (const ReeveWhom *whom, const ReeveCaseEffects *effects);
char *reeve_contain_words_meaning (const ReeveWhom *whom, const ReeveCaseEffects *effects);
char *reeve_contain_words_button (const ReeveWhom *whom, const ReeveCaseEffects *effects);

/* Of ReeveContainLine: who is left out, and what is out of the ordinary, which is read first; then what ends.
 */
GPtrArray *reeve_contain_words_exceptions (const ReeveWhom *whom, const ReeveCaseEffects *effects);
GPtrArray *reeve_contain_words_ends (const ReeveWhom *whom, const ReeveCaseEffects *effects);

/* Nobody can be locked: why. NULL: somebody can. @support: the caller is of support */
char *reeve_contain_words_obstacle (const ReeveWhom *whom, const ReeveCaseEffects *effects, gboolean support);

/* It was not done: what is the matter, and what helps. @doubt: nobody knows what became of it */
char *reeve_contain_words_failure (const GError *error);
char *reeve_contain_words_help (const GError *error, gboolean doubt);

char *reeve_contain_words_done (const ReeveWhom *whom, ReeveCase *done);

G_END_DECLS
