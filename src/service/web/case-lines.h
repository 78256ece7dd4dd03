/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A case as a page tells it: what happened, and what became of whom, a sentence each. */

#pragma once

#include "common/case.h"
#include "service/mail/words.h"

G_BEGIN_DECLS

/* "2026-11-24 06:20 UTC". (transfer full) */
char *reeve_case_lines_time (gint64 time);
/* @told: (nullable): what the page says already. (transfer full) (nullable): nothing that a page tells */
char *reeve_case_lines_entry (const ReeveWords *words, const ReeveCaseEntry *entry, const char *told);
/* What was decided on them, by whom, when and why, or how far it is. (transfer full) */
char *reeve_case_lines_person (const ReeveWords *words, const ReeveCasePerson *person);

G_END_DECLS
