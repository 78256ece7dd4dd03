/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/log-memory.h"

#include <string.h>

#include "common/encoding.h"
#include "console/widgets/formatting.h"

#define MOST_NAMES  4000
#define MOST_VALUES 400 /* of a kind; what was learned first goes first */

struct _ReeveLogMemory
{
  GHashTable *names;                  /* char * -> char *: ids, and what people call them */
  GQueue values[REEVE_LOG_KINDS];     /* of char *: the latest first */
  GHashTable *known[REEVE_LOG_KINDS]; /* of char *, borrowed from the values */
};

ReeveLogMemory *
reeve_log_memory_new (void)
{
  ReeveLogMemory *self = g_new0 (ReeveLogMemory, 1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < REEVE_LOG_KINDS; i++)
    {
      g_queue_init (&self->values[i]);
      self->known[i] = g_hash_table_new (g_str_hash, g_str_equal);
    }
  return self;
}

void
reeve_log_memory_forget (ReeveLogMemory *self)
{
  g_hash_table_remove_all (self->names);
  for (guint i = 0; i < REEVE_LOG_KINDS; i++)
    {
      g_hash_table_remove_all (self->known[i]);
      g_queue_clear_full (&self->values[i], g_free);
    }
}

void
reeve_log_memory_free (ReeveLogMemory *self)
{
  reeve_log_memory_forget (self);
  g_hash_table_unref (self->names);
  for (guint i = 0; i < REEVE_LOG_KINDS; i++)
    g_hash_table_unref (self->known[i]);
  g_free (self);
}

static void
learn (ReeveLogMemory *self, ReeveLogKind kind, const char *value)
{
  char *copy;

  if (value == NULL || *value == '\0' || g_hash_table_contains (self->known[kind], value))
    return;
  copy = g_strdup (value);
  g_queue_push_head (&self->values[kind], copy);
  g_hash_table_add (self->known[kind], copy);
  if (self->values[kind].length > MOST_VALUES)
    {
      g_autofree char *last = g_queue_pop_tail (&self->values[kind]);

      g_hash_table_remove (self->known[kind], last);
    }
}

/* @name: (nullable) */
static void
learn_name (ReeveLogMemory *self, const char *id, const char *name)
{
  if (id == NULL || name == NULL || g_hash_table_contains (self->names, id))
    return;
  if (g_hash_table_size (self->names) >= MOST_NAMES)
    g_hash_table_remove_all (self->names);
  g_hash_table_insert (self->names, g_strdup (id), reeve_format_account_name (name));
}

/* By the name where there is one: that is what people type. */
static void
learn_somebody (ReeveLogMemory *self, ReeveLogKind kind, const char *id, const char *name)
{
  g_autofree char *short_name = name != NULL ? reeve_format_account_name (name) : NULL;

  learn_name (self, id, name);
  learn (self, kind, short_name != NULL ? short_name : id);
}

void
reeve_log_memory_learn_line (ReeveLogMemory *self, const ReeveAccessLine *line)
{
  learn_somebody (self, REEVE_LOG_WHO, line->actor, line->actor_name);
  learn_somebody (self, REEVE_LOG_OBJECT, line->object, line->object_name);
  learn (self, REEVE_LOG_IP, line->address);
  learn (self, REEVE_LOG_ACTION, line->action);
  learn (self, REEVE_LOG_OUTCOME, line->outcome);
  learn (self, REEVE_LOG_ROUTE, line->route);
  learn (self, REEVE_LOG_AGENT, line->agent);
  learn (self, REEVE_LOG_SOURCE, line->source);
  learn (self, REEVE_LOG_SESSION, line->session);
}

void
reeve_log_memory_learn_facets (ReeveLogMemory *self, const ReeveAccessFacets *facets)
{
  for (guint i = 0; facets->facets != NULL && i < facets->facets->len; i++)
    {
      const ReeveAccessFacet *facet = g_ptr_array_index (facets->facets, i);
      ReeveLogKind kind;

      if (facet->key == NULL || !reeve_log_kind_find (facet->key, strlen (facet->key), &kind))
        continue;
      if (kind == REEVE_LOG_WHO || kind == REEVE_LOG_OBJECT)
        learn_somebody (self, kind, facet->value, facet->label);
      else
        learn (self, kind, facet->value);
    }
}

const char *
reeve_log_memory_name (ReeveLogKind kind, const char *value, gpointer self)
{
  return kind == REEVE_LOG_WHO || kind == REEVE_LOG_OBJECT || kind == REEVE_LOG_TEXT
           ? g_hash_table_lookup (((ReeveLogMemory *) self)->names, value)
           : NULL;
}

GStrv
reeve_log_memory_values (ReeveLogKind kind, const char *prefix, gpointer self)
{
  const ReeveLogMemory *memory = self;
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_autofree char *folded = reeve_fold (prefix);
  guint n = 0;

  for (const GList *item = memory->values[kind].head; item != NULL && n < REEVE_LOG_CANDIDATES;
       item = item->next)
    {
      g_autofree char *value = reeve_fold (item->data);

      if (strstr (value, folded) == NULL)
        continue;
      g_strv_builder_add (found, item->data);
      n++;
    }
  return g_strv_builder_end (found);
}
