/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a person reads about a record that is not what it was. Pure. */

#pragma once

#include "console/client/witness-memory.h"

G_BEGIN_DECLS

const char *reeve_record_words_short (ReeveEvidence *evidence); /* one sentence: what is wrong */
const char *reeve_record_words_long (ReeveEvidence *evidence);  /* what that says, and what it does not */
/* Since when this device has seen it, and whether it is another one than that of before. @memory: (nullable).
 * (transfer full) */
char *reeve_record_words_seen (ReeveWitnessMemory *memory);

G_END_DECLS
