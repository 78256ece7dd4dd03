/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The list is short, so it is loaded whole, and again after every change of a role or of a person. */

#include "config.h"

#include "console/pages/roles-page.h"

#include <glib/gi18n.h>

#include "common/role.h"
#include "console/client/undo.h"
#include "console/dialogs/role-dialog.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300 /* a change of many people comes as many */

struct _ReeveRolesPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkWidget *create_button;
  ReevePane *pane;
  AdwPreferencesGroup *custom_group;
  GtkListBox *custom;
  GtkListBox *built_in;
  /* owned */
  GSimpleActionGroup *actions;
  GPtrArray *roles;          /* (nullable): of ReeveRole, as shown */
  char *path;                /* (nullable): where they are from */
  GError *error;             /* (nullable): of the last load */
  GCancellable *cancellable; /* renewed when the question changes */

  guint news_wait;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (ReeveRolesPage, reeve_roles_page, REEVE_TYPE_PAGE)

#define ROLE_OF_ROW  "reeve-role"
#define LABEL_OF_ROW "reeve-label"

static void load (ReeveRolesPage *self);

static void
update (ReeveRolesPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  gboolean write = site != NULL && reeve_site_may (site, REEVE_CAPABILITY_ROLES_WRITE);
  ReevePagedListState state = self->loading         ? REEVE_PAGED_LIST_LOADING
                              : self->error != NULL ? REEVE_PAGED_LIST_FAILED
                                                    : REEVE_PAGED_LIST_COMPLETE;

  gtk_widget_set_visible (self->create_button, write);
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "create")), write);
  reeve_pane_set_state (self->pane,
                        reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED,
                                           site != NULL && reeve_site_get_online (site), state,
                                           self->roles != NULL ? self->roles->len : 0, FALSE,
                                           reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE),
                        self->error);
}

/* --- Taking a change back --- */

typedef struct
{
  ReeveSite *site;
  ReeveRole *before;
  ReeveRole *after;
  ReeveRole *now; /* as it was saved last */
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->site);
  g_object_unref (step->before);
  g_object_unref (step->after);
  g_object_unref (step->now);
  g_free (step);
}

static void
on_turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRole) last = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRole) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved != NULL)
    last->version = saved->version; /* the step's own: the next turn is from there */
  else
    {
      GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
      g_autofree char *title = reeve_wording_title (error);

      if (window != NULL)
        gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", title);
    }
}

static void
turn (gboolean forward, gpointer data)
{
  Step *step = data;
  g_autoptr (ReeveRole) from = reeve_record_copy (forward ? step->before : step->after);
  ReeveRole *to = forward ? step->after : step->before;
  g_autofree char *below = g_strconcat ("roles/", step->now->id, NULL);
  g_autofree char *path = reeve_site_path (step->site, below);

  from->version = step->now->version;
  reeve_client_save_async (reeve_site_get_client (step->site), path, from, to, NULL, on_turned_cb,
                           g_object_ref (step->now));
}

/* --- Dialogs --- */

static void
on_undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (user_data);
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "reeve-step"));

  if (site != NULL)
    reeve_undo_undo_step (reeve_undo_of (G_OBJECT (site)), step);
}

static void
show_toast (ReeveRolesPage *self, const char *text, guint step)
{
  AdwToast *toast = g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL);

  if (step != 0)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_object_set_data (G_OBJECT (toast), "reeve-step", GUINT_TO_POINTER (step));
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self, 0);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_saved_cb (ReeveRolesPage *self, ReeveRole *before, ReeveRole *after)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *text = NULL;
  guint number = 0;

  /* Translators: %s is the name of a role */
  text = g_strdup_printf (before != NULL ? _ ("“%s” saved") : _ ("“%s” made"), after->name);
  if (before != NULL && site != NULL)
    {
      /* Translators: %s is the name of a role; a step that can be undone */
      g_autofree char *label = g_strdup_printf (_ ("Change of “%s”"), after->name);
      Step *step = g_new0 (Step, 1);

      step->site = g_object_ref (site);
      step->before = reeve_record_copy (before);
      step->after = reeve_record_copy (after);
      step->now = reeve_record_copy (after);
      number = reeve_undo_push (reeve_undo_of (G_OBJECT (site)), label, turn, step, free_step);
    }
  show_toast (self, text, number);
  load (self);
}

static void
on_removed_cb (ReeveRolesPage *self, ReeveRole *role)
{
  /* Translators: %s is the name of a role */
  g_autofree char *text = g_strdup_printf (_ ("“%s” deleted"), role->name);

  show_toast (self, text, 0);
  load (self);
}

static void
open_dialog (ReeveRolesPage *self, ReeveRole *role)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_role_dialog_new (site, role);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "removed", G_CALLBACK (on_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "duplicate", G_CALLBACK (open_dialog), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_create_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (ReeveRole) role = reeve_role_new ();

  open_dialog (user_data, role);
}

static void
on_row_cb (ReeveRolesPage *self, GtkWidget *row)
{
  open_dialog (self, g_object_get_data (G_OBJECT (row), ROLE_OF_ROW));
}

/* --- The list --- */

static void
fill_row (GtkWidget *row, ReeveRole *role)
{
  gulong n = (gulong) role->holders;
  g_autofree char *people = g_strdup_printf (g_dngettext (NULL, "%lu person", "%lu people", n), n);
  const char *description = role->built_in ? reeve_format_role_description (role->id) : role->description;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 role->built_in ? reeve_format_role (role->id) : role->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description != NULL ? description : "");
  gtk_label_set_label (g_object_get_data (G_OBJECT (row), LABEL_OF_ROW), people);
  g_object_set_data_full (G_OBJECT (row), ROLE_OF_ROW, g_object_ref (role), g_object_unref);
}

static void
add_row (ReeveRolesPage *self, ReeveRole *role)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_add_css_class (label, "secondary");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), LABEL_OF_ROW, label);
  fill_row (row, role);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (role->built_in ? self->built_in : self->custom, row);
}

/* Rows of the same roles stay, and so does the focus. */
static void
show_list (ReeveRolesPage *self, GtkListBox *list, gboolean built_in)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  GtkListBoxRow *row;
  guint n = 0;
  gboolean same = TRUE;

  for (guint i = 0; self->roles != NULL && i < self->roles->len; i++)
    if (REEVE_ROLE (g_ptr_array_index (self->roles, i))->built_in == built_in)
      g_ptr_array_add (wanted, g_ptr_array_index (self->roles, i));
  for (; (row = gtk_list_box_get_row_at_index (list, (int) n)) != NULL; n++)
    same = same && n < wanted->len &&
           g_strcmp0 (REEVE_ROLE (g_object_get_data (G_OBJECT (row), ROLE_OF_ROW))->id,
                      REEVE_ROLE (g_ptr_array_index (wanted, n))->id) == 0;
  same = same && n == wanted->len;
  if (!same)
    gtk_list_box_remove_all (list);
  for (guint i = 0; i < wanted->len; i++)
    {
      if (same)
        fill_row (GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int) i)), g_ptr_array_index (wanted, i));
      else
        add_row (self, g_ptr_array_index (wanted, i));
    }
}

static void
show_roles (ReeveRolesPage *self)
{
  gboolean any;

  show_list (self, self->custom, FALSE);
  show_list (self, self->built_in, TRUE);
  any = gtk_list_box_get_row_at_index (self->custom, 0) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->custom), any);
  adw_preferences_group_set_description (
    self->custom_group,
    any ? NULL : _ ("None yet. Make one where the built-in ones give too much or too little."));
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRolesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (listing != NULL)
    {
      g_clear_pointer (&self->roles, g_ptr_array_unref);
      self->roles = g_ptr_array_ref (listing->items);
      show_roles (self);
    }
  update (self);
}

static void
load (ReeveRolesPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->loading = FALSE;
  if (site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
      reeve_site_get_workspace (site) != NULL && reeve_site_may (site, REEVE_CAPABILITY_USERS_READ))
    {
      path = reeve_site_path (site, "roles");
      self->cancellable = g_cancellable_new ();
      self->loading = TRUE;
      query->limit = REEVE_QUERY_MAX_LIMIT;
      reeve_client_list_async (reeve_site_get_client (site), reeve_role_get_type (), path, query,
                               self->cancellable, on_loaded_cb, g_object_ref (self));
    }
  if (g_strcmp0 (path, self->path) != 0)
    {
      g_set_str (&self->path, path);
      g_clear_pointer (&self->roles, g_ptr_array_unref);
      g_clear_error (&self->error);
      show_roles (self);
    }
  update (self);
}

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveRolesPage *self = user_data;

  self->news_wait = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveRolesPage *self, const char *noun, const char *id, gint64 version)
{
  if (self->news_wait == 0 && (g_strcmp0 (noun, "role") == 0 || g_strcmp0 (noun, "user") == 0))
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveRolesPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_roles_page_site_changed (ReevePage *page)
{
  load (REEVE_ROLES_PAGE (page));
}

static void
reeve_roles_page_create (ReevePage *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (REEVE_ROLES_PAGE (page)->actions), "create", NULL);
}

static void
reeve_roles_page_dispose (GObject *object)
{
  ReeveRolesPage *self = REEVE_ROLES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->news_wait, g_source_remove);
  adw_bin_set_child (ADW_BIN (object), NULL); /* bound: the bin would let go of it a second time */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_ROLES_PAGE);
  G_OBJECT_CLASS (reeve_roles_page_parent_class)->dispose (object);
}

static void
reeve_roles_page_finalize (GObject *object)
{
  ReeveRolesPage *self = REEVE_ROLES_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_roles_page_parent_class)->finalize (object);
}

static void
reeve_roles_page_class_init (ReeveRolesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->dispose = reeve_roles_page_dispose;
  object_class->finalize = reeve_roles_page_finalize;
  page_class->site_changed = reeve_roles_page_site_changed;
  page_class->refresh = reeve_roles_page_site_changed;
  page_class->create = reeve_roles_page_create;

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/roles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, custom_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, custom);
  gtk_widget_class_bind_template_child (widget_class, ReeveRolesPage, built_in);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_roles_page_init (ReeveRolesPage *self)
{
  const GActionEntry entries[] = { { .name = "create", .activate = on_create_cb } };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "roles", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  update (self);
}
