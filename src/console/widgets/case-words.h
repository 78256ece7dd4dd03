/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Cases of the breach desk in words. Whoever reads them may be on the phone with whom they are about: they
 * are short. Pure, tested without a display. */

#pragma once

#include "common/case.h"

G_BEGIN_DECLS

const char *reeve_case_words_state (const char *state);      /* "Waits for instruction" */
const char *reeve_case_words_state_icon (const char *state); /* (nullable): no such one */
const char *reeve_case_words_state_tone (const char *state); /* style class of a pill */
const char *reeve_case_words_nature (const char *nature);
const char *reeve_case_words_source (const char *source);          /* who reports, where they have no name */
const char *reeve_case_words_decision (const char *decision);      /* "Release" */
const char *reeve_case_words_decision_line (const char *decision); /* what it does */

/* Of a case. (transfer full) */
char *reeve_case_words_title (ReeveCase *self);  /* "Case 114" */
char *reeve_case_words_people (ReeveCase *self); /* "Bo Lind and 11 others", safe within a sentence */
char *reeve_case_words_line (ReeveCase *self, gint64 now); /* of a list: who waits for what, how long */
char *reeve_case_words_spoken (ReeveCase *self, gint64 now);
char *reeve_case_words_reporter (ReeveCase *self);
char *reeve_case_words_notice (ReeveCase *self, gint64 now); /* whether the customer was told, or by when */

/* (transfer full) (nullable): nobody has decided yet */
char *reeve_case_words_decided (ReeveCasePerson *person);

/* What happened, as a sentence. @next: (nullable): what stands below it, since it was done with it: what an
 * instruction was, that says. (transfer full) */
char *reeve_case_words_entry (ReeveCaseEntry *entry, ReeveCaseEntry *next);
/* Whether a mail has arrived. (nullable): none was written */
const char *reeve_case_words_arrival (const char *mail_state);

G_END_DECLS
