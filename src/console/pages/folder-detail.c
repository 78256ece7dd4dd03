/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The grants come as one list and stand in three groups of rows, by how they come to the folder. What stops a
 * grant is the nearest folder upwards that does not inherit: it is looked for only where one is stopped. */

#include "config.h"

#include "console/pages/folder-detail.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/grant.h"
#include "common/permission-holder.h"
#include "console/lists/paged-list.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pane.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

#define ITEM_OF_ROW "reeve-item"
#define HOLDERS     100

typedef enum
{
  OWN,
  INHERITED,
  STOPPED,
  N_KINDS
} Kind;

struct _ReeveFolderDetail
{
  AdwBin parent_instance;
  /* from the template */
  ReevePane *pane;
  GtkLabel *name_label;
  GtkLabel *place_label;
  GtkWidget *buttons;
  GtkWidget *rename_button;
  AdwPreferencesGroup *own_group;
  AdwPreferencesGroup *inherited_group;
  AdwPreferencesGroup *stopped_group;
  AdwPreferencesGroup *holders_group;
  GtkListBox *own_rows;
  GtkListBox *inherited_rows;
  GtkListBox *stopped_rows;
  GtkListBox *holder_rows;
  GtkWidget *more_button;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSite *site;         /* (nullable) */
  char *id;                /* (nullable) */
  ReeveFolder *folder;     /* (nullable): until it is loaded */
  GError *error;           /* (nullable): why it could not be */
  ReevePagedList *grants;  /* (nullable): with the id */
  ReevePagedList *holders; /* (nullable): with the id */
  GtkFilter *filters[N_KINDS];
  ReeveFolder *stopper;      /* (nullable): the folder that stops grants from above */
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

static const char *
get_root_name (ReeveFolderDetail *self)
{
  ReeveWorkspace *workspace = self->site != NULL ? reeve_site_get_workspace (self->site) : NULL;

  return workspace != NULL ? workspace->name : "/";
}

static gboolean
is_root (ReeveFolder *folder)
{
  return g_strcmp0 (folder->id, REEVE_FOLDER_ROOT) == 0;
}

static const char *
get_name (ReeveFolderDetail *self, ReeveFolder *folder)
{
  return is_root (folder) ? get_root_name (self) : folder->name;
}

static char *
get_path (ReeveFolderDetail *self, const char *id, const char *more)
{
  g_autofree char *below = g_strconcat ("folders/", id, more, NULL);

  return reeve_site_path (self->site, below);
}

static guint
count (ReevePagedList *list)
{
  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
}

/* --- Grants --- */

static gboolean
is_of_kind (gpointer item, gpointer kind)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (item);

  return g_strcmp0 (grant->state, reeve_grant_states[GPOINTER_TO_INT (kind)]) == 0;
}

/* What is said of it beside the name. */
static char *
describe_grant (ReeveFolderDetail *self, const ReeveGrant *grant)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *expiry = reeve_verb_words_expiry (grant, reeve_clock_now ());

  g_ptr_array_add (parts, g_strdup (reeve_verb_words ((const char *const *) grant->verbs)));
  if (expiry != NULL)
    g_ptr_array_add (parts, g_steal_pointer (&expiry));
  if (g_strcmp0 (grant->state, "own") != 0)
    {
      g_autofree char *path =
        reeve_verb_words_path (get_root_name (self), (const char *const *) grant->folder_path, 0);

      /* Translators: where a grant comes from; %s: a folder */
      g_ptr_array_add (parts, g_strdup_printf (_ ("from %s"), path));
    }
  if (grant->reason != NULL)
    g_ptr_array_add (parts, g_strdup (grant->reason));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
show_grant (ReeveFolderDetail *self, GtkWidget *row)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  GtkWidget *icon = g_object_get_data (G_OBJECT (row), "reeve-icon");
  GtkWidget *go = g_object_get_data (G_OBJECT (row), "reeve-go");
  gboolean own = g_strcmp0 (grant->state, "own") == 0;
  gboolean expired = grant->expires != 0 && grant->expires <= reeve_clock_now ();
  g_autofree char *subtitle = describe_grant (self, grant);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_verb_words_principal (grant));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), reeve_verb_words_icon (grant->principal_kind));
  gtk_widget_set_tooltip_text (icon, reeve_verb_words_kind (grant->principal_kind));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reeve_verb_words_kind (grant->principal_kind), -1);
  gtk_widget_set_visible (go, !own);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !own);
  if (own && !expired)
    gtk_widget_remove_css_class (row, "from-above");
  else
    gtk_widget_add_css_class (row, "from-above");
}

static void
on_grant_renewed_cb (GtkWidget *row)
{
  ReeveFolderDetail *self = REEVE_FOLDER_DETAIL (gtk_widget_get_ancestor (row, REEVE_TYPE_FOLDER_DETAIL));

  if (self != NULL)
    show_grant (self, row);
}

static GtkWidget *
make_grant_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *go = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), go);
  /* Translators: tooltip of a row: activating it opens the folder that a grant is on */
  gtk_widget_set_tooltip_text (go, _ ("Go to Its Folder"));
  g_object_set_data (G_OBJECT (row), "reeve-icon", icon);
  g_object_set_data (G_OBJECT (row), "reeve-go", go);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_grant_renewed_cb), row, G_CONNECT_SWAPPED);
  show_grant (user_data, row);
  return row;
}

static void
on_grant_activated_cb (ReeveFolderDetail *self, GtkListBoxRow *row)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));

  g_signal_emit (self, signals[GO], 0, grant->folder);
}

/* --- Holders --- */

static void
show_holder (GtkWidget *row)
{
  const ReevePermissionHolder *holder =
    reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s", reeve_verb_words ((const char *const *) holder->verbs), holder->email);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), holder->display_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static GtkWidget *
make_holder_row (gpointer item, gpointer user_data G_GNUC_UNUSED)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (show_holder), row, G_CONNECT_SWAPPED);
  show_holder (row);
  return row;
}

static void
on_more_clicked_cb (ReeveFolderDetail *self)
{
  if (self->holders != NULL)
    reeve_paged_list_load_more (self->holders);
}

static char *
describe_holders (ReeveFolderDetail *self, ReevePagedListState state)
{
  gint64 total = self->holders != NULL ? reeve_paged_list_get_total (self->holders) : -1;
  g_autofree char *number = NULL;

  if (state == REEVE_PAGED_LIST_FAILED)
    return reeve_wording_title (reeve_paged_list_get_error (self->holders));
  if (total < 0)
    return NULL;
  if (total == 0)
    return g_strdup (_ ("Nobody."));
  number = reeve_format_count (total);
  /* Translators: %s: how many people reach a folder */
  return g_strdup_printf (g_dngettext (NULL, "%s person.", "%s people.", (gulong) total), number);
}

static void
show_holders (ReeveFolderDetail *self)
{
  ReevePagedListState state =
    self->holders != NULL ? reeve_paged_list_get_state (self->holders) : REEVE_PAGED_LIST_COMPLETE;
  guint n = count (self->holders);
  g_autofree char *text = describe_holders (self, state);
  g_autofree char *safe = text != NULL ? g_markup_escape_text (text, -1) : NULL;

  adw_preferences_group_set_description (self->holders_group, safe);
  gtk_widget_set_visible (GTK_WIDGET (self->holder_rows), n > 0);
  gtk_widget_set_visible (self->more_button,
                          (state == REEVE_PAGED_LIST_IDLE && n > 0) || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
}

/* --- What is shown --- */

/* The one function that says which of its states the pane is in. */
static ReevePaneState
decide (ReeveFolderDetail *self)
{
  ReevePagedListState state =
    self->grants != NULL ? reeve_paged_list_get_state (self->grants) : REEVE_PAGED_LIST_COMPLETE;
  const GError *error = self->grants != NULL ? reeve_paged_list_get_error (self->grants) : NULL;

  if (self->id == NULL || self->site == NULL)
    return REEVE_PANE_EMPTY;
  if (self->error != NULL) /* the folder itself */
    {
      state = REEVE_PAGED_LIST_FAILED;
      error = self->error;
    }
  else if (self->folder == NULL || (state == REEVE_PAGED_LIST_IDLE && count (self->grants) == 0))
    state = REEVE_PAGED_LIST_LOADING;
  return reeve_pane_decide (reeve_site_get_state (self->site), reeve_site_get_online (self->site), state,
                            self->folder != NULL &&
                              (state == REEVE_PAGED_LIST_COMPLETE || count (self->grants) > 0),
                            FALSE, reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE);
}

static guint
count_of_kind (ReeveFolderDetail *self, Kind kind)
{
  guint found = 0;

  for (guint i = 0; i < count (self->grants); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->grants), i);

      found += is_of_kind (item, GINT_TO_POINTER (kind));
    }
  return found;
}

static void
show_stopper (ReeveFolderDetail *self)
{
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;

  if (self->stopper != NULL && g_strcmp0 (self->stopper->id, self->id) == 0)
    text = g_strdup (_ ("These do not come down: this folder does not inherit."));
  else if (self->stopper != NULL)
    /* Translators: %s: a folder */
    text =
      g_strdup_printf (_ ("These do not come down: “%s” does not inherit."), get_name (self, self->stopper));
  safe = text != NULL ? g_markup_escape_text (text, -1) : NULL;
  adw_preferences_group_set_description (self->stopped_group, safe);
}

static void look_for_stopper (ReeveFolderDetail *self, const char *id);

static void
show_grants (ReeveFolderDetail *self)
{
  guint n_own, n_inherited, n_stopped;

  for (guint i = 0; i < N_KINDS; i++)
    gtk_filter_changed (self->filters[i], GTK_FILTER_CHANGE_DIFFERENT);
  n_own = count_of_kind (self, OWN);
  n_inherited = count_of_kind (self, INHERITED);
  n_stopped = count_of_kind (self, STOPPED);
  adw_preferences_group_set_description (
    self->own_group, n_own > 0 ? NULL
                     : self->folder != NULL && !self->folder->inherits
                       ? _ ("None. Nothing comes from above either: this folder does not inherit.")
                       : _ ("None."));
  gtk_widget_set_visible (GTK_WIDGET (self->own_rows), n_own > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->inherited_group), n_inherited > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->stopped_group), n_stopped > 0);
  if (n_stopped > 0 && self->folder != NULL && self->stopper == NULL)
    look_for_stopper (self, self->id);
}

static void
show_all (ReeveFolderDetail *self)
{
  gboolean write =
    self->site != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_PERMISSIONS_WRITE);
  g_autofree char *place = reeve_folder_detail_get_place (self);

  gtk_label_set_label (self->name_label, self->folder != NULL ? get_name (self, self->folder) : "");
  gtk_label_set_label (self->place_label, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), self->folder != NULL && !is_root (self->folder));
  gtk_widget_set_visible (self->buttons, write && self->folder != NULL);
  gtk_widget_set_visible (self->rename_button, self->folder != NULL && !is_root (self->folder));
  show_grants (self);
  show_holders (self);
  reeve_pane_set_state (self->pane, decide (self),
                        self->error != NULL    ? self->error
                        : self->grants != NULL ? reeve_paged_list_get_error (self->grants)
                                               : NULL);
}

/* --- Loading --- */

static void
on_stopper_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) folder = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (folder == NULL) /* it is left unsaid: the grants stand there anyhow */
    return;
  if (folder->inherits && folder->parent != NULL)
    {
      look_for_stopper (self, folder->parent);
      return;
    }
  if (!folder->inherits)
    g_set_object (&self->stopper, folder);
  show_stopper (self);
}

static void
look_for_stopper (ReeveFolderDetail *self, const char *id)
{
  g_autofree char *path = get_path (self, id, NULL);

  reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                           self->cancellable, on_stopper_loaded_cb, g_object_ref (self));
}

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
  g_autofree char *path = get_path (self, self->id, NULL);
  g_autofree char *history = g_strconcat ("folders/", self->id, "/history", NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->stopper);
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                           self->cancellable, on_loaded_cb, g_object_ref (self));
  reeve_history_group_load (self->history, self->site, history);
}

static void
bind_grants (GtkListBox *rows, ReeveFolderDetail *self, Kind kind)
{
  g_autoptr (GtkFilterListModel) model = NULL;

  if (self->grants != NULL)
    model = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->grants)),
                                       g_object_ref (self->filters[kind]));
  gtk_list_box_bind_model (rows, G_LIST_MODEL (model), model != NULL ? make_grant_row : NULL, self, NULL);
}

static void
bind_all (ReeveFolderDetail *self)
{
  bind_grants (self->own_rows, self, OWN);
  bind_grants (self->inherited_rows, self, INHERITED);
  bind_grants (self->stopped_rows, self, STOPPED);
  gtk_list_box_bind_model (self->holder_rows, G_LIST_MODEL (self->holders),
                           self->holders != NULL ? make_holder_row : NULL, self, NULL);
}

/* (transfer full) */
static ReevePagedList *
begin_list (ReeveFolderDetail *self, GType type, const char *more)
{
  g_autofree char *path = get_path (self, self->id, more);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  ReevePagedList *list = reeve_paged_list_new (reeve_site_get_client (self->site), type, path);

  query->limit = HOLDERS;
  g_signal_connect_object (list, "notify", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  reeve_paged_list_set_query (list, query);
  return list;
}

static void
drop (ReeveFolderDetail *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->grants != NULL)
    g_signal_handlers_disconnect_by_data (self->grants, self);
  if (self->holders != NULL)
    g_signal_handlers_disconnect_by_data (self->holders, self);
  g_clear_object (&self->grants);
  g_clear_object (&self->holders);
  g_clear_object (&self->folder);
  g_clear_object (&self->stopper);
  g_clear_error (&self->error);
  g_clear_pointer (&self->id, g_free);
  if (self->own_rows != NULL)
    bind_all (self);
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
  for (guint i = 0; i < N_KINDS; i++)
    g_clear_object (&self->filters[i]);
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
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/folder-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, name_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, place_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, rename_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, own_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, inherited_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, stopped_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, holders_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, own_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, inherited_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, stopped_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, holder_rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFolderDetail, history);
  gtk_widget_class_bind_template_callback (widget_class, on_grant_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reeve_folder_detail_reload);
}

static void
reeve_folder_detail_init (ReeveFolderDetail *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    self->filters[i] = GTK_FILTER (gtk_custom_filter_new (is_of_kind, GUINT_TO_POINTER (i), NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
  show_all (self);
}

void
reeve_folder_detail_set_site (ReeveFolderDetail *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  drop (self);
  g_set_object (&self->site, site);
  show_all (self);
}

void
reeve_folder_detail_show (ReeveFolderDetail *self, const char *id)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  if (g_strcmp0 (id, self->id) == 0)
    return;
  drop (self);
  if (id != NULL && self->site != NULL)
    {
      self->id = g_strdup (id);
      self->grants = begin_list (self, reeve_grant_get_type (), "/grants");
      self->holders = begin_list (self, reeve_permission_holder_get_type (), "/access");
      bind_all (self);
      load (self);
    }
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

  return reeve_verb_words_path (get_root_name (self),
                                self->folder != NULL ? (const char *const *) self->folder->path : NULL, 0);
}

char *
reeve_folder_detail_get_place_above (ReeveFolderDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_DETAIL (self), NULL);

  return reeve_verb_words_path (get_root_name (self),
                                self->folder != NULL ? (const char *const *) self->folder->path : NULL, 1);
}

void
reeve_folder_detail_update (ReeveFolderDetail *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  show_all (self);
}

void
reeve_folder_detail_reload (ReeveFolderDetail *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_DETAIL (self));

  if (self->id == NULL)
    return;
  load (self);
  reeve_paged_list_reload (self->grants);
  reeve_paged_list_reload (self->holders);
}
