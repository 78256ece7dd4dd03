/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which pieces texts are made of, as a set of bits: a text that has a word has all of the word's pieces, so
 * that where one is missing nobody need look. A piece is three or five bytes of the folded text
 * (reeve_fold()), and has three bits, which others have, too: bits that are set promise nothing. Three
 * hexadecimal digits are no piece, since the ids of lines are made of them; and of an UUID, which is found
 * only whole or by its beginning, six pieces do.
 *
 * Pieces of three are those of a trigram index (R. Cox, Regular Expression Matching with a Trigram Index,
 * 2012), here without lists of where each stands; the set is a Bloom filter (B. Bloom, Communications of the
 * ACM 13, 1970) whose three bits come from two halves of one hash (A. Kirsch and M. Mitzenmacher, Less
 * Hashing, Same Performance, 2006). Where half of the bits are set, a piece that is in no text seems to be
 * there once in eight times, and a word of five letters, the three shorter pieces of which may well be in
 * other words, about once in 500 times.
 *
 * Days keep such bits: whoever changes what a piece is, or its bits, makes all of them anew, by a migration.
 */

#pragma once

#include "common/log-query-term.h"

G_BEGIN_DECLS

/* With the rows around them two fill a page of the database. */
#define REEVE_ACCESS_GRAM_BYTES 1968

/* How many bits were not set before. @text: (nullable): not folded */
guint reeve_access_grams_add (guint8 bits[REEVE_ACCESS_GRAM_BYTES], const char *text);
guint reeve_access_grams_count (const guint8 bits[REEVE_ACCESS_GRAM_BYTES]);

/* The bits that are set wherever a text matches @value. Empty: it is too short to tell. (transfer full)
 * (element-type guint32) */
GArray *reeve_access_grams_of (const ReeveLogValue *value);
gboolean reeve_access_grams_have (const guint8 bits[REEVE_ACCESS_GRAM_BYTES], const GArray *grams);

G_END_DECLS
