/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A notice as somebody wrote it, with the facts of a case to come: "{name}" stands for a fact, "{{" and "}}"
 * for the brackets themselves. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_NOTICE_CASE,      /* {case}: its number */
  REEVE_NOTICE_WORKSPACE, /* {workspace}: its name */
  REEVE_NOTICE_NATURE,    /* {nature}: a sentence */
  REEVE_NOTICE_PEOPLE,    /* {people}: the first one's name, and how many more */
  REEVE_NOTICE_REPORTED,  /* {reported}: when */
  REEVE_NOTICE_SINCE,     /* {since}: since when, as far as anybody knows */
  REEVE_NOTICE_NOTICED,   /* {noticed}: in the words of whoever reported it */
  REEVE_NOTICE_DONE,      /* {done}: a sentence */
  REEVE_N_NOTICE_FACTS
} ReeveNoticeFact;

extern const char *const reeve_notice_facts[]; /* their names, in the order above */

/* The first thing in brackets that is no fact's name, or a bracket that has no other. (transfer full)
 * (nullable): there is none */
char *reeve_notice_template_find_unknown (const char *text);

/* @text with @facts in their places; what is unknown stays as it is. @facts:
 * one for each name, none of them NULL. (transfer full) */
char *reeve_notice_template_fill (const char *text, const char *const facts[REEVE_N_NOTICE_FACTS]);

G_END_DECLS
