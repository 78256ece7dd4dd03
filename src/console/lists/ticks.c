/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The set of ticks. GtkMultiSelection is of no use here: it knows positions, not ids, forgets what a filter
 * hides, and loads every row on "select all". */

#include "config.h"

#include "console/lists/ticks.h"

struct _ReeveTicks
{
  GObject parent_instance;

  /* owned */
  GHashTable *ids;   /* char * -> ReevePagedItem (nullable: ticked before it was loaded) */
  char *query;       /* (nullable): all that match it are ticked, `ids` is empty */
  GListModel *model; /* (nullable) */

  gint64 query_total;
  guint n_shown; /* of `ids`, those in the model */
};

G_DEFINE_FINAL_TYPE (ReeveTicks, reeve_ticks, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
unref_item (gpointer item)
{
  g_clear_object (&item);
}

static void
add_item (ReeveTicks *self, ReevePagedItem *item)
{
  g_hash_table_replace (self->ids, g_strdup (reeve_paged_item_get_id (item)), g_object_ref (item));
}

static void
announce_change (ReeveTicks *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_ticked (ReeveTicks *self, const char *id)
{
  return self->query != NULL || g_hash_table_contains (self->ids, id);
}

/* Brings the items in step, and counts those that are on screen. */
static void
mark_items (ReeveTicks *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (self->model, i);
      gboolean ticked = is_ticked (self, reeve_paged_item_get_id (item));

      if (reeve_paged_item_get_ticked (item) != ticked)
        reeve_paged_item_set_ticked (item, ticked);
      if (ticked)
        self->n_shown++;
    }
}

static void
mark_all_items (ReeveTicks *self)
{
  self->n_shown = 0;
  if (self->model != NULL)
    mark_items (self, 0, g_list_model_get_n_items (self->model));
}

static void
on_items_changed_cb (ReeveTicks *self, guint position, guint removed, guint added)
{
  /* Appending, the common case, looks at the new rows only. */
  if (removed > 0)
    mark_all_items (self);
  else
    mark_items (self, position, added);
  if (g_hash_table_size (self->ids) > 0)
    announce_change (self); /* what the filter hides is another number now */
}

/* From "all that match" to the ids of those that are loaded: what a person sees ticked stays ticked. */
static void
leave_query (ReeveTicks *self)
{
  guint n = self->model ? g_list_model_get_n_items (self->model) : 0;

  g_clear_pointer (&self->query, g_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (self->model, i);

      add_item (self, item);
    }
  self->n_shown = n;
}

static void
reeve_ticks_dispose (GObject *object)
{
  ReeveTicks *self = REEVE_TICKS (object);

  reeve_ticks_set_model (self, NULL);
  G_OBJECT_CLASS (reeve_ticks_parent_class)->dispose (object);
}

static void
reeve_ticks_finalize (GObject *object)
{
  ReeveTicks *self = REEVE_TICKS (object);

  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->query, g_free);
  G_OBJECT_CLASS (reeve_ticks_parent_class)->finalize (object);
}

static void
reeve_ticks_class_init (ReeveTicksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = reeve_ticks_dispose;
  object_class->finalize = reeve_ticks_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
reeve_ticks_init (ReeveTicks *self)
{
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_item);
}

ReeveTicks *
reeve_ticks_new (void)
{
  return g_object_new (REEVE_TYPE_TICKS, NULL);
}

void
reeve_ticks_set_model (ReeveTicks *self, GListModel *model)
{
  g_return_if_fail (REEVE_IS_TICKS (self));

  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                             G_CONNECT_SWAPPED);
  mark_all_items (self);
}

void
reeve_ticks_set (ReeveTicks *self, const char *id, gboolean ticked)
{
  guint n;

  g_return_if_fail (REEVE_IS_TICKS (self));
  g_return_if_fail (id != NULL);

  if (is_ticked (self, id) == ticked)
    return;
  if (self->query != NULL) /* ticked is FALSE then */
    leave_query (self);
  if (ticked)
    g_hash_table_insert (self->ids, g_strdup (id), NULL);
  else
    g_hash_table_remove (self->ids, id);

  n = self->model ? g_list_model_get_n_items (self->model) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (self->model, i);

      if (!g_str_equal (reeve_paged_item_get_id (item), id))
        continue;
      reeve_paged_item_set_ticked (item, ticked);
      if (ticked)
        {
          add_item (self, item);
          self->n_shown++;
        }
      else
        self->n_shown--;
      break;
    }
  announce_change (self);
}

void
reeve_ticks_toggle (ReeveTicks *self, const char *id)
{
  reeve_ticks_set (self, id, !reeve_ticks_has (self, id));
}

gboolean
reeve_ticks_has (ReeveTicks *self, const char *id)
{
  g_return_val_if_fail (REEVE_IS_TICKS (self), FALSE);

  return is_ticked (self, id);
}

void
reeve_ticks_set_range (ReeveTicks *self, guint first, guint last, gboolean ticked)
{
  g_return_if_fail (REEVE_IS_TICKS (self));

  if (self->model == NULL || (self->query != NULL && ticked))
    return;
  if (self->query != NULL)
    leave_query (self);
  for (guint i = MIN (first, last); i <= MAX (first, last); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (self->model, i);

      if (item == NULL)
        break;
      if (ticked)
        add_item (self, item);
      else
        g_hash_table_remove (self->ids, reeve_paged_item_get_id (item));
    }
  mark_all_items (self);
  announce_change (self);
}

void
reeve_ticks_tick_loaded (ReeveTicks *self)
{
  guint n = self->model ? g_list_model_get_n_items (self->model) : 0;

  if (n > 0)
    reeve_ticks_set_range (self, 0, n - 1, TRUE);
}

void
reeve_ticks_clear (ReeveTicks *self)
{
  g_return_if_fail (REEVE_IS_TICKS (self));

  if (self->query == NULL && g_hash_table_size (self->ids) == 0)
    return;
  g_clear_pointer (&self->query, g_free);
  g_hash_table_remove_all (self->ids);
  mark_all_items (self);
  announce_change (self);
}

gint64
reeve_ticks_get_n (ReeveTicks *self)
{
  g_return_val_if_fail (REEVE_IS_TICKS (self), 0);

  return self->query != NULL ? self->query_total : g_hash_table_size (self->ids);
}

guint
reeve_ticks_get_n_hidden (ReeveTicks *self)
{
  g_return_val_if_fail (REEVE_IS_TICKS (self), 0);

  return self->query != NULL ? 0 : g_hash_table_size (self->ids) - self->n_shown;
}

GStrv
reeve_ticks_get_ids (ReeveTicks *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (REEVE_IS_TICKS (self), NULL);

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_strv_builder_add (builder, id);
  return g_strv_builder_end (builder);
}

GPtrArray *
reeve_ticks_get_items (ReeveTicks *self)
{
  GPtrArray *items = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer item;

  g_return_val_if_fail (REEVE_IS_TICKS (self), items);

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (item != NULL)
      g_ptr_array_add (items, item);
  return items;
}

void
reeve_ticks_set_query (ReeveTicks *self, const char *query, gint64 total)
{
  g_return_if_fail (REEVE_IS_TICKS (self));
  g_return_if_fail (query != NULL);

  g_set_str (&self->query, query);
  self->query_total = total;
  g_hash_table_remove_all (self->ids);
  mark_all_items (self);
  announce_change (self);
}

const char *
reeve_ticks_get_query (ReeveTicks *self)
{
  g_return_val_if_fail (REEVE_IS_TICKS (self), NULL);

  return self->query;
}
