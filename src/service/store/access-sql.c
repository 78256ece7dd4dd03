/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-sql.h"

#include <string.h>

typedef struct
{
  char *text;    /* (nullable) */
  GBytes *bytes; /* (nullable) */
  gint64 number;
} Parameter;

static void
parameter_clear (gpointer data)
{
  Parameter *self = data;

  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

void
reeve_access_parameters_init (ReeveAccessParameters *self, guint first)
{
  self->first = first;
  self->values = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->values, parameter_clear);
}

void
reeve_access_parameters_clear (ReeveAccessParameters *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}

void
reeve_access_parameters_bind (const ReeveAccessParameters *self, ReeveStatement *statement)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const Parameter *parameter = &g_array_index (self->values, Parameter, i);

      if (parameter->text != NULL)
        reeve_statement_bind_text (statement, self->first + i, parameter->text);
      else if (parameter->bytes != NULL)
        reeve_statement_bind_bytes (statement, self->first + i, parameter->bytes);
      else
        reeve_statement_bind_int (statement, self->first + i, parameter->number);
    }
}

/* --- Parts --- */

static void
append_parameter (ReeveAccessParameters *self, GString *sql, Parameter parameter)
{
  g_array_append_val (self->values, parameter);
  g_string_append_printf (sql, "$%u", self->first + self->values->len - 1);
}

static void
append_number (ReeveAccessParameters *self, GString *sql, gint64 number)
{
  append_parameter (self, sql, (Parameter) { .number = number });
}

static void
append_bytes (ReeveAccessParameters *self, GString *sql, const guint8 bytes[REEVE_ACCESS_OBJECT_BYTES])
{
  append_parameter (self, sql, (Parameter) { .bytes = g_bytes_new (bytes, REEVE_ACCESS_OBJECT_BYTES) });
}

char *
reeve_access_print_numbers (GArray *numbers)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (json, i > 0 ? ",%" G_GINT64_FORMAT : "%" G_GINT64_FORMAT,
                            g_array_index (numbers, gint64, i));
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

void
reeve_access_append_set (ReeveAccessParameters *self,
                         GString *sql,
                         const char *table,
                         const ReeveAccessSet *set)
{
  g_string_append_printf (sql, "%s%s ", table, reeve_access_word_kind_get_name (set->kind));
  if (set->numbers->len == 1)
    {
      g_string_append (sql, "= ");
      append_number (self, sql, g_array_index (set->numbers, gint64, 0));
      return;
    }
  g_string_append (sql, "IN (SELECT value FROM json_each (");
  append_parameter (self, sql, (Parameter) { .text = reeve_access_print_numbers (set->numbers) });
  g_string_append (sql, "))");
}

static void
append_objects (ReeveAccessParameters *self,
                GString *sql,
                const char *table,
                const ReeveAccessObjects *objects)
{
  gboolean one = memcmp (objects->low, objects->high, REEVE_ACCESS_OBJECT_BYTES) == 0;

  g_string_append_printf (sql, "%sobject %s ", table, one ? "=" : "BETWEEN");
  append_bytes (self, sql, objects->low);
  if (!one)
    {
      g_string_append (sql, " AND ");
      append_bytes (self, sql, objects->high);
    }
}

void
reeve_access_append_results (GString *sql, const char *table, guint results)
{
  const char *parting = "";

  g_string_append_printf (sql, "%sresult IN (", table);
  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    if ((results & 1u << i) != 0)
      {
        g_string_append_printf (sql, "%s%u", parting, i);
        parting = ", ";
      }
  g_string_append_c (sql, ')');
}

static void
append_text (ReeveAccessParameters *self, GString *sql, const char *table, const ReeveLogValue *value)
{
  static const char *const columns[] = { "text", "source_id" };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_string_append (sql, i > 0 ? " OR reeve_log_matches (" : "reeve_log_matches (");
      append_number (self, sql, value->match);
      g_string_append (sql, ", ");
      append_parameter (self, sql, (Parameter) { .text = g_strdup (value->folded) });
      g_string_append_printf (sql, ", %s%s)", table, columns[i]);
    }
}

/* (transfer full): a JSON array of arrays */
static char *
print_stretches (GArray *stretches)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < stretches->len; i++)
    {
      const ReeveAccessStretch *stretch = &g_array_index (stretches, ReeveAccessStretch, i);

      g_string_append_printf (json, "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", i > 0 ? "," : "",
                              stretch->from, stretch->to);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/* The ids of lines with one of the clause's texts, where those may be. */
static void
append_lines (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause)
{
  if (clause->stretches == NULL)
    g_string_append (
      sql, "SELECT f.id AS id FROM events AS f INDEXED BY events_by_source WHERE f.source IS NOT NULL");
  else
    {
      g_string_append (sql, "SELECT f.id AS id FROM json_each (");
      append_parameter (self, sql, (Parameter) { .text = print_stretches (clause->stretches) });
      g_string_append (
        sql, ") AS stretch CROSS JOIN words AS w CROSS JOIN events AS f INDEXED BY "
             "events_by_source WHERE w.kind = 'source' AND f.source = w.number AND f.id >= "
             "json_extract (stretch.value, '$[0]') AND f.id < json_extract (stretch.value, '$[1]')");
    }
  g_string_append (sql, " AND (");
  for (guint i = 0; i < clause->texts->len; i++)
    {
      g_string_append (sql, i > 0 ? " OR " : "");
      append_text (self, sql, "f.", clause->texts->pdata[i]);
    }
  g_string_append_c (sql, ')');
}

static void
part (GString *sql, gboolean *first)
{
  if (!*first)
    g_string_append (sql, " OR ");
  *first = FALSE;
}

void
reeve_access_append_clause (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause)
{
  gboolean first = TRUE;

  g_string_append_c (sql, '(');
  if (clause->results != 0)
    {
      part (sql, &first);
      reeve_access_append_results (sql, "e.", clause->results);
    }
  for (guint i = 0; i < clause->ranges->len; i++)
    {
      const ReeveAccessRange *range = &g_array_index (clause->ranges, ReeveAccessRange, i);

      part (sql, &first);
      g_string_append_printf (sql, "e.%s BETWEEN ", range->column);
      append_number (self, sql, range->from);
      g_string_append (sql, " AND ");
      append_number (self, sql, range->to);
    }
  for (guint i = 0; i < clause->sets->len; i++)
    {
      part (sql, &first);
      reeve_access_append_set (self, sql, "e.", &g_array_index (clause->sets, ReeveAccessSet, i));
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      part (sql, &first);
      append_objects (self, sql, "e.", &g_array_index (clause->objects, ReeveAccessObjects, i));
    }
  for (guint i = 0; i < clause->texts->len; i++)
    {
      part (sql, &first);
      append_text (self, sql, "e.", g_ptr_array_index (clause->texts, i));
    }
  g_string_append (sql, clause->negated ? ") IS NOT TRUE" : ")");
}

/* The ids of a clause's rows, each part by its own index; some more than once. */
static void
append_ids (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause)
{
  const char *parting = "";

#define NEXT(...)                                                                  \
  G_STMT_START                                                                     \
  {                                                                                \
    g_string_append (sql, parting);                                                \
    g_string_append_printf (sql, "SELECT id FROM events INDEXED BY " __VA_ARGS__); \
    parting = " UNION ALL ";                                                       \
  }                                                                                \
  G_STMT_END

  for (guint i = 0; i < clause->sets->len; i++)
    {
      const ReeveAccessSet *set = &g_array_index (clause->sets, ReeveAccessSet, i);
      const char *name = reeve_access_word_kind_get_name (set->kind);

      NEXT ("events_by_%s WHERE %s IS NOT NULL AND ", name, name);
      reeve_access_append_set (self, sql, "", set);
    }
  for (guint i = 0; i < clause->objects->len; i++)
    {
      NEXT ("events_by_object WHERE object IS NOT NULL AND ");
      append_objects (self, sql, "", &g_array_index (clause->objects, ReeveAccessObjects, i));
    }
  if (clause->results != 0)
    {
      NEXT ("events_by_result WHERE result > 0 AND ");
      reeve_access_append_results (sql, "", clause->results);
    }
  if (clause->texts->len > 0)
    {
      g_string_append (sql, parting);
      append_lines (self, sql, clause);
    }
#undef NEXT
}

void
reeve_access_append_union (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause)
{
  g_string_append (sql, "e.id IN (");
  append_ids (self, sql, clause);
  g_string_append_c (sql, ')');
}

void
reeve_access_append_both (ReeveAccessParameters *self,
                          GString *sql,
                          const ReeveAccessClause *one,
                          const ReeveAccessClause *other)
{
  g_string_append (sql, "e.id IN (SELECT id FROM (");
  append_ids (self, sql, one);
  g_string_append (sql, ") INTERSECT SELECT id FROM (");
  append_ids (self, sql, other);
  g_string_append (sql, "))");
}
