/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page of a list is read, written as JSON and forgotten. One record serves all of its rows: it borrows the
 * texts where SQLite holds them, and gives them back before it is filled again. A record of its own for each
 * row costs more than finding the row. */

#include "config.h"

#include "service/store/rows-private.h"

#include <string.h>

/* A list of texts, split: neighbours often have the same. */
typedef struct
{
  char *joined; /* (nullable) */
  GStrv texts;  /* (nullable) */
} Split;

struct _ReeveRowWriter
{
  GType type;
  gpointer record;
  guint n_columns;
  Split *splits;          /* one a column */
  const ReeveField **map; /* (nullable): borrowed, while the record holds what is not its own */
};

/* Lets go of what is SQLite's. */
static void
give_back (ReeveRowWriter *self)
{
  for (guint i = 0; self->map != NULL && i < self->n_columns; i++)
    {
      const ReeveField *field = self->map[i];

      if (field != NULL && field->type != REEVE_FIELD_BOOLEAN && field->type != REEVE_FIELD_INTEGER &&
          field->type != REEVE_FIELD_TIME)
        *(gpointer *) G_STRUCT_MEMBER_P (self->record, field->offset) = NULL;
    }
  self->map = NULL;
}

static GStrv
split (Split *last, const char *joined)
{
  if (g_strcmp0 (last->joined, joined) != 0)
    {
      g_strfreev (last->texts);
      g_set_str (&last->joined, joined);
      last->texts = reeve_rows_split (joined);
    }
  return last->texts;
}

static void
borrow_field (ReeveRowWriter *self, ReeveStatement *statement, guint column, const ReeveField *field)
{
  gpointer member = G_STRUCT_MEMBER_P (self->record, field->offset);

  switch (field->type)
    {
    case REEVE_FIELD_ID:
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_EMAIL:
      *(const char **) member = reeve_statement_get_text (statement, column);
      break;
    case REEVE_FIELD_BOOLEAN:
      *(gboolean *) member = reeve_statement_get_int (statement, column) != 0;
      break;
    case REEVE_FIELD_INTEGER:
    case REEVE_FIELD_TIME:
      *(gint64 *) member = reeve_statement_get_int (statement, column);
      break;
    case REEVE_FIELD_CHOICE:
      *(const char **) member = reeve_rows_find_choice (field, reeve_statement_get_text (statement, column));
      break;
    case REEVE_FIELD_TEXTS:
      *(GStrv *) member = split (&self->splits[column], reeve_statement_get_text (statement, column));
      break;
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
    case REEVE_FIELD_SECRET:
    default:
      g_assert_not_reached ();
    }
}

ReeveRowWriter *
reeve_row_writer_new (GType type)
{
  ReeveRowWriter *self = g_new0 (ReeveRowWriter, 1);

  self->type = type;
  self->record = g_object_new (type, NULL);
  return self;
}

void
reeve_row_writer_free (ReeveRowWriter *self)
{
  give_back (self);
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->splits[i].joined);
      g_strfreev (self->splits[i].texts);
    }
  g_free (self->splits);
  g_object_unref (self->record);
  g_free (self);
}

gpointer
reeve_row_writer_append (ReeveRowWriter *self, ReeveStatement *statement, GString *json)
{
  give_back (self);
  if (self->splits == NULL)
    {
      self->n_columns = reeve_statement_get_n_columns (statement);
      self->splits = g_new0 (Split, self->n_columns);
    }
  self->map = reeve_rows_get_map (statement, self->type);
  for (guint i = 0; i < self->n_columns; i++)
    if (self->map[i] != NULL)
      borrow_field (self, statement, i, self->map[i]);
  reeve_record_append_json (self->record, json);
  return self->record;
}
