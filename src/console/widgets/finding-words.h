/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Findings and mutes in words: what a detection means and what to look at, its numbers, who and where. Pure.
 * What is not known, of a newer service, is shown as it came. */

#pragma once

#include "common/finding.h"
#include "common/mute.h"

G_BEGIN_DECLS

/* All detections that have words, up to a NULL: in the order of their titles. (transfer none) */
const char *const *reeve_finding_words_rules (void);
const char *reeve_finding_words_rule (const char *rule);    /* "Password guessing" */
const char *reeve_finding_words_meaning (const char *rule); /* (nullable): a sentence */
const char *reeve_finding_words_check (const char *rule);   /* (nullable): what to look at: a sentence */

const char *reeve_finding_words_severity (const char *severity);      /* "Critical" */
const char *reeve_finding_words_severity_icon (const char *severity); /* (nullable) */
const char *reeve_finding_words_severity_tone (const char *severity); /* style class of a pill */
const char *reeve_finding_words_state (const char *state);            /* "To follow up" */
const char *reeve_finding_words_state_icon (const char *state);       /* (nullable) */
const char *reeve_finding_words_state_tone (const char *state);

/* All transfer full. */
char *reeve_finding_words_numbers (
  ReeveFinding *finding); /* (nullable): "27 wrong passwords within 1 h (from 20 on)" */
char *reeve_finding_words_span (ReeveFinding *finding); /* (nullable): "64 events in 41 min" */
char *reeve_finding_words_who (ReeveFinding *finding);  /* (nullable): the person, else what it is about */
char *reeve_finding_words_line (ReeveFinding *finding, gint64 now); /* numbers, who, from where, when */
char *reeve_finding_words_spoken (ReeveFinding *finding, gint64 now);
char *reeve_finding_words_decided (ReeveFinding *finding); /* (nullable): who said so, and when */
char *reeve_finding_words_link (const char *technique);    /* (nullable): the page about it */
/* A query of the access log for the very events. (nullable): it names none */
char *reeve_finding_words_query (ReeveFinding *finding);

char *reeve_finding_words_mute (ReeveMute *mute); /* what it covers: "Password guessing, from 192.0.2.0/24" */
char *reeve_finding_words_mute_line (ReeveMute *mute, gint64 now); /* owner, reason, end, count */

G_END_DECLS
