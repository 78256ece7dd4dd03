/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can be done with a case besides instructing: each asks in a dialog that says what comes of it, is
 * done, and is told of in a toast. */

#pragma once

#include <gtk/gtk.h>

#include "common/case.h"
#include "console/client/site.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_CASE_VERB_DISMISS,
  REEVE_CASE_VERB_REOPEN,
  REEVE_CASE_VERB_CLOSE,
  REEVE_CASE_VERB_NOTIFY,
  REEVE_CASE_VERB_RESOLVE,
} ReeveCaseVerb;

/* @breach_case: as it is now */
typedef void (*ReeveCaseVerbDone) (ReeveCase *breach_case, gpointer user_data);

/* @done, @user_data: with @parent, while that lives */
void reeve_case_verb_ask (GtkWidget *parent,
                          ReeveSite *site,
                          ReeveCase *breach_case,
                          ReeveCaseVerb verb,
                          ReeveCaseVerbDone done);
/* Locks those of it who were reported and are not yet locked. @people: (nullable): their ids, as far as they
 * are known: what it would do is said of these */
void reeve_case_verb_contain (GtkWidget *parent,
                              ReeveSite *site,
                              ReeveCase *breach_case,
                              GStrv people,
                              ReeveCaseVerbDone done);

G_END_DECLS
