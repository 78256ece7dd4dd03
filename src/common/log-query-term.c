/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of kinds, and what holds a query together. */

#include "config.h"

#include "common/log-query-term.h"

#include <string.h>

typedef struct
{
  const char *key;
  const char *others[3];
  ReeveLogFamily family;
  ReeveLogMatch match;
} Kind;

static const Kind kinds[REEVE_LOG_KINDS] = {
  [REEVE_LOG_TEXT] = { NULL, { NULL }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_WHO] = { "who", { "actor", "user", "person" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_IP] = { "ip", { "address", "addr" }, REEVE_LOG_FAMILY_ADDRESS, REEVE_LOG_PART },
  [REEVE_LOG_ACTION] = { "action", { "event" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_WHOLE },
  [REEVE_LOG_RESULT] = { "result", { NULL }, REEVE_LOG_FAMILY_RESULT, REEVE_LOG_WHOLE },
  [REEVE_LOG_OUTCOME] = { "outcome", { "reason" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_WHOLE },
  [REEVE_LOG_SESSION] = { "session", { NULL }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_WHOLE },
  [REEVE_LOG_OBJECT] = { "object", { "about" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_ROUTE] = { "route", { "path" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_AGENT] = { "agent", { "device", "browser" }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_SOURCE] = { "source", { NULL }, REEVE_LOG_FAMILY_TEXT, REEVE_LOG_PART },
  [REEVE_LOG_STATUS] = { "status", { NULL }, REEVE_LOG_FAMILY_NUMBER, REEVE_LOG_WHOLE },
  [REEVE_LOG_DURATION] = { "duration", { "took" }, REEVE_LOG_FAMILY_NUMBER, REEVE_LOG_WHOLE },
  [REEVE_LOG_SIZE] = { "size", { "bytes" }, REEVE_LOG_FAMILY_NUMBER, REEVE_LOG_WHOLE },
  [REEVE_LOG_SINCE] = { "since", { "after" }, REEVE_LOG_FAMILY_TIME, REEVE_LOG_WHOLE },
  [REEVE_LOG_UNTIL] = { "until", { "before" }, REEVE_LOG_FAMILY_TIME, REEVE_LOG_WHOLE },
  [REEVE_LOG_ON] = { "on", { "at", "when" }, REEVE_LOG_FAMILY_TIME, REEVE_LOG_WHOLE },
};

const char *
reeve_log_kind_get_key (ReeveLogKind kind)
{
  g_return_val_if_fail (kind < REEVE_LOG_KINDS, NULL);
  return kinds[kind].key;
}

ReeveLogFamily
reeve_log_kind_get_family (ReeveLogKind kind)
{
  g_return_val_if_fail (kind < REEVE_LOG_KINDS, REEVE_LOG_FAMILY_TEXT);
  return kinds[kind].family;
}

ReeveLogMatch
reeve_log_kind_get_match (ReeveLogKind kind)
{
  g_return_val_if_fail (kind < REEVE_LOG_KINDS, REEVE_LOG_PART);
  return kinds[kind].match;
}

static gboolean
is_word (const char *word, const char *key, gsize length)
{
  return word != NULL && strlen (word) == length && g_ascii_strncasecmp (word, key, length) == 0;
}

gboolean
reeve_log_kind_find (const char *key, gsize length, ReeveLogKind *kind)
{
  for (guint i = 0; i < REEVE_LOG_KINDS; i++)
    {
      gboolean found = is_word (kinds[i].key, key, length);

      for (guint other = 0; other < G_N_ELEMENTS (kinds[i].others) && !found; other++)
        found = is_word (kinds[i].others[other], key, length);
      if (found)
        {
          *kind = i;
          return TRUE;
        }
    }
  return FALSE;
}

guint
reeve_log_word_distance (const char *a, gsize a_length, const char *b)
{
  enum
  {
    MOST = 24
  };
  guint d[MOST + 1][MOST + 1];
  gsize b_length = strlen (b);

  if (a_length > MOST || b_length > MOST)
    return G_MAXUINT;
  for (gsize i = 0; i <= a_length; i++)
    for (gsize j = 0; j <= b_length; j++)
      {
        guint change;

        if (i == 0 || j == 0)
          {
            d[i][j] = (guint) (i + j);
            continue;
          }
        change = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]);
        d[i][j] = MIN (MIN (d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1 && j > 1 && g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 2]) &&
            g_ascii_tolower (a[i - 2]) == g_ascii_tolower (b[j - 1]))
          d[i][j] = MIN (d[i][j], d[i - 2][j - 2] + 1);
      }
  return d[a_length][b_length];
}

const char *
reeve_log_kind_find_near (const char *key, gsize length)
{
  const char *near = NULL;
  guint least = length < 4 ? 2 : 3; /* as many are too many */

  for (guint i = REEVE_LOG_TEXT + 1; i < REEVE_LOG_KINDS; i++)
    {
      guint distance = reeve_log_word_distance (key, length, kinds[i].key);

      if (length > 2 && g_ascii_strncasecmp (key, kinds[i].key, length) == 0)
        distance = 1;
      if (distance < least)
        {
          least = distance;
          near = kinds[i].key;
        }
    }
  return near;
}

ReeveLogValue *
reeve_log_value_new (void)
{
  ReeveLogValue *self = g_new0 (ReeveLogValue, 1);

  self->result = -1;
  return self;
}

void
reeve_log_value_free (ReeveLogValue *self)
{
  g_free (self->text);
  g_free (self->folded);
  g_free (self);
}

/* A time is what was written: "yesterday" stays it tomorrow. */
gboolean
reeve_log_value_equal (const ReeveLogValue *a, const ReeveLogValue *b)
{
  return a->match == b->match && a->result == b->result && g_strcmp0 (a->text, b->text) == 0 &&
         a->comparison == b->comparison && a->from == b->from && a->to == b->to &&
         reeve_log_addresses_equal (&a->addresses, &b->addresses);
}

ReeveLogTerm *
reeve_log_term_new (ReeveLogKind kind, gboolean negated)
{
  ReeveLogTerm *self = g_new0 (ReeveLogTerm, 1);

  self->kind = kind;
  self->negated = negated;
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_log_value_free);
  return self;
}

void
reeve_log_term_free (ReeveLogTerm *self)
{
  g_ptr_array_unref (self->values);
  g_free (self);
}

gboolean
reeve_log_term_equal (const ReeveLogTerm *a, const ReeveLogTerm *b)
{
  if (a->kind != b->kind || a->negated != b->negated || a->values->len != b->values->len)
    return FALSE;
  for (guint i = 0; i < a->values->len; i++)
    if (!reeve_log_value_equal (g_ptr_array_index (a->values, i), g_ptr_array_index (b->values, i)))
      return FALSE;
  return TRUE;
}
