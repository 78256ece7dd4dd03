/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every change is a number of cuts in the text, made from its end to its beginning so that the offsets of the
 * others hold. */

#include "config.h"

#include "common/log-query-edit.h"

#include <string.h>

#include "common/clock.h"

static ReeveLogTerm *
get_term (const ReeveLogQuery *self, guint index)
{
  return g_ptr_array_index (self->terms, index);
}

/* --- Cuts --- */

/* Takes a term out, and one of the blanks around it. */
static void
cut (GString *text, gsize offset, gsize length)
{
  if (offset + length < text->len && text->str[offset + length] == ' ')
    length++;
  else if (offset > 0 && text->str[offset - 1] == ' ')
    {
      offset--;
      length++;
    }
  g_string_erase (text, (gssize) offset, (gssize) length);
}

static void
put (GString *text, gsize offset, gsize length, const char *with)
{
  g_string_erase (text, (gssize) offset, (gssize) length);
  g_string_insert (text, (gssize) offset, with);
}

/* At the end; but before everything where an open quote or a \ would swallow it. */
static void
append (const ReeveLogQuery *self, GString *text, const char *term)
{
  gboolean open = FALSE;

  for (guint i = 0; i < self->mistakes->len; i++)
    {
      const ReeveLogMistake *mistake = g_ptr_array_index (self->mistakes, i);

      open |= mistake->fault == REEVE_LOG_FAULT_QUOTE || mistake->fault == REEVE_LOG_FAULT_ESCAPE;
    }
  if (open)
    {
      g_string_prepend_c (text, ' ');
      g_string_prepend (text, term);
      return;
    }
  if (text->len > 0 && text->str[text->len - 1] != ' ')
    g_string_append_c (text, ' ');
  g_string_append (text, term);
}

static void
put_term (GString *text, const ReeveLogTerm *term)
{
  GString *printed;

  if (term->values->len == 0)
    {
      cut (text, term->offset, term->length);
      return;
    }
  printed = g_string_new (NULL);
  reeve_log_term_print (term, printed);
  put (text, term->offset, term->length, printed->str);
  g_string_free (printed, TRUE);
}

char *
reeve_log_query_add (const ReeveLogQuery *self, const char *term)
{
  GString *text = g_string_new (self->text);

  append (self, text, term);
  return g_string_free_and_steal (text);
}

char *
reeve_log_query_remove (const ReeveLogQuery *self, guint term)
{
  GString *text = g_string_new (self->text);

  g_return_val_if_fail (term < self->terms->len, g_string_free_and_steal (text));
  cut (text, get_term (self, term)->offset, get_term (self, term)->length);
  return g_string_free_and_steal (text);
}

char *
reeve_log_query_replace (const ReeveLogQuery *self, guint term, const char *with)
{
  GString *text = g_string_new (self->text);

  g_return_val_if_fail (term < self->terms->len, g_string_free_and_steal (text));
  put (text, get_term (self, term)->offset, get_term (self, term)->length, with);
  return g_string_free_and_steal (text);
}

char *
reeve_log_query_negate (const ReeveLogQuery *self, guint term)
{
  GString *text = g_string_new (self->text);

  g_return_val_if_fail (term < self->terms->len, g_string_free_and_steal (text));
  if (get_term (self, term)->negated)
    g_string_erase (text, (gssize) get_term (self, term)->offset, 1);
  else
    g_string_insert_c (text, (gssize) get_term (self, term)->offset, '-');
  return g_string_free_and_steal (text);
}

/* --- Values --- */

/* (transfer full) (nullable): it is none of its kind */
static ReeveLogValue *
make_value (const ReeveLogQuery *self, ReeveLogKind kind, const char *plain)
{
  g_autoptr (ReeveLogValue) value = reeve_log_value_new ();
  ReeveLogFamily family = reeve_log_kind_get_family (kind);
  ReeveLogRaw raw = { .text = (char *) plain };
  g_autofree char *suggestion = NULL;
  ReeveLogFault fault;

  /* An id is compared whole as it is. */
  raw.exact = family == REEVE_LOG_FAMILY_TEXT && reeve_log_kind_get_match (kind) == REEVE_LOG_PART &&
              kind != REEVE_LOG_TEXT && !reeve_id_is_valid (plain);
  if (reeve_log_value_read (&raw, kind, &self->clock, value, &fault, &suggestion))
    return g_steal_pointer (&value);
  if (family != REEVE_LOG_FAMILY_ADDRESS)
    return NULL;
  reeve_log_value_free (g_steal_pointer (&value));
  g_clear_pointer (&suggestion, g_free);
  value = reeve_log_value_new ();
  raw.exact = TRUE;
  return reeve_log_value_read (&raw, kind, &self->clock, value, &fault, &suggestion)
           ? g_steal_pointer (&value)
           : NULL;
}

static gboolean
find_value (const ReeveLogTerm *term, const ReeveLogValue *value, guint *index)
{
  for (*index = 0; *index < term->values->len; (*index)++)
    if (reeve_log_value_equal (g_ptr_array_index (term->values, *index), value))
      return TRUE;
  return FALSE;
}

int
reeve_log_query_get_state (const ReeveLogQuery *self, ReeveLogKind kind, const char *plain)
{
  g_autoptr (ReeveLogValue) value = make_value (self, kind, plain);
  guint at;

  for (guint i = 0; i < self->terms->len && value != NULL; i++)
    if (get_term (self, i)->kind == kind && find_value (get_term (self, i), value, &at))
      return get_term (self, i)->negated ? -1 : 1;
  return 0;
}

static void
add_copy (ReeveLogTerm *term, const ReeveLogValue *value)
{
  ReeveLogValue *copy = g_memdup2 (value, sizeof *value);

  copy->text = g_strdup (value->text);
  copy->folded = g_strdup (value->folded);
  g_ptr_array_add (term->values, copy);
}

/* @term, without @without and with @with (nullable, both) at its end, in its place. */
static void
rewrite (GString *text, const ReeveLogTerm *term, const ReeveLogValue *without, const ReeveLogValue *with)
{
  g_autoptr (ReeveLogTerm) copy = reeve_log_term_new (term->kind, term->negated);

  copy->offset = term->offset;
  copy->length = term->length;
  for (guint i = 0; i < term->values->len; i++)
    {
      const ReeveLogValue *value = g_ptr_array_index (term->values, i);

      if (without == NULL || !reeve_log_value_equal (value, without))
        add_copy (copy, value);
    }
  if (with != NULL)
    add_copy (copy, with);
  put_term (text, copy);
}

/* The term that @value joins: the first of its kind that says the same of its values. Words are all to occur:
 * each is a term of its own. -1: none; and none is needed when @there is set */
static int
find_home (const ReeveLogQuery *self,
           ReeveLogKind kind,
           gboolean negated,
           ReeveLogValue *value,
           gboolean *there)
{
  int home = -1;
  guint at;

  *there = FALSE;
  for (guint i = self->terms->len; i-- > 0;)
    if (get_term (self, i)->kind == kind && get_term (self, i)->negated == negated)
      {
        *there |= find_value (get_term (self, i), value, &at);
        if (kind != REEVE_LOG_TEXT)
          home = (int) i;
      }
  return home;
}

static void
append_value (const ReeveLogQuery *self,
              GString *text,
              ReeveLogKind kind,
              gboolean negated,
              ReeveLogValue *value)
{
  g_autoptr (ReeveLogTerm) term = reeve_log_term_new (kind, negated);
  g_autoptr (GString) printed = g_string_new (NULL);

  add_copy (term, value);
  reeve_log_term_print (term, printed);
  append (self, text, printed->str);
}

static char *
change_only (const ReeveLogQuery *self, ReeveLogKind kind, ReeveLogValue *value)
{
  GString *text = g_string_new (self->text);

  for (guint i = self->terms->len; i-- > 0;)
    if (get_term (self, i)->kind == kind)
      cut (text, get_term (self, i)->offset, get_term (self, i)->length);
  append_value (self, text, kind, FALSE, value);
  return g_string_free_and_steal (text);
}

char *
reeve_log_query_change (const ReeveLogQuery *self, ReeveLogHow how, ReeveLogKind kind, const char *plain)
{
  g_autoptr (ReeveLogValue) value = make_value (self, kind, plain);
  gboolean negated = how == REEVE_LOG_EXCLUDE;
  gboolean there;
  GString *text;
  int home;
  guint at;

  if (value == NULL)
    return g_strdup (self->text);
  if (how == REEVE_LOG_ONLY)
    return change_only (self, kind, value);
  text = g_string_new (self->text);
  home = find_home (self, kind, negated, value, &there);
  there |= how == REEVE_LOG_DROP;
  for (guint i = self->terms->len; i-- > 0;)
    {
      const ReeveLogTerm *term = get_term (self, i);

      if (term->kind != kind)
        continue;
      if ((how == REEVE_LOG_DROP || term->negated != negated) && find_value (term, value, &at))
        rewrite (text, term, value, NULL);
      else if ((int) i == home && !there)
        rewrite (text, term, NULL, value);
    }
  if (home < 0 && !there)
    append_value (self, text, kind, negated, value);
  return g_string_free_and_steal (text);
}

/* --- Time --- */

static gboolean
is_time (const ReeveLogTerm *term)
{
  return !term->negated && reeve_log_kind_get_family (term->kind) == REEVE_LOG_FAMILY_TIME;
}

/* (transfer full) (nullable): no time is to be set */
static char *
print_time (const ReeveLogQuery *self, gint64 from, gint64 to)
{
  g_autofree char *first =
    from != REEVE_LOG_BEGINNING ? reeve_log_time_print (from, FALSE, &self->clock) : NULL;
  g_autofree char *last = to != REEVE_LOG_END ? reeve_log_time_print (to, TRUE, &self->clock) : NULL;

  if (first != NULL && last != NULL)
    return g_str_equal (first, last) ? g_strconcat ("on:", first, NULL)
                                     : g_strconcat ("on:", first, "..", last, NULL);
  if (first != NULL)
    return g_strconcat ("since:", first, NULL);
  return last != NULL ? g_strconcat ("until:", last, NULL) : NULL;
}

char *
reeve_log_query_set_time (const ReeveLogQuery *self, gint64 from, gint64 to)
{
  g_autofree char *term = print_time (self, from, to);
  GString *text = g_string_new (self->text);
  guint first = 0;

  while (first < self->terms->len && !is_time (get_term (self, first)))
    first++;
  for (guint i = self->terms->len; i-- > first + 1;)
    if (is_time (get_term (self, i)))
      cut (text, get_term (self, i)->offset, get_term (self, i)->length);
  if (first == self->terms->len)
    {
      if (term != NULL)
        append (self, text, term);
    }
  else if (term == NULL)
    cut (text, get_term (self, first)->offset, get_term (self, first)->length);
  else
    put (text, get_term (self, first)->offset, get_term (self, first)->length, term);
  return g_string_free_and_steal (text);
}
