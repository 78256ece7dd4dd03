/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* GtkTreeListModel makes a list already to learn whether there is one, and throws it away: nothing is asked
 * for before the folder is opened. Every folder has a list, or one without folders in it could never get
 * some: the row hides what opens it. */

#include "config.h"

#include "console/lists/folder-tree.h"

#include "common/folder.h"
#include "common/permission-draft.h"
#include "common/verbs.h"
#include "console/lists/paged-item-private.h"

#define NEAR 10 /* rows to the end of a level */

struct _ReeveFolderTree
{
  GObject parent_instance;
  /* owned */
  ReeveClient *client;
  char *path;
  char *kind;      /* (nullable): of the one whose reach it is */
  char *principal; /* (nullable) */
  char *name;      /* of the root */
  GStrv verbs;     /* (nullable): theirs on the root; NULL: none, or not known */
  gint64 grants;   /* on the root; 0 while they are not known */
  GListStore *roots;
  GtkTreeListModel *model;
  ReevePagedList *top;
  GHashTable *levels; /* id -> ReevePagedList (not owned): of the folders that stand open */
};

G_DEFINE_FINAL_TYPE (ReeveFolderTree, reeve_folder_tree, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Levels --- */

static void
forget_level (gpointer data, GObject *level)
{
  ReeveFolderTree *self = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->levels);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == level)
      g_hash_table_iter_remove (&iter);
}

static void
forget_levels (ReeveFolderTree *self)
{
  GHashTableIter iter;
  gpointer level;

  g_hash_table_iter_init (&iter, self->levels);
  while (g_hash_table_iter_next (&iter, NULL, &level))
    g_object_weak_unref (level, forget_level, self);
  g_hash_table_remove_all (self->levels);
}

/* (transfer full) */
static GListModel *
make_level (gpointer item, gpointer user_data)
{
  ReeveFolderTree *self = user_data;
  const char *id = reeve_paged_item_get_id (item);
  ReevePagedList *level = g_hash_table_lookup (self->levels, id);

  if (level != NULL)
    return G_LIST_MODEL (g_object_ref (level));
  level = reeve_paged_list_new (self->client, reeve_folder_get_type (), self->path);
  g_hash_table_insert (self->levels, g_strdup (id), level);
  g_object_weak_ref (G_OBJECT (level), forget_level, self);
  return G_LIST_MODEL (level);
}

static void
on_level_cb (ReeveFolderTree *self, GParamSpec *pspec, ReevePagedList *level)
{
  if (level == self->top)
    g_signal_emit (self, signals[CHANGED], 0);
  else if (g_str_equal (pspec->name, "state") &&
           reeve_paged_list_get_state (level) == REEVE_PAGED_LIST_FAILED)
    g_signal_emit (self, signals[FAILED], 0, level);
}

static void
ask (ReeveFolderTree *self, ReevePagedList *level, const char *id)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  g_signal_connect_object (level, "notify", G_CALLBACK (on_level_cb), self, G_CONNECT_SWAPPED);
  reeve_query_set_filter (query, "parent", id);
  if (self->principal != NULL)
    {
      reeve_query_set_filter (query, "principalKind", self->kind);
      reeve_query_set_filter (query, "principal", self->principal);
      reeve_query_set_filter (query, "reached", "yes");
    }
  query->sort = g_strdup ("name");
  reeve_paged_list_set_query (level, query);
}

/* --- The object --- */

static void
reeve_folder_tree_dispose (GObject *object)
{
  ReeveFolderTree *self = REEVE_FOLDER_TREE (object);

  if (self->levels != NULL)
    forget_levels (self);
  g_clear_object (&self->model);
  g_clear_object (&self->top);
  g_clear_object (&self->roots);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (reeve_folder_tree_parent_class)->dispose (object);
}

static void
reeve_folder_tree_finalize (GObject *object)
{
  ReeveFolderTree *self = REEVE_FOLDER_TREE (object);

  g_hash_table_unref (self->levels);
  g_free (self->path);
  g_free (self->kind);
  g_free (self->principal);
  g_free (self->name);
  g_strfreev (self->verbs);
  G_OBJECT_CLASS (reeve_folder_tree_parent_class)->finalize (object);
}

static void
reeve_folder_tree_class_init (ReeveFolderTreeClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_folder_tree_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_folder_tree_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  REEVE_TYPE_PAGED_LIST);
}

static void
reeve_folder_tree_init (ReeveFolderTree *self)
{
  self->levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->roots = g_list_store_new (REEVE_TYPE_PAGED_ITEM);
}

/* --- The root --- */

/* (transfer full) */
static ReeveFolder *
new_root (ReeveFolderTree *self)
{
  ReeveFolder *root = reeve_folder_new ();

  root->id = g_strdup (REEVE_FOLDER_ROOT);
  root->name = g_strdup (self->name);
  root->inherits = TRUE;
  root->folders = 1; /* it can always be opened */
  root->verbs = g_strdupv (self->verbs);
  root->grants = self->grants;
  return root;
}

static void
show_root (ReeveFolderTree *self)
{
  g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->roots), 0);
  g_autoptr (ReeveFolder) root = new_root (self);

  reeve_paged_item_set_record (item, REEVE_RECORD (root));
}

static void
on_root_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderTree) self = user_data;
  g_autoptr (ReeveFolder) root = reeve_client_load_finish (REEVE_CLIENT (source), result, NULL);

  if (root == NULL) /* a failure is told by the level below, which is asked for at the same time */
    return;
  self->grants = root->grants;
  show_root (self);
}

static void
load_root (ReeveFolderTree *self)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", self->path, REEVE_FOLDER_ROOT);

  reeve_client_load_async (self->client, reeve_folder_get_type (), path, NULL, on_root_loaded_cb,
                           g_object_ref (self));
}

static void
on_reach_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderTree) self = user_data;
  g_autoptr (ReevePermissionMatrix) matrix = NULL;
  ReeveVerbs verbs;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &matrix, NULL) ||
      matrix == NULL || matrix->verbs == NULL || matrix->verbs[0] == NULL)
    return;
  g_clear_pointer (&self->verbs, g_strfreev);
  verbs = (ReeveVerbs) MAX (g_ascii_xdigit_value (*matrix->verbs[0]), 0);
  self->verbs = verbs != REEVE_VERBS_NONE ? reeve_verbs_to_wire (verbs) : NULL; /* as of other folders */
  show_root (self);
}

/* What somebody reaches there. */
static void
ask_about_reach (ReeveFolderTree *self)
{
  g_autoptr (ReevePermissionMatrix) body = reeve_permission_matrix_new ();
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *path = g_strconcat (folder, "/permissions/matrix", NULL);
  g_autofree char *principal = g_strdup_printf ("%s %s", self->kind, self->principal);

  body->folders = g_strsplit (REEVE_FOLDER_ROOT, " ", -1);
  body->principals = g_new0 (char *, 2);
  body->principals[0] = g_steal_pointer (&principal);
  reeve_client_post_async (self->client, path, body, reeve_permission_matrix_get_type (), -1, NULL,
                           on_reach_answered_cb, g_object_ref (self));
}

/* No level tells of the root. */
static void
ask_about_root (ReeveFolderTree *self)
{
  if (self->principal != NULL)
    ask_about_reach (self);
  else
    load_root (self);
}

ReeveFolderTree *
reeve_folder_tree_new (ReeveClient *client,
                       const char *path,
                       const char *name,
                       const char *kind,
                       const char *principal)
{
  ReeveFolderTree *self = g_object_new (REEVE_TYPE_FOLDER_TREE, NULL);
  g_autoptr (ReevePagedItem) item = NULL;
  g_autoptr (ReeveFolder) root = NULL;
  g_autoptr (GtkTreeListRow) row = NULL;

  self->client = g_object_ref (client);
  self->path = g_strdup (path);
  self->kind = g_strdup (kind);
  self->principal = g_strdup (principal);
  self->name = g_strdup (name);
  root = new_root (self);
  item = reeve_paged_item_new (REEVE_FOLDER_ROOT, REEVE_RECORD (root));
  g_list_store_append (self->roots, item);
  self->model =
    gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->roots)), FALSE, FALSE, make_level, self, NULL);
  self->top = REEVE_PAGED_LIST (make_level (item, self));
  row = gtk_tree_list_model_get_row (self->model, 0);
  reeve_folder_tree_open (self, row, TRUE);
  ask_about_root (self);
  return self;
}

const char *
reeve_folder_tree_get_path (ReeveFolderTree *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_TREE (self), NULL);

  return self->path;
}

GtkTreeListModel *
reeve_folder_tree_get_model (ReeveFolderTree *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_TREE (self), NULL);

  return self->model;
}

ReevePagedList *
reeve_folder_tree_get_top (ReeveFolderTree *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_TREE (self), NULL);

  return self->top;
}

void
reeve_folder_tree_set_name (ReeveFolderTree *self, const char *name)
{
  g_return_if_fail (REEVE_IS_FOLDER_TREE (self));

  g_set_str (&self->name, name);
  show_root (self);
}

void
reeve_folder_tree_open (ReeveFolderTree *self, GtkTreeListRow *row, gboolean open)
{
  g_autoptr (ReevePagedItem) item = NULL;
  ReevePagedList *level;

  g_return_if_fail (REEVE_IS_FOLDER_TREE (self));
  g_return_if_fail (GTK_IS_TREE_LIST_ROW (row));

  gtk_tree_list_row_set_expanded (row, open);
  item = gtk_tree_list_row_get_item (row);
  level = reeve_folder_tree_get_level (self, row);
  if (item == NULL || level == NULL || g_object_get_data (G_OBJECT (level), "reeve-asked") != NULL)
    return;
  g_object_set_data (G_OBJECT (level), "reeve-asked", self);
  ask (self, level, reeve_paged_item_get_id (item));
}

ReevePagedList *
reeve_folder_tree_get_level (ReeveFolderTree *self, GtkTreeListRow *row)
{
  GListModel *level;

  g_return_val_if_fail (REEVE_IS_FOLDER_TREE (self), NULL);

  level = gtk_tree_list_row_get_children (row);
  return level != NULL ? REEVE_PAGED_LIST (level) : NULL;
}

void
reeve_folder_tree_seen (ReeveFolderTree *self, GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) above = NULL;
  g_autoptr (ReevePagedItem) item = NULL;
  ReevePagedList *level;
  guint position;

  g_return_if_fail (REEVE_IS_FOLDER_TREE (self));

  above = gtk_tree_list_row_get_parent (row);
  item = gtk_tree_list_row_get_item (row);
  level = above != NULL ? reeve_folder_tree_get_level (self, above) : NULL;
  if (level != NULL && item != NULL && reeve_paged_list_get_state (level) == REEVE_PAGED_LIST_IDLE &&
      reeve_paged_list_find (level, reeve_paged_item_get_id (item), &position) != NULL &&
      position + NEAR >= g_list_model_get_n_items (G_LIST_MODEL (level)))
    reeve_paged_list_load_more (level);
}

void
reeve_folder_tree_reload (ReeveFolderTree *self)
{
  g_autoptr (GPtrArray) levels = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer level;

  g_return_if_fail (REEVE_IS_FOLDER_TREE (self));

  /* What stands open is another thing when an answer is here. */
  g_hash_table_iter_init (&iter, self->levels);
  while (g_hash_table_iter_next (&iter, NULL, &level))
    if (g_object_get_data (level, "reeve-asked") != NULL)
      g_ptr_array_add (levels, g_object_ref (level));
  for (guint i = 0; i < levels->len; i++)
    reeve_paged_list_reload (levels->pdata[i]);
  ask_about_root (self);
}
