/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Grams: "ada" gives a, d, ad, da, ada. The index splits at ASCII punctuation, so punctuation goes in as one
 * character that does not; what that finds too much is sorted out by looking at the search key. */

#include "config.h"

#include "service/store/user-search.h"

#include <string.h>

#include "common/encoding.h"

#define LONGEST_GRAM 3
#define MOST_WORDS   8
/* Of a long word the first grams narrow down enough. */
#define MOST_GRAMS_OF_WORD 8
#define PUNCTUATION        0xb7

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c < 0x20;
}

static void
append_character (GString *text, gunichar c)
{
  g_string_append_unichar (text, c < 0x80 && !g_ascii_isalnum ((char) c) ? PUNCTUATION : c);
}

static void
add_grams (GHashTable *grams, const gunichar *word, glong length)
{
  for (glong size = 1; size <= LONGEST_GRAM; size++)
    for (glong i = 0; i + size <= length; i++)
      {
        GString *gram = g_string_sized_new (12);

        for (glong j = 0; j < size; j++)
          append_character (gram, word[i + j]);
        g_hash_table_add (grams, g_string_free_and_steal (gram));
      }
}

char *
reeve_user_search_grams (const char *search_key)
{
  g_autoptr (GHashTable) grams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  glong length;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast (search_key, -1, &length);
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer gram;

  for (glong start = 0; start < length;)
    {
      glong end = start;

      while (end < length && !is_separator (characters[end]))
        end++;
      add_grams (grams, characters + start, end - start);
      start = end + 1;
    }
  g_hash_table_iter_init (&iter, grams);
  while (g_hash_table_iter_next (&iter, &gram, NULL))
    g_string_append_printf (text, "%s ", (const char *) gram);
  return g_string_free_and_steal (text);
}

GStrv
reeve_user_search_words (const char *text)
{
  g_autofree char *folded = text != NULL ? reeve_fold (text) : NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *start = folded;

  while (start != NULL && *start != '\0' && words->len < MOST_WORDS)
    {
      const char *end = start;

      while (*end != '\0' && !is_separator (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      if (end > start)
        {
          g_autofree char *word = g_strndup (start, (gsize) (end - start));

          if (!g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
            g_ptr_array_add (words, g_steal_pointer (&word));
        }
      start = *end != '\0' ? g_utf8_next_char (end) : end;
    }
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

char *
reeve_user_search_match (const char *const *words)
{
  GString *match = g_string_new (NULL);

  for (guint w = 0; words[w] != NULL; w++)
    {
      glong length;
      g_autofree gunichar *word = g_utf8_to_ucs4_fast (words[w], -1, &length);
      glong size = MIN (length, LONGEST_GRAM);
      glong n = MIN (length - size + 1, MOST_GRAMS_OF_WORD);

      for (glong i = 0; i < n; i++)
        {
          g_string_append (match, match->len > 0 ? " AND \"" : "\"");
          for (glong j = 0; j < size; j++)
            append_character (match, word[i + j]);
          g_string_append_c (match, '"');
        }
    }
  return g_string_free_and_steal (match);
}

gboolean
reeve_user_search_is_exact (const char *word)
{
  if (g_utf8_strlen (word, -1) > LONGEST_GRAM)
    return FALSE;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == PUNCTUATION || (c < 0x80 && !g_ascii_isalnum ((char) c)))
        return FALSE;
    }
  return TRUE;
}

char *
reeve_user_search_pattern (const char *word)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = word; *p != '\0'; p++)
    {
      if (strchr ("%_\\", *p) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free_and_steal (pattern);
}
