/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Text search for users: every run of one to three characters of a folded text is a token of an index without
 * positions. Pure text work, and the one part of users' SQL that PostgreSQL would say otherwise. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *reeve_user_search_grams (const char *search_key); /* (transfer full): what the index takes in */
/* The words of a query, folded, each once, at most eight of them. NULL when there is none. (transfer full) */
GStrv reeve_user_search_words (const char *text);
/* A match expression that finds every user with these words, and few others. (transfer full) */
char *reeve_user_search_match (const char *const *words);
/* TRUE if the match of this one word finds exactly the users with it. */
gboolean reeve_user_search_is_exact (const char *word);
/* For LIKE with ESCAPE '\': "%wor\%d%". (transfer full) */
char *reeve_user_search_pattern (const char *word);

G_END_DECLS
