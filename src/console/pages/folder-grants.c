/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The grants come as one list and stand in three groups of rows, by how they come to the folder. What stops a
 * grant is the nearest folder upwards that does not inherit: it is looked for only where one is stopped. */

#include "config.h"

#include "console/pages/folder-grants.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/grant.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/whom-mark.h"

#define ITEM_OF_ROW "reeve-item"
#define GRANTS      100

typedef enum
{
  OWN,
  INHERITED,
  STOPPED,
  N_KINDS
} Kind;

struct _ReeveFolderGrants
{
  AdwBin parent_instance;
  /* from the template */
  AdwPreferencesGroup *groups[N_KINDS];
  GtkListBox *rows[N_KINDS];
  /* owned */
  ReeveSite *site;           /* (nullable): with the folder's id */
  char *id;                  /* (nullable) */
  ReeveFolder *folder;       /* (nullable): until it is loaded */
  ReevePagedList *list;      /* (nullable): with the id */
  ReeveFolder *stopper;      /* (nullable): the folder that stops grants from above */
  GCancellable *cancellable; /* (nullable): of looking for it */
  GtkFilter *filters[N_KINDS];
};

G_DEFINE_FINAL_TYPE (ReeveFolderGrants, reeve_folder_grants, ADW_TYPE_BIN)

enum
{
  CHANGED,
  GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
count (ReeveFolderGrants *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

/* --- Rows --- */

static gboolean
is_of_kind (gpointer item, gpointer kind)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (item);

  return g_strcmp0 (grant->state, reeve_grant_states[GPOINTER_TO_INT (kind)]) == 0;
}

/* What is said of it beside the name. */
static char *
describe_grant (ReeveFolderGrants *self, const ReeveGrant *grant)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *expiry = reeve_verb_words_expiry (grant, reeve_clock_now ());

  g_ptr_array_add (parts, g_strdup (reeve_verb_words ((const char *const *) grant->verbs)));
  if (expiry != NULL)
    g_ptr_array_add (parts, g_steal_pointer (&expiry));
  if (g_strcmp0 (grant->state, "own") != 0)
    {
      g_autofree char *path = reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                                     (const char *const *) grant->folder_path, 0);

      /* Translators: where a grant comes from; %s: a folder */
      g_ptr_array_add (parts, g_strdup_printf (_ ("from %s"), path));
    }
  if (grant->reason != NULL)
    g_ptr_array_add (parts, g_strdup (grant->reason));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* What a contact may do is decided where they are asked. */
static GMenuModel *
make_menu (const ReeveGrant *grant)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (g_strcmp0 (grant->principal_kind, "contact") != 0)
    {
      g_autoptr (GMenuItem) amend = g_menu_item_new (_ ("_Change…"), NULL);

      g_menu_item_set_action_and_target (amend, "permissions.amend", "s", grant->id);
      g_menu_append_item (menu, amend);
    }
  {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ ("_Remove…"), NULL);

    g_menu_item_set_action_and_target (item, "permissions.remove", "s", grant->id);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
show_menu (ReeveFolderGrants *self, GtkWidget *row, const ReeveGrant *grant)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "reeve-menu");
  gboolean write =
    self->site != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_PERMISSIONS_WRITE);
  g_autoptr (GMenuModel) menu = make_menu (grant);
  /* Translators: a button of a row; %s: a person, a group or a role */
  g_autofree char *label = g_strdup_printf (_ ("Access of %s"), reeve_verb_words_principal (grant));

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_visible (button, write && g_strcmp0 (grant->state, "own") == 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_grant (ReeveFolderGrants *self, GtkWidget *row)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));
  GtkWidget *icon = g_object_get_data (G_OBJECT (row), "reeve-icon");
  GtkWidget *go = g_object_get_data (G_OBJECT (row), "reeve-go");
  gboolean own = g_strcmp0 (grant->state, "own") == 0;
  gboolean expired = grant->expires != 0 && grant->expires <= reeve_clock_now ();
  g_autofree char *subtitle = describe_grant (self, grant);

  reeve_whom_mark (row, g_strcmp0 (grant->principal_kind, "user") == 0 ? grant->principal : NULL,
                   grant->principal_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reeve_verb_words_principal (grant));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), reeve_verb_words_icon (grant->principal_kind));
  gtk_widget_set_tooltip_text (icon, reeve_verb_words_kind (grant->principal_kind));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reeve_verb_words_kind (grant->principal_kind), -1);
  gtk_widget_set_visible (go, !own);
  show_menu (self, row, grant);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !own);
  if (own && !expired)
    gtk_widget_remove_css_class (row, "from-above");
  else
    gtk_widget_add_css_class (row, "from-above");
}

static void
on_grant_renewed_cb (GtkWidget *row)
{
  ReeveFolderGrants *self = REEVE_FOLDER_GRANTS (gtk_widget_get_ancestor (row, REEVE_TYPE_FOLDER_GRANTS));

  if (self != NULL)
    show_grant (self, row);
}

static GtkWidget *
make_grant_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *go = gtk_image_new_from_icon_name ("go-next-symbolic");
  GtkWidget *menu = gtk_menu_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), go);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_widget_set_tooltip_text (menu, _ ("Change or Remove"));
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (menu, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), menu);
  g_object_set_data (G_OBJECT (row), "reeve-menu", menu);
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
on_grant_activated_cb (ReeveFolderGrants *self, GtkListBoxRow *row)
{
  const ReeveGrant *grant = reeve_paged_item_get_record (g_object_get_data (G_OBJECT (row), ITEM_OF_ROW));

  g_signal_emit (self, signals[GO], 0, grant->folder);
}

/* --- What stops those from above --- */

static void look_for_stopper (ReeveFolderGrants *self, const char *id);

static void
show_stopper (ReeveFolderGrants *self)
{
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;

  if (self->stopper != NULL && g_strcmp0 (self->stopper->id, self->id) == 0)
    text = g_strdup (_ ("These do not come down: this folder does not inherit."));
  else if (self->stopper != NULL)
    /* Translators: %s: a folder */
    text = g_strdup_printf (_ ("These do not come down: “%s” does not inherit."),
                            g_strcmp0 (self->stopper->id, REEVE_FOLDER_ROOT) == 0
                              ? reeve_site_get_root_name (self->site)
                              : self->stopper->name);
  safe = text != NULL ? g_markup_escape_text (text, -1) : NULL;
  adw_preferences_group_set_description (self->groups[STOPPED], safe);
}

static void
on_stopper_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderGrants) self = user_data;
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
look_for_stopper (ReeveFolderGrants *self, const char *id)
{
  g_autofree char *below = g_strconcat ("folders/", id, NULL);
  g_autofree char *path = reeve_site_path (self->site, below);

  reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                           self->cancellable, on_stopper_loaded_cb, g_object_ref (self));
}

static void
forget_stopper (ReeveFolderGrants *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stopper);
}

/* --- What is shown --- */

static guint
count_of_kind (ReeveFolderGrants *self, Kind kind)
{
  guint found = 0;

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      found += is_of_kind (item, GINT_TO_POINTER (kind));
    }
  return found;
}

static void
show_all (ReeveFolderGrants *self)
{
  guint n_of_kind[N_KINDS];

  for (guint i = 0; i < N_KINDS; i++)
    {
      gtk_filter_changed (self->filters[i], GTK_FILTER_CHANGE_DIFFERENT);
      n_of_kind[i] = count_of_kind (self, i);
    }
  adw_preferences_group_set_description (
    self->groups[OWN], n_of_kind[OWN] > 0 ? NULL
                       : self->folder != NULL && !self->folder->inherits
                         ? _ ("None. Nothing comes from above either: this folder does not inherit.")
                         : _ ("None."));
  gtk_widget_set_visible (GTK_WIDGET (self->rows[OWN]), n_of_kind[OWN] > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[INHERITED]), n_of_kind[INHERITED] > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[STOPPED]), n_of_kind[STOPPED] > 0);
  if (n_of_kind[STOPPED] > 0 && self->folder != NULL && self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      look_for_stopper (self, self->id);
    }
}

static void
on_list_changed_cb (ReeveFolderGrants *self)
{
  show_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- The widget --- */

static void
bind_rows (ReeveFolderGrants *self, Kind kind)
{
  g_autoptr (GtkFilterListModel) model = NULL;

  if (self->list != NULL)
    model = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->list)),
                                       g_object_ref (self->filters[kind]));
  gtk_list_box_bind_model (self->rows[kind], G_LIST_MODEL (model), model != NULL ? make_grant_row : NULL,
                           self, NULL);
}

static void
drop (ReeveFolderGrants *self)
{
  forget_stopper (self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  g_clear_object (&self->folder);
  g_clear_object (&self->site);
  g_clear_pointer (&self->id, g_free);
  for (guint i = 0; i < N_KINDS && self->rows[i] != NULL; i++)
    bind_rows (self, i);
}

static void
reeve_folder_grants_dispose (GObject *object)
{
  ReeveFolderGrants *self = REEVE_FOLDER_GRANTS (object);

  drop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FOLDER_GRANTS);
  for (guint i = 0; i < N_KINDS; i++)
    g_clear_object (&self->filters[i]);
  G_OBJECT_CLASS (reeve_folder_grants_parent_class)->dispose (object);
}

static void
reeve_folder_grants_class_init (ReeveFolderGrantsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_folder_grants_dispose;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO] =
    g_signal_new ("go", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/folder-grants.ui");
#define bind(name, member)                                              \
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, \
                                             G_STRUCT_OFFSET (ReeveFolderGrants, member))
  bind ("own_group", groups[OWN]);
  bind ("inherited_group", groups[INHERITED]);
  bind ("stopped_group", groups[STOPPED]);
  bind ("own_rows", rows[OWN]);
  bind ("inherited_rows", rows[INHERITED]);
  bind ("stopped_rows", rows[STOPPED]);
#undef bind
  gtk_widget_class_bind_template_callback (widget_class, on_grant_activated_cb);
}

static void
reeve_folder_grants_init (ReeveFolderGrants *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    self->filters[i] = GTK_FILTER (gtk_custom_filter_new (is_of_kind, GUINT_TO_POINTER (i), NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
  show_all (self);
}

void
reeve_folder_grants_show (ReeveFolderGrants *self, ReeveSite *site, const char *id)
{
  g_return_if_fail (REEVE_IS_FOLDER_GRANTS (self));
  g_return_if_fail (id == NULL || site != NULL);

  drop (self);
  if (id != NULL)
    {
      g_autofree char *below = g_strconcat ("folders/", id, "/grants", NULL);
      g_autofree char *path = reeve_site_path (site, below);
      g_autoptr (ReeveQuery) query = reeve_query_new ();

      query->limit = GRANTS;
      self->site = g_object_ref (site);
      self->id = g_strdup (id);
      self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_grant_get_type (), path);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (on_list_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed_cb), self,
                               G_CONNECT_SWAPPED);
      reeve_paged_list_set_query (self->list, query);
      for (guint i = 0; i < N_KINDS; i++)
        bind_rows (self, i);
    }
  show_stopper (self);
  show_all (self);
}

void
reeve_folder_grants_set_folder (ReeveFolderGrants *self, ReeveFolder *folder)
{
  g_return_if_fail (REEVE_IS_FOLDER_GRANTS (self));

  if (!g_set_object (&self->folder, folder))
    return;
  forget_stopper (self);
  show_all (self);
}

void
reeve_folder_grants_update (ReeveFolderGrants *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (REEVE_IS_FOLDER_GRANTS (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows[OWN], i)) != NULL; i++)
    show_grant (self, GTK_WIDGET (row));
}

void
reeve_folder_grants_reload (ReeveFolderGrants *self)
{
  g_return_if_fail (REEVE_IS_FOLDER_GRANTS (self));

  if (self->list == NULL)
    return;
  forget_stopper (self);
  reeve_paged_list_reload (self->list);
}

ReevePagedList *
reeve_folder_grants_get_list (ReeveFolderGrants *self)
{
  g_return_val_if_fail (REEVE_IS_FOLDER_GRANTS (self), NULL);

  return self->list;
}
