/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/folder-detail.h"

#include <glib/gi18n.h>

#include "console/pages/folder-approvals.h"
#include "console/pages/folder-grants.h"
#include "console/pages/folder-holders.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pane.h"
#include "console/widgets/verb-words.h"

struct _ReeveFolderDetail
{
  AdwBin parent_instance;
  /* from the template */
  ReevePane *pane;
  GtkLabel *name_label;
  GtkLabel *place_label;
  GtkWidget *buttons;
  GtkWidget *rename_button;
  GtkWidget *menu_button;
  ReeveFolderApprovals *approvals;
  ReeveFolderGrants *grants;
  ReeveFolderHolders *holders;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  char *id;                  /* (nullable) */
  ReeveFolder *folder;       /* (nullable): until it is loaded */
  GError *error;             /* (nullable): why it could not be */
  GCancellable *cancellable; /* (nullable): of what is loaded of this folder */
};

G_DEFINE_FINAL_TYPE (ReeveFolderDetail, reeve_folder_detail, ADW_TYPE_BIN)

enum
{
  LOADED,
  GONE,
  GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_root (ReeveFolder *folder)
{
  return g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) == 0;
}

static const char *
get_name (ReeveFolderDetail *self, ReeveFolder *folder)
{
  return is_root (folder) ? reeve_site_get_root_name (self->site) : folder->name;
}

/* --- What is shown --- */

/* The one function that says which of its states the pane is in. */
static ReevePaneState
decide (ReeveFolderDetail *self)
{
  ReevePagedList *grants = reeve_folder_grants_get_list (self->grants);
  ReevePagedListState state =
    grants != NULL ? reeve_paged_list_get_state (grants) : REEVE_PAGED_LIST_COMPLETE;
  const GError *error = grants != NULL ? reeve_paged_list_get_error (grants) : NULL;
  guint n = grants != NULL ? g_list_model_get_n_items (G_LIST_MODEL (grants)) : 0;

  if (self->id == NULL || self->site == NULL)
    return REEVE_PANE_EMPTY;
  if (self->error != NULL) /* the folder itself */
    {
      state = REEVE_PAGED_LIST_FAILED;
      error = self->error;
    }
  else if (self->folder == NULL || (state == REEVE_PAGED_LIST_IDLE && n == 0))
    state = REEVE_PAGED_LIST_LOADING;
  return reeve_pane_decide (reeve_site_get_state (self->site), reeve_site_get_online (self->site), state,
                            self->folder != NULL && (state == REEVE_PAGED_LIST_COMPLETE || n > 0), FALSE,
                            reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE);
}

static void
show_all (ReeveFolderDetail *self)
{
  gboolean write =
    self->site != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_PERMISSIONS_WRITE);
  g_autofree char *place = reeve_folder_detail_get_place (self);
  ReevePagedList *grants = reeve_folder_grants_get_list (self->grants);

  gtk_label_set_label (self->name_label, self->folder != NULL ? get_name (self, self->folder) : "");
  gtk_label_set_label (self->place_label, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), self->folder != NULL && !is_root (self->folder));
  gtk_widget_set_visible (self->buttons, write && self->folder != NULL);
  gtk_widget_set_visible (self->rename_button, self->folder != NULL && !is_root (self->folder));
  gtk_widget_set_visible (self->menu_button, self->folder != NULL && !is_root (self->folder));
  reeve_pane_set_state (self->pane, decide (self),
                        self->error != NULL ? self->error
                        : grants != NULL    ? reeve_paged_list_get_error (grants)
                                            : NULL);
}

/* --- Loading --- */

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) folder = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  if (folder != NULL && folder->deleted == 0)
    {
      g_set_object (&self->folder, folder);
      reeve_folder_grants_set_folder (self->grants, folder);
      reeve_folder_approvals_show (self->approvals, folder);
      g_signal_emit (self, signals[LOADED], 0, folder);
    }
  else if (folder != NULL || reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND) /* in the bin */
    {
      g_signal_emit (self, signals[GONE], 0);
      return;
    }
  else if (self->folder == NULL) /* what is on screen stays */
    self->error = g_steal_pointer (&error);
  show_all (self);
}

static void
load (ReeveFolderDetail *self)
{
  g_autofree char *below = g_strconcat ("folders/", self->id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);
  g_autofree char *history = g_strconcat (below, "/history", NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
  reeve_history_group_load (self->history, self->site, history);
}

static void
drop (ReeveFolderDetail *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->folder);
  g_clear_error (&self->error);
  g_clear_pointer (&self->id, g_free);
}

static void
show_lists (ReeveFolderDetail *self)
{
  reeve_folder_grants_show (self->grants, self->site, self->id);
  reeve_folder_holders_show (self->holders, self->site, self->id);
}

static void
on_go_cb (ReeveFolderDetail *self, const char *id)
{
  g_signal_emit (self, signals[GO], 0, id);
}

/* --- The widget --- */

static void
reeve_folder_detail_dispose (GObject *object)
{
  ReeveFolderDetail *self = REEVE_FOLDER_DETAIL (object);

  drop (self);
  g_clear_object (&self->site);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_DETAIL);
  G_OBJECT_CLASS (reeve_folder_detail_parent_class)->dispose (object);
}

static void
reeve_folder_detail_class_init (ReeveFolderDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_folder_detail_dispose;
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  reeve_folder_get_type ());
  signals[GONE] = g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO] =
    g_signal_new ("go", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_FOLDER_APPROVALS);
  g_type_ensure (REEVE_TYPE_FOLDER_GRANTS);
  g_type_ensure (REEVE_TYPE_FOLDER_HOLDERS);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/folder-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, name_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, place_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, rename_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, approvals);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, grants);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, holders);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, history);
  gtk_widget_class_bind_template_callback (widget_class, show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_go_cb);
  gtk_widget_class_bind_template_callback (widget_class, reeve_folder_detail_reload);
}

static void
reeve_folder_detail_init (ReeveFolderDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_all (self);
}

void
reeve_folder_detail_set_site (ReeveFolderDetail *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  drop (self);
  show_lists (self);
  g_set_object (&self->site, site);
  reeve_folder_approvals_set_site (self->approvals, site);
  show_all (self);
}

void
reeve_folder_detail_show (ReeveFolderDetail *self, const char *id)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  if (g_strcmp0 (id, self->id) == 0)
    return;
  drop (self);
  reeve_folder_approvals_show (self->approvals, NULL);
  if (id != NULL && self->site != NULL)
    {
      self->id = g_strdup (id);
      load (self);
    }
  show_lists (self);
  show_all (self);
}

const char *
reeve_folder_detail_get_id (ReeveFolderDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  return self->id;
}

ReeveFolder *
reeve_folder_detail_get_folder (ReeveFolderDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  return self->folder;
}

char *
reeve_folder_detail_get_place (ReeveFolderDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  return reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                self->folder != NULL ? (const char *const *) self->folder->path : NULL, 0);
}

char *
reeve_folder_detail_get_place_above (ReeveFolderDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  return reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                self->folder != NULL ? (const char *const *) self->folder->path : NULL, 1);
}

ReeveGrant *
reeve_folder_detail_find_grant (ReeveFolderDetail *self, const char *id)
{
  ReevePagedList *list;

  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  list = reeve_folder_grants_get_list (self->grants);
  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_strcmp0 (reeve_paged_item_get_id (item), id) == 0)
        return reeve_paged_item_get_record (item);
    }
  return NULL;
}

void
reeve_folder_detail_update (ReeveFolderDetail *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  reeve_folder_grants_update (self->grants);
  show_all (self);
}

void
reeve_folder_detail_reload (ReeveFolderDetail *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  if (self->id == NULL)
    return;
  load (self);
  reeve_folder_grants_reload (self->grants);
  reeve_folder_holders_reload (self->holders);
}
