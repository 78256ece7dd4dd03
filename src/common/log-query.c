/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query.h"

#include <string.h>

#include "common/log-query-token.h"

static void
free_mistake (ReeveLogMistake *mistake)
{
  g_free (mistake->suggestion);
  g_free (mistake);
}

/* @suggestion: (transfer full) (nullable) */
static void
add_mistake (ReeveLogQuery *self, gsize offset, gsize length, ReeveLogFault fault, char *suggestion)
{
  ReeveLogMistake *mistake = g_new0 (ReeveLogMistake, 1);

  *mistake =
    (ReeveLogMistake) { .offset = offset, .length = length, .fault = fault, .suggestion = suggestion };
  g_ptr_array_add (self->mistakes, mistake);
}

/* --- Parsing --- */

static gboolean
check_piece (ReeveLogQuery *self, const ReeveLogPiece *piece)
{
  gsize end = piece->offset + piece->length;

  if (piece->quote != G_MAXSIZE)
    add_mistake (self, piece->quote, end - piece->quote, REEVE_LOG_FAULT_QUOTE, NULL);
  else if (piece->escape)
    add_mistake (self, end - 1, 1, REEVE_LOG_FAULT_ESCAPE, NULL);
  else
    return TRUE;
  return FALSE;
}

static gboolean
add_value (ReeveLogQuery *self, ReeveLogTerm *term, const ReeveLogPiece *piece)
{
  g_autoptr (ReeveLogValue) value = reeve_log_value_new ();
  gboolean nothing = piece->length == 0; /* the whole term is to be seen, then */
  ReeveLogFault fault;
  char *suggestion;

  if (!check_piece (self, piece))
    return FALSE;
  value->offset = piece->offset;
  value->length = piece->length;
  if (!reeve_log_value_read (&piece->raw, term->kind, &self->clock, value, &fault, &suggestion))
    {
      add_mistake (self, nothing ? term->offset : piece->offset, nothing ? term->length : piece->length,
                   fault, suggestion);
      return FALSE;
    }
  g_ptr_array_add (term->values, g_steal_pointer (&value));
  return TRUE;
}

static gboolean
find_kind (ReeveLogQuery *self, const ReeveLogToken *token, ReeveLogKind *kind)
{
  const char *key = self->text + token->key;

  *kind = REEVE_LOG_TEXT;
  if (token->key_length == 0 || reeve_log_kind_find (key, token->key_length, kind))
    return TRUE;
  add_mistake (self, token->key, token->key_length, REEVE_LOG_FAULT_KEY,
               g_strdup (reeve_log_kind_find_near (key, token->key_length)));
  return FALSE;
}

static void
add_token (ReeveLogQuery *self, const ReeveLogToken *token, guint *n_values)
{
  g_autoptr (ReeveLogTerm) term = NULL;
  gboolean right = TRUE;
  ReeveLogKind kind;

  if (!find_kind (self, token, &kind))
    return;
  if (token->pieces->len == 0)
    {
      add_mistake (self, token->offset, token->length, REEVE_LOG_FAULT_EMPTY, NULL);
      return;
    }
  *n_values += token->pieces->len;
  if (*n_values > REEVE_LOG_QUERY_MAX_VALUES)
    {
      add_mistake (self, token->offset, token->length, REEVE_LOG_FAULT_TOO_MANY, NULL);
      return;
    }
  term = reeve_log_term_new (kind, token->negated);
  term->offset = token->offset;
  term->length = token->length;
  for (guint i = 0; i < token->pieces->len; i++)
    right &= add_value (self, term, &g_array_index (token->pieces, ReeveLogPiece, i));
  if (right)
    g_ptr_array_add (self->terms, g_steal_pointer (&term));
}

static void
parse (ReeveLogQuery *self)
{
  gsize length = strlen (self->text), at = 0;
  guint n_values = 0;
  const char *end;
  ReeveLogToken next;

  if (length > REEVE_LOG_QUERY_MAX_BYTES)
    {
      add_mistake (self, REEVE_LOG_QUERY_MAX_BYTES, length - REEVE_LOG_QUERY_MAX_BYTES,
                   REEVE_LOG_FAULT_TOO_LONG, NULL);
      return;
    }
  if (!g_utf8_validate (self->text, -1, &end))
    {
      add_mistake (self, (gsize) (end - self->text), 1, REEVE_LOG_FAULT_ENCODING, NULL);
      return;
    }
  while (n_values <= REEVE_LOG_QUERY_MAX_VALUES && reeve_log_token_next (self->text, &at, &next))
    {
      g_auto (ReeveLogToken) token = next;

      add_token (self, &token, &n_values);
    }
}

ReeveLogQuery *
reeve_log_query_parse (const char *text, const ReeveLogClock *clock)
{
  ReeveLogQuery *self = g_new0 (ReeveLogQuery, 1);

  self->text = g_strdup (text);
  self->clock.now = clock->now;
  self->clock.zone = clock->zone != NULL ? g_time_zone_ref (clock->zone) : g_time_zone_new_utc ();
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_log_term_free);
  self->mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_mistake);
  parse (self);
  return self;
}

void
reeve_log_query_free (ReeveLogQuery *self)
{
  g_ptr_array_unref (self->mistakes);
  g_ptr_array_unref (self->terms);
  g_time_zone_unref (self->clock.zone);
  g_free (self->text);
  g_free (self);
}

/* --- What came of it --- */

char *
reeve_log_query_print (const ReeveLogQuery *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      reeve_log_term_print (g_ptr_array_index (self->terms, i), text);
    }
  return g_string_free_and_steal (text);
}

gboolean
reeve_log_query_equal (const ReeveLogQuery *a, const ReeveLogQuery *b)
{
  if (a->terms->len != b->terms->len)
    return FALSE;
  for (guint i = 0; i < a->terms->len; i++)
    if (!reeve_log_term_equal (g_ptr_array_index (a->terms, i), g_ptr_array_index (b->terms, i)))
      return FALSE;
  return TRUE;
}

const char *
reeve_log_fault_describe (ReeveLogFault fault)
{
  static const char *const words[REEVE_LOG_FAULTS] = {
    [REEVE_LOG_FAULT_ADDRESS] = "is no IP address, network or range of addresses",
    [REEVE_LOG_FAULT_BITS] = "is no network: there are at most 32 bits, or 128 of IPv6",
    [REEVE_LOG_FAULT_EMPTY] = "says nothing to look for",
    [REEVE_LOG_FAULT_ENCODING] = "is not UTF-8",
    [REEVE_LOG_FAULT_ESCAPE] = "has nothing after the \\",
    [REEVE_LOG_FAULT_KEY] = "is no key; put it in quotes to look for it as text",
    [REEVE_LOG_FAULT_NUMBER] = "is no number, or none that there is",
    [REEVE_LOG_FAULT_ORDER] = "ends before it begins",
    [REEVE_LOG_FAULT_QUOTE] = "lacks its closing quote",
    [REEVE_LOG_FAULT_RESULT] = "is neither ok, failed, refused nor error",
    [REEVE_LOG_FAULT_TIME] = "is no time",
    [REEVE_LOG_FAULT_TOO_LONG] = "is more than a query may have",
    [REEVE_LOG_FAULT_TOO_MANY] = "is one value too many",
    [REEVE_LOG_FAULT_UNIT] = "lacks its unit, such as ms or s",
  };

  g_return_val_if_fail (fault < REEVE_LOG_FAULTS, NULL);
  return words[fault];
}

void
reeve_log_query_get_time (const ReeveLogQuery *self, gint64 *from, gint64 *to)
{
  *from = REEVE_LOG_BEGINNING;
  *to = REEVE_LOG_END;
  for (ReeveLogKind kind = REEVE_LOG_SINCE; kind <= REEVE_LOG_ON; kind++)
    {
      gint64 first = REEVE_LOG_END, last = REEVE_LOG_BEGINNING;
      gboolean found = FALSE;

      for (guint i = 0; i < self->terms->len; i++)
        {
          const ReeveLogTerm *term = g_ptr_array_index (self->terms, i);

          for (guint j = 0; j < term->values->len && term->kind == kind && !term->negated; j++)
            {
              const ReeveLogValue *value = g_ptr_array_index (term->values, j);

              found = TRUE;
              first = MIN (first, value->from);
              last = MAX (last, value->to);
            }
        }
      if (found)
        {
          *from = MAX (*from, first);
          *to = MIN (*to, last);
        }
    }
}
