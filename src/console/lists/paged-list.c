/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list model behind every list on screen. It asks the service for a page when the list pane asks it, and
 * at no other time; it never loses rows that are on screen to a failure. Every item knows its position, so
 * that a change from the feed finds its row among 100,000 by its id without a search. */

#include "config.h"

#include "console/lists/paged-list.h"

#include "common/error.h"
#include "console/lists/paged-item-private.h"

/* A page may hold nothing new (its rows were shown already, or are gone, or nothing was found in so much of a
 * long trail): the next is fetched at once, but not for ever. */
#define MAX_EMPTY_PAGES 1000

/* Asked again, a list comes back as long as it was, so that nothing jumps; past this many rows it is not
 * worth the wait. */
#define MAX_RENEWED 2000

struct _ReevePagedList
{
  GObject parent_instance;

  /* owned */
  ReeveClient *client;
  char *path;
  ReeveQuery *query;
  char *next; /* (nullable): cursor of the next page */
  GPtrArray *items;
  GHashTable *by_id;   /* id of the item (borrowed) -> ReevePagedItem (borrowed) */
  GPtrArray *arrived;  /* (nullable): records of the pages that will take the place of all */
  GHashTable *left;    /* id of the item (borrowed) -> ReevePagedItem: no answer to the query any more */
  GHashTable *removed; /* ids taken out since the query began: a page under way may still hold them */
  GCancellable *cancellable; /* (nullable): of the page under way */
  GError *error;             /* (nullable) */

  GType item_type;
  const ReeveField *id_field;
  const ReeveField *version_field; /* (nullable) */
  ReevePagedListState state;
  gint64 total;
  gboolean total_is_estimate;
  ReevePagedListBelongs belongs; /* (nullable) */
  ReevePagedListChange change;
  gboolean begun;      /* the items on screen belong to the query */
  gboolean same;       /* until then: they answered the same question */
  guint first_limit;   /* 0: the query's */
  guint renewed_limit; /* so many rows, before they take the place of all */
  guint serial;        /* of the query */
  guint n_empty_pages;
};

static void reeve_paged_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ReevePagedList,
                               reeve_paged_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, reeve_paged_list_list_model_init))

G_DEFINE_ENUM_TYPE (ReevePagedListState,
                    reeve_paged_list_state,
                    G_DEFINE_ENUM_VALUE (REEVE_PAGED_LIST_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (REEVE_PAGED_LIST_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (REEVE_PAGED_LIST_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (REEVE_PAGED_LIST_FAILED, "failed"))

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_TOTAL,
  PROP_TOTAL_IS_ESTIMATE,
  PROP_QUERY_SERIAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What a page's answer needs to know whom it is for. */
typedef struct
{
  ReevePagedList *list; /* owned */
  guint serial;
} PageRequest;

static void
page_request_free (PageRequest *request)
{
  g_object_unref (request->list);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageRequest, page_request_free)

static const char *
get_id (ReevePagedList *self, gpointer record)
{
  return *(char **) reeve_record_field (record, self->id_field);
}

static gint64
get_version (ReevePagedList *self, gpointer record)
{
  return self->version_field != NULL ? *(gint64 *) reeve_record_field (record, self->version_field) : 0;
}

static void
set_state (ReevePagedList *self, ReevePagedListState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
take_error (ReevePagedList *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_total (ReevePagedList *self, gint64 total, gboolean is_estimate)
{
  if (self->total != total)
    {
      self->total = total;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
    }
  if (self->total_is_estimate != is_estimate)
    {
      self->total_is_estimate = is_estimate;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_IS_ESTIMATE]);
    }
}

static void
renew_item (ReevePagedList *self, ReevePagedItem *item, gpointer record)
{
  if (get_version (self, record) >= get_version (self, reeve_paged_item_get_record (item)))
    reeve_paged_item_set_record (item, record);
}

static void
renumber (ReevePagedList *self, guint from)
{
  for (guint i = from; i < self->items->len; i++)
    reeve_paged_item_set_position (g_ptr_array_index (self->items, i), i);
}

/* Fills @items with the records of a page that are not there yet; an item of the same id in @known (nullable)
 * serves again, so that what is ticked stays ticked. */
static void
collect_items (ReevePagedList *self, GPtrArray *records, GHashTable *known, GPtrArray *items)
{
  for (guint i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);
      const char *id = get_id (self, record);
      ReevePagedItem *shown = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
      ReevePagedItem *old = id != NULL && known != NULL ? g_hash_table_lookup (known, id) : NULL;
      g_autoptr (ReevePagedItem) item = NULL;

      if (id == NULL || g_hash_table_contains (self->removed, id))
        continue;
      if (shown != NULL)
        {
          renew_item (self, shown, record);
          continue;
        }
      if (old != NULL)
        renew_item (self, old, record);
      item = old != NULL ? g_object_ref (old) : reeve_paged_item_new (id, record);
      g_hash_table_insert (self->by_id, (gpointer) reeve_paged_item_get_id (item), item);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
}

static guint
count_common (GPtrArray *a, GPtrArray *b, gboolean at_end, guint most)
{
  guint n = 0;

  while (n < most && a->pdata[at_end ? a->len - 1 - n : n] == b->pdata[at_end ? b->len - 1 - n : n])
    n++;
  return n;
}

/* What a query begins with takes the place of all that was shown, in one notice of the smallest range: a view
 * gives the row widgets that it has to the new items, and leaves alone the rows that stay. */
static void
replace_items (ReevePagedList *self, GPtrArray *records)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->items);
  g_autoptr (GHashTable) old_by_id = g_steal_pointer (&self->by_id);
  guint most;
  guint first;
  guint last;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  collect_items (self, records, old_by_id, self->items);
  renumber (self, 0);
  most = MIN (old->len, self->items->len);
  first = count_common (old, self->items, FALSE, most);
  last = count_common (old, self->items, TRUE, most - first);
  if (first + last == old->len && first + last == self->items->len)
    return;
  self->change = self->same ? REEVE_PAGED_LIST_RENEWED : REEVE_PAGED_LIST_REPLACED;
  g_list_model_items_changed (G_LIST_MODEL (self), first, old->len - first - last,
                              self->items->len - first - last);
  self->change = REEVE_PAGED_LIST_EDITED;
}

static void
append_items (ReevePagedList *self, GPtrArray *records)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint position = self->items->len;
  guint n_added;

  collect_items (self, records, NULL, items);
  n_added = items->len;
  g_ptr_array_extend_and_steal (self->items, g_steal_pointer (&items));
  renumber (self, position);
  if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n_added);
}

static void load_page (ReevePagedList *self);

static void
show_failure (ReevePagedList *self, GError *error)
{
  /* The service does not know its own cursor any more: the next try begins at the first page. */
  if (self->begun && g_strcmp0 (reeve_error_get_reason (error), "cursor") == 0)
    {
      self->begun = FALSE;
      self->same = TRUE;
      self->renewed_limit = MIN (self->items->len, MAX_RENEWED);
    }
  if (!self->begun)
    {
      g_clear_pointer (&self->arrived, g_ptr_array_unref);
      g_clear_pointer (&self->next, g_free);
    }
  take_error (self, error);
  set_state (self, REEVE_PAGED_LIST_FAILED);
}

static gpointer
copy_reference (gconstpointer record, gpointer unused)
{
  return g_object_ref ((gpointer) record);
}

static void
show_page (ReevePagedList *self, ReeveListing *listing)
{
  guint serial = self->serial;
  gboolean added;

  if (self->begun)
    {
      guint before = self->items->len;

      append_items (self, listing->items);
      added = self->items->len > before;
    }
  else
    {
      g_autoptr (GPtrArray) arrived = NULL;

      if (self->arrived == NULL)
        self->arrived = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_extend (self->arrived, listing->items, copy_reference, NULL);
      g_set_str (&self->next, listing->next);
      if (self->next != NULL && self->arrived->len < self->renewed_limit)
        {
          load_page (self);
          return;
        }
      arrived = g_steal_pointer (&self->arrived);
      replace_items (self, arrived);
      added = self->items->len > 0;
    }

  /* whoever heard of the new rows may have asked another question already */
  if (serial != self->serial)
    return;
  self->begun = TRUE;
  g_set_str (&self->next, listing->next);
  set_total (self, listing->total, listing->total_is_estimate);
  self->n_empty_pages = added ? 0 : self->n_empty_pages + 1;
  if (self->next != NULL && !added && self->n_empty_pages < MAX_EMPTY_PAGES)
    load_page (self);
  else
    set_state (self, self->next != NULL ? REEVE_PAGED_LIST_IDLE : REEVE_PAGED_LIST_COMPLETE);
}

static void
on_page_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PageRequest) request = user_data;
  ReevePagedList *self = request->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (request->serial != self->serial || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (listing == NULL)
    show_failure (self, g_steal_pointer (&error));
  else
    show_page (self, listing);
}

static void
load_page (ReevePagedList *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_copy (self->query);
  PageRequest *request = g_new0 (PageRequest, 1);
  guint n_arrived = self->arrived != NULL ? self->arrived->len : 0;

  g_set_str (&query->cursor, self->next);
  if (!self->begun && self->first_limit != 0)
    query->limit = self->first_limit;
  if (!self->begun && self->renewed_limit > n_arrived + query->limit)
    query->limit = MIN (self->renewed_limit - n_arrived, REEVE_QUERY_MAX_LIMIT);
  request->list = g_object_ref (self);
  request->serial = self->serial;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  take_error (self, NULL);
  set_state (self, REEVE_PAGED_LIST_LOADING);
  reeve_client_list_async (self->client, self->item_type, self->path, query, self->cancellable,
                           on_page_loaded_cb, request);
}

static void
begin_query (ReevePagedList *self, gboolean same)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  g_hash_table_remove_all (self->removed);
  g_hash_table_remove_all (self->left);
  self->same = same && (self->begun || self->same);
  self->renewed_limit = self->same ? MIN (self->items->len, MAX_RENEWED) : 0;
  self->begun = FALSE;
  self->n_empty_pages = 0;
  self->serial++;
  load_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY_SERIAL]);
}

static GType
reeve_paged_list_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return REEVE_TYPE_PAGED_ITEM;
}

static guint
reeve_paged_list_get_n_items (GListModel *model)
{
  return REEVE_PAGED_LIST (model)->items->len;
}

static gpointer
reeve_paged_list_get_item (GListModel *model, guint position)
{
  ReevePagedList *self = REEVE_PAGED_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
reeve_paged_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = reeve_paged_list_get_item_type;
  iface->get_n_items = reeve_paged_list_get_n_items;
  iface->get_item = reeve_paged_list_get_item;
}

static void
reeve_paged_list_dispose (GObject *object)
{
  ReevePagedList *self = REEVE_PAGED_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (reeve_paged_list_parent_class)->dispose (object);
}

static void
reeve_paged_list_finalize (GObject *object)
{
  ReevePagedList *self = REEVE_PAGED_LIST (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->query, reeve_query_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);
  g_clear_pointer (&self->left, g_hash_table_unref);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (reeve_paged_list_parent_class)->finalize (object);
}

static void
reeve_paged_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReevePagedList *self = REEVE_PAGED_LIST (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    case PROP_TOTAL_IS_ESTIMATE:
      g_value_set_boolean (value, self->total_is_estimate);
      break;
    case PROP_QUERY_SERIAL:
      g_value_set_uint (value, self->serial);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_paged_list_class_init (ReevePagedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = reeve_paged_list_dispose;
  object_class->finalize = reeve_paged_list_finalize;
  object_class->get_property = reeve_paged_list_get_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, REEVE_TYPE_PAGED_LIST_STATE, REEVE_PAGED_LIST_IDLE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_TOTAL_IS_ESTIMATE] = g_param_spec_boolean ("total-is-estimate", NULL, NULL, FALSE, flags);
  properties[PROP_QUERY_SERIAL] = g_param_spec_uint ("query-serial", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_paged_list_init (ReevePagedList *self)
{
  self->query = reeve_query_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->total = -1;
}

ReevePagedList *
reeve_paged_list_new (ReeveClient *client, GType item_type, const char *path)
{
  ReevePagedList *self;
  ReeveRecordClass *record_class;

  g_return_val_if_fail (REEVE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (g_type_is_a (item_type, REEVE_TYPE_RECORD), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (REEVE_TYPE_PAGED_LIST, NULL);
  self->client = g_object_ref (client);
  self->item_type = item_type;
  self->path = g_strdup (path);
  record_class = reeve_record_class_of (item_type);
  self->id_field = reeve_record_class_find_field (record_class, "id");
  self->version_field = reeve_record_class_find_field (record_class, "version");
  g_assert (self->id_field != NULL);
  return self;
}

void
reeve_paged_list_set_query (ReevePagedList *self, const ReeveQuery *query)
{
  g_return_if_fail (REEVE_IS_PAGED_LIST (self));
  g_return_if_fail (query != NULL);

  g_autofree char *before = reeve_query_to_string (self->query, FALSE);
  g_autofree char *after = reeve_query_to_string (query, FALSE);

  if (self->query != query)
    {
      reeve_query_free (self->query);
      self->query = reeve_query_copy (query);
      g_clear_pointer (&self->query->cursor, g_free);
    }
  begin_query (self, g_str_equal (before, after));
}

const char *
reeve_paged_list_get_path (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), NULL);

  return self->path;
}

void
reeve_paged_list_set_belongs (ReevePagedList *self, ReevePagedListBelongs belongs)
{
  g_return_if_fail (REEVE_IS_PAGED_LIST (self));

  self->belongs = belongs;
}

void
reeve_paged_list_set_first_limit (ReevePagedList *self, guint limit)
{
  g_return_if_fail (REEVE_IS_PAGED_LIST (self));

  self->first_limit = limit;
}

ReevePagedListChange
reeve_paged_list_get_change (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), REEVE_PAGED_LIST_EDITED);

  return self->change;
}

const ReeveQuery *
reeve_paged_list_get_query (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), NULL);

  return self->query;
}

void
reeve_paged_list_reload (ReevePagedList *self)
{
  g_return_if_fail (REEVE_IS_PAGED_LIST (self));

  begin_query (self, TRUE);
}

void
reeve_paged_list_load_more (ReevePagedList *self)
{
  g_return_if_fail (REEVE_IS_PAGED_LIST (self));

  if (self->state == REEVE_PAGED_LIST_LOADING || self->state == REEVE_PAGED_LIST_COMPLETE)
    return;
  self->n_empty_pages = 0;
  load_page (self);
}

ReevePagedListState
reeve_paged_list_get_state (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), REEVE_PAGED_LIST_IDLE);

  return self->state;
}

const GError *
reeve_paged_list_get_error (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), NULL);

  return self->error;
}

gint64
reeve_paged_list_get_total (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), -1);

  return self->total;
}

gboolean
reeve_paged_list_get_total_is_estimate (ReevePagedList *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), FALSE);

  return self->total_is_estimate;
}

ReevePagedItem *
reeve_paged_list_find (ReevePagedList *self, const char *id, guint *position)
{
  ReevePagedItem *item;

  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  item = g_hash_table_lookup (self->by_id, id);
  if (item != NULL && position != NULL)
    *position = reeve_paged_item_get_position (item);
  return item;
}

ReevePagedItem *
reeve_paged_list_find_left (ReevePagedList *self, const char *id)
{
  g_return_val_if_fail (REEVE_IS_PAGED_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->left, id);
}

static gboolean
answers_query (ReevePagedList *self, ReevePagedItem *item)
{
  return self->belongs == NULL || self->belongs (reeve_paged_item_get_record (item), self->query);
}

/* The item keeps its position, so that it finds its place again. */
static void
let_leave (ReevePagedList *self, ReevePagedItem *item)
{
  g_autoptr (ReevePagedItem) kept = g_object_ref (item);
  const char *id = reeve_paged_item_get_id (item);

  self->change = REEVE_PAGED_LIST_LEFT;
  reeve_paged_list_remove (self, id);
  self->change = REEVE_PAGED_LIST_EDITED;
  g_hash_table_replace (self->left, (gpointer) id, g_steal_pointer (&kept));
}

static void
let_return (ReevePagedList *self, ReevePagedItem *item)
{
  g_autoptr (ReevePagedItem) kept = g_object_ref (item);
  const char *id = reeve_paged_item_get_id (item);
  guint position = MIN (reeve_paged_item_get_position (item), self->items->len);

  g_hash_table_remove (self->left, id);
  g_hash_table_remove (self->removed, id);
  g_hash_table_insert (self->by_id, (gpointer) id, item);
  g_ptr_array_insert (self->items, (int) position, g_steal_pointer (&kept));
  renumber (self, position);
  if (self->total >= 0)
    set_total (self, self->total + 1, self->total_is_estimate);
  self->change = REEVE_PAGED_LIST_LEFT;
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  self->change = REEVE_PAGED_LIST_EDITED;
}

void
reeve_paged_list_put (ReevePagedList *self, gpointer record)
{
  const char *id;
  ReevePagedItem *item;
  ReevePagedItem *left;

  g_return_if_fail (REEVE_IS_PAGED_LIST (self));
  g_return_if_fail (G_TYPE_CHECK_INSTANCE_TYPE (record, self->item_type));

  id = get_id (self, record);
  item = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
  left = id != NULL ? g_hash_table_lookup (self->left, id) : NULL;
  if (item != NULL)
    {
      renew_item (self, item, record);
      if (!answers_query (self, item))
        let_leave (self, item);
    }
  else if (left != NULL)
    {
      renew_item (self, left, record);
      if (answers_query (self, left))
        let_return (self, left);
    }
}

void
reeve_paged_list_prepend (ReevePagedList *self, gpointer record)
{
  const char *id;
  ReevePagedItem *item;

  g_return_if_fail (REEVE_IS_PAGED_LIST (self));
  g_return_if_fail (G_TYPE_CHECK_INSTANCE_TYPE (record, self->item_type));

  id = get_id (self, record);
  g_return_if_fail (id != NULL);
  g_hash_table_remove (self->left, id);
  g_hash_table_remove (self->removed, id);
  if (g_hash_table_contains (self->by_id, id))
    {
      reeve_paged_list_put (self, record);
      return;
    }
  item = reeve_paged_item_new (id, record);
  g_hash_table_insert (self->by_id, (gpointer) reeve_paged_item_get_id (item), item);
  g_ptr_array_insert (self->items, 0, item);
  renumber (self, 0);
  if (self->total >= 0)
    set_total (self, self->total + 1, self->total_is_estimate);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
}

void
reeve_paged_list_remove (ReevePagedList *self, const char *id)
{
  ReevePagedItem *item;
  guint position;

  g_return_if_fail (REEVE_IS_PAGED_LIST (self));
  g_return_if_fail (id != NULL);

  item = g_hash_table_lookup (self->by_id, id);
  g_hash_table_remove (self->left, id);
  g_hash_table_add (self->removed, g_strdup (id));
  if (item == NULL)
    return;
  position = reeve_paged_item_get_position (item);
  g_hash_table_remove (self->by_id, reeve_paged_item_get_id (item));
  g_ptr_array_remove_index (self->items, position);
  renumber (self, position);
  if (self->total > 0)
    set_total (self, self->total - 1, self->total_is_estimate);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}
