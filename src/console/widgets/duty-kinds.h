/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of duty-words.c: what each kind of duty is called, and where it leads to. Its own only. */

#pragma once

#include "common/duty.h"
#include "console/widgets/word-table.h"

G_BEGIN_DECLS

/* All words are marked for translation, not translated. */
typedef struct
{
  const char *kind;
  const char *icon;
  gboolean ends;  /* at its date something ends; else something is to be done by then */
  gboolean never; /* it may not be put off */

  /* The title: the first of these that is set, and fits. */
  char *(*make_title) (ReeveDuty *duty);
  const char *title;
  const char *named;               /* of one that has a name, "%s" */
  ReevePlural counted;             /* of so many, "%s" */
  char *(*name) (ReeveDuty *duty); /* (nullable): else the subject, safe within a sentence */

  /* What there is to say besides. Both nullable */
  char *(*make_line) (ReeveDuty *duty, gint64 now);
  const char *line;

  const char *open; /* what activating it does, read aloud */
  const char *action;

  /* The action's target: the page, one filter of its list, and another one that is the subject's id where
   * there is one; or what a function makes. All nullable */
  GVariant *(*make_target) (ReeveDuty *duty, gint64 now);
  const char *page;
  const char *filter;
  const char *value;
  const char *subject;
} ReeveDutyKind;

const ReeveDutyKind *reeve_duty_kind_find (ReeveDuty *duty); /* (nullable): of a newer service */
/* "12", as people write it; the same with a "+" of what is too many. (transfer full) */
char *reeve_duty_kind_count (ReeveDuty *duty);

G_END_DECLS
