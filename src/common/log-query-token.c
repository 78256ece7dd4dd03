/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-token.h"

#include <string.h>

static gboolean
is_space (const char *at)
{
  return g_unichar_isspace (g_utf8_get_char (at));
}

static gboolean
is_end (const char *at, gboolean keyed)
{
  return *at == '\0' || is_space (at) || (keyed && *at == ',');
}

/* Quotes may open and close anywhere, as in a shell. The last * counts as one if nothing follows it and
 * nothing says that it is a letter. */
static void
read_piece (const char *text, gsize *at, gboolean keyed, ReeveLogPiece *piece)
{
  GString *plain = g_string_new (NULL);
  const char *p = text + *at;
  gboolean quoted = FALSE, star = FALSE;

  *piece = (ReeveLogPiece) { .offset = *at, .quote = G_MAXSIZE };
  if (keyed && *p == '=')
    {
      piece->raw.exact = TRUE;
      p++;
    }
  while (*p != '\0' && (quoted || !is_end (p, keyed)))
    {
      const char *next;

      if (*p == '"')
        {
          piece->quote = quoted ? G_MAXSIZE : (gsize) (p - text);
          quoted = !quoted;
          p++;
          continue;
        }
      star = keyed && !quoted && *p == '*';
      if (*p == '\\')
        p++;
      piece->escape = *p == '\0';
      next = piece->escape ? p : g_utf8_next_char (p);
      g_string_append_len (plain, p, next - p);
      p = next;
    }
  piece->length = (gsize) (p - text) - *at;
  *at = (gsize) (p - text);
  /* A quote after it, empty as it may be, makes it a letter, too. */
  piece->raw.star = star && p[-1] == '*';
  if (piece->raw.star)
    g_string_truncate (plain, plain->len - 1);
  piece->raw.text = g_string_free_and_steal (plain);
}

/* Letters and a colon. */
static gsize
find_key (const char *at)
{
  gsize length = 0;

  while (g_ascii_isalpha (at[length]))
    length++;
  return at[length] == ':' ? length : 0;
}

static void
clear_piece (ReeveLogPiece *piece)
{
  g_free (piece->raw.text);
}

gboolean
reeve_log_token_next (const char *text, gsize *at, ReeveLogToken *token)
{
  gboolean more = TRUE;

  while (text[*at] != '\0' && is_space (text + *at))
    *at = (gsize) (g_utf8_next_char (text + *at) - text);
  if (text[*at] == '\0')
    return FALSE;
  *token = (ReeveLogToken) { .offset = *at, .negated = text[*at] == '-' };
  token->pieces = g_array_new (FALSE, FALSE, sizeof (ReeveLogPiece));
  g_array_set_clear_func (token->pieces, (GDestroyNotify) clear_piece);
  *at += token->negated;
  token->key = *at;
  token->key_length = find_key (text + *at);
  if (token->key_length > 0)
    *at += token->key_length + 1;
  else if (is_end (text + *at, FALSE))
    more = FALSE;
  while (more)
    {
      ReeveLogPiece piece;

      read_piece (text, at, token->key_length > 0, &piece);
      g_array_append_val (token->pieces, piece);
      more = text[*at] == ','; /* of a word it is none: it has read on */
      *at += more;
    }
  token->length = *at - token->offset;
  return TRUE;
}

void
reeve_log_token_clear (ReeveLogToken *token)
{
  g_clear_pointer (&token->pieces, g_array_unref);
}
