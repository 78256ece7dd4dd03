/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/lists/day-sections.h"

struct _ReeveDaySections
{
  GObject parent_instance;
  /* owned */
  ReevePagedList *list; /* (nullable) */

  ReeveDaySectionsTime time;
};

static void reeve_day_sections_list_model_init (GListModelInterface *iface);
static void reeve_day_sections_section_model_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ReeveDaySections,
                               reeve_day_sections,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, reeve_day_sections_list_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                        reeve_day_sections_section_model_init))

static guint
get_n (ReeveDaySections *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

static gint64
get_time (ReeveDaySections *self, guint position)
{
  g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return self->time (reeve_paged_item_get_record (item));
}

/* The local day of @time: from, and the first moment after it. */
static void
find_day (gint64 time, gint64 *from, gint64 *to)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);
  g_autoptr (GDateTime) at = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr (GDateTime) begin =
    at != NULL ? g_date_time_new_local (g_date_time_get_year (at), g_date_time_get_month (at),
                                        g_date_time_get_day_of_month (at), 0, 0, 0)
               : NULL;
  g_autoptr (GDateTime) end = begin != NULL ? g_date_time_add_days (begin, 1) : NULL;

  *from = begin != NULL ? g_date_time_to_unix_usec (begin) : time;
  *to = end != NULL ? g_date_time_to_unix_usec (end) : time + 1;
}

/* The first item at or below @time, from @low on; those are in falling order. */
static guint
search (ReeveDaySections *self, guint low, guint high, gint64 before)
{
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_time (self, middle) < before)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

static void
reeve_day_sections_get_section (GtkSectionModel *model, guint position, guint *out_start, guint *out_end)
{
  ReeveDaySections *self = REEVE_DAY_SECTIONS (model);
  guint n = get_n (self);
  gint64 from, to;

  if (position >= n)
    {
      *out_start = n;
      *out_end = G_MAXUINT;
      return;
    }
  find_day (get_time (self, position), &from, &to);
  *out_start = search (self, 0, position, to);
  *out_end = search (self, position, n, from);
}

static GType
reeve_day_sections_get_item_type (GListModel *model)
{
  return REEVE_TYPE_PAGED_ITEM;
}

static guint
reeve_day_sections_get_n_items (GListModel *model)
{
  return get_n (REEVE_DAY_SECTIONS (model));
}

static gpointer
reeve_day_sections_get_item (GListModel *model, guint position)
{
  ReeveDaySections *self = REEVE_DAY_SECTIONS (model);

  return self->list != NULL ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;
}

static void
reeve_day_sections_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = reeve_day_sections_get_item_type;
  iface->get_n_items = reeve_day_sections_get_n_items;
  iface->get_item = reeve_day_sections_get_item;
}

static void
reeve_day_sections_section_model_init (GtkSectionModelInterface *iface)
{
  iface->get_section = reeve_day_sections_get_section;
}

static void
reeve_day_sections_dispose (GObject *object)
{
  ReeveDaySections *self = REEVE_DAY_SECTIONS (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (reeve_day_sections_parent_class)->dispose (object);
}

static void
reeve_day_sections_class_init (ReeveDaySectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_day_sections_dispose;
}

static void
reeve_day_sections_init (ReeveDaySections *self)
{
}

ReeveDaySections *
reeve_day_sections_new (ReeveDaySectionsTime time)
{
  ReeveDaySections *self;

  g_return_val_if_fail (time != NULL, NULL);

  self = g_object_new (REEVE_TYPE_DAY_SECTIONS, NULL);
  self->time = time;
  return self;
}

static void
on_items_changed_cb (ReeveDaySections *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

void
reeve_day_sections_set_list (ReeveDaySections *self, ReevePagedList *list)
{
  guint before;

  g_return_if_fail (REEVE_IS_DAY_SECTIONS (self));

  before = get_n (self);
  if (self->list == list)
    return;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->list, list);
  if (list != NULL)
    g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n (self));
}
