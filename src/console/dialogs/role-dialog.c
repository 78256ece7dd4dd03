/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A built-in role, or one that the person may not change, shows what it gives; another is edited. Before a
 * role that is held is saved or deleted, the service is asked what that does. */

#include "config.h"

#include "console/dialogs/role-dialog.h"

#include <glib/gi18n.h>

#include "console/dialogs/role-effect.h"
#include "console/widgets/capability-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/reach-row.h"
#include "console/widgets/wording.h"

struct _ReeveRoleDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkButton *close_button;
  GtkWidget *save_button;
  AdwBanner *banner;
  AdwPreferencesPage *page;
  AdwEntryRow *name_row;
  AdwEntryRow *description_row;
  AdwActionRow *holders_row;
  ReeveReachRow *reach_row;
  AdwPreferencesGroup *actions_group;
  GtkWidget *duplicate_row;
  GtkWidget *delete_row;
  /* owned */
  ReeveSite *site;
  ReeveRole *role;
  ReeveRole *after;          /* (nullable): about to be saved */
  GHashTable *switches;      /* capability (static) -> AdwSwitchRow, a child */
  GPtrArray *others;         /* of char *: ids of what can be given instead; the first is NULL */
  char *replacement;         /* (nullable) */
  gint64 previewed;          /* the version that the preview was of */
  GCancellable *cancellable; /* cancelled in dispose */
  /* borrowed */
  AdwDialog *question; /* (nullable): about deleting, while it is open */

  gboolean editable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveRoleDialog, reeve_role_dialog, ADW_TYPE_DIALOG)

enum
{
  SAVED,
  REMOVED,
  DUPLICATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static ReeveRole *
read_form (ReeveRoleDialog *self)
{
  ReeveRole *role = reeve_record_copy (self->role);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *description =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->description_row))));

  reeve_set_text (&role->name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  g_strstrip (role->name);
  reeve_set_text (&role->description, *description != '\0' ? description : NULL);
  for (guint i = 0; reeve_capability_wires[i] != NULL; i++)
    {
      AdwSwitchRow *row = g_hash_table_lookup (self->switches, reeve_capability_wires[i]);

      if (row != NULL && adw_switch_row_get_active (row))
        g_strv_builder_add (builder, reeve_capability_wires[i]);
    }
  g_strfreev (role->capabilities);
  role->capabilities = g_strv_builder_end (builder);
  return role;
}

static void
update (ReeveRoleDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  gtk_widget_set_sensitive (self->save_button, self->editable && !self->busy && *name != '\0');
  gtk_widget_set_sensitive (self->delete_row, !self->busy);
}

static void
set_busy (ReeveRoleDialog *self, gboolean busy)
{
  self->busy = busy;
  if (busy)
    adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
show_failure (ReeveRoleDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what went wrong, then what to do about it: two sentences. */
  g_autofree char *text = g_strdup_printf (_ ("%s. %s"), title, advice);

  set_busy (self, FALSE);
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
}

static char *
get_path (ReeveRoleDialog *self, const char *below)
{
  g_autofree char *path = g_strconcat ("roles/", self->role->id, below, NULL);

  return reeve_site_path (self->site, path);
}

/* --- Saving --- */

static void
finish_save (ReeveRoleDialog *self, ReeveRole *saved, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (saved == NULL)
    {
      show_failure (self, error);
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, self->role->id != NULL ? self->role : NULL, saved);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRoleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRole) saved = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error);
  finish_save (self, saved, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRoleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRole) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  finish_save (self, saved, error);
}

static void
save (ReeveRoleDialog *self)
{
  g_autofree char *path = get_path (self, NULL);

  set_busy (self, TRUE);
  reeve_client_save_async (reeve_site_get_client (self->site), path, self->role, self->after,
                           self->cancellable, on_saved_cb, g_object_ref (self));
}

static void
on_save_answered_cb (ReeveRoleDialog *self, const char *response)
{
  if (g_str_equal (response, "save"))
    save (self);
}

static void
ask_to_save (ReeveRoleDialog *self, ReeveRolePreview *preview)
{
  g_autofree char *body = reeve_role_effect_describe (preview);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Save This Role?"), body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "save", _ ("_Save"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "save", preview->refusal == NULL);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), reeve_role_effect_list (preview));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_save_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRoleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRolePreview) preview = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview == NULL)
    {
      show_failure (self, error);
      return;
    }
  set_busy (self, FALSE);
  if (preview->changed == 0 && preview->refusal == NULL)
    save (self);
  else
    ask_to_save (self, preview);
}

static void
on_save_cb (ReeveRoleDialog *self)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *path = NULL;
  g_autoptr (ReeveRolePlan) plan = NULL;

  g_clear_object (&self->after);
  self->after = read_form (self);
  if (self->role->id != NULL && reeve_record_equal (self->role, self->after))
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  set_busy (self, TRUE);
  if (self->role->id == NULL)
    {
      path = reeve_site_path (self->site, "roles");
      reeve_client_post_async (client, path, self->after, reeve_role_get_type (), -1, self->cancellable,
                               on_created_cb, g_object_ref (self));
      return;
    }
  plan = reeve_role_plan_new ();
  plan->action = g_intern_static_string ("save");
  reeve_set_texts (&plan->capabilities, (const char *const *) self->after->capabilities);
  path = get_path (self, "/preview");
  reeve_client_post_async (client, path, plan, reeve_role_preview_get_type (), -1, self->cancellable,
                           on_previewed_cb, g_object_ref (self));
}

/* --- Deleting --- */

static void
on_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRoleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRole) gone = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &gone, &error))
    {
      g_signal_emit (self, signals[REMOVED], 0, self->role);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
on_delete_answered_cb (ReeveRoleDialog *self, const char *response)
{
  g_autoptr (ReeveRoleRemoval) body = NULL;
  g_autofree char *path = NULL;

  self->question = NULL;
  if (!g_str_equal (response, "delete"))
    return;
  body = reeve_role_removal_new ();
  body->version = self->previewed;
  body->replace_with = g_strdup (self->replacement);
  body->remove_from = self->replacement == NULL ? g_intern_static_string ("all") : NULL;
  path = get_path (self, "/remove");
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_role_get_type (), -1,
                           self->cancellable, on_removed_cb, g_object_ref (self));
}

static void ask_what_delete_does (ReeveRoleDialog *self);

static void
on_replacement_cb (ReeveRoleDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  g_set_str (&self->replacement, g_ptr_array_index (self->others, adw_combo_row_get_selected (row)));
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self->question), "delete", FALSE);
  ask_what_delete_does (self);
}

/* What the holders get instead; only where there are some. */
static GtkWidget *
make_replacement (ReeveRoleDialog *self)
{
  GPtrArray *roles = reeve_site_get_roles (self->site);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_combo_row_new ();
  GtkStringList *names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->others, 0);
  g_ptr_array_add (self->others, NULL);
  gtk_string_list_append (names, _ ("Nothing"));
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      ReeveRole *role = g_ptr_array_index (roles, i);

      if (g_strcmp0 (role->id, self->role->id) == 0)
        continue;
      g_ptr_array_add (self->others, g_strdup (role->id));
      gtk_string_list_append (names, reeve_format_role (role->id));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Give them instead"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_object_unref (names);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_replacement_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

static void
show_delete_effect (ReeveRoleDialog *self, ReeveRolePreview *preview)
{
  g_autofree char *body = reeve_role_effect_describe (preview);
  GtkWidget *box;
  GtkWidget *old;

  if (self->question == NULL)
    {
      self->question = adw_alert_dialog_new (_ ("Delete This Role?"), NULL);
      adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (self->question), "cancel", _ ("_Cancel"), "delete",
                                      _ ("_Delete"), NULL);
      adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (self->question), "delete",
                                                ADW_RESPONSE_DESTRUCTIVE);
      box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
      if (preview->holders > 0)
        gtk_box_append (GTK_BOX (box), make_replacement (self));
      gtk_box_append (GTK_BOX (box), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
      adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (self->question), box);
      g_signal_connect_object (self->question, "response", G_CALLBACK (on_delete_answered_cb), self,
                               G_CONNECT_SWAPPED);
      adw_dialog_present (self->question, GTK_WIDGET (self));
    }
  box = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (self->question));
  old = gtk_widget_get_last_child (box);
  gtk_box_remove (GTK_BOX (box), old);
  gtk_box_append (GTK_BOX (box), reeve_role_effect_list (preview));
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (self->question), body);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self->question), "delete",
                                         preview->refusal == NULL);
}

static void
on_delete_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveRoleDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRolePreview) preview = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview == NULL)
    {
      show_failure (self, error);
      return;
    }
  set_busy (self, FALSE);
  self->previewed = preview->version;
  show_delete_effect (self, preview);
}

static void
ask_what_delete_does (ReeveRoleDialog *self)
{
  g_autofree char *path = get_path (self, "/preview");
  g_autoptr (ReeveRolePlan) plan = reeve_role_plan_new ();

  plan->action = g_intern_static_string ("remove");
  plan->replace_with = g_strdup (self->replacement);
  set_busy (self, TRUE);
  reeve_client_post_async (reeve_site_get_client (self->site), path, plan, reeve_role_preview_get_type (), -1,
                           self->cancellable, on_delete_previewed_cb, g_object_ref (self));
}

static void
on_delete_cb (ReeveRoleDialog *self)
{
  g_clear_pointer (&self->replacement, g_free);
  ask_what_delete_does (self);
}

/* --- The rest --- */

static void
on_duplicate_cb (ReeveRoleDialog *self)
{
  g_autoptr (ReeveRole) copy = reeve_role_new ();
  /* Translators: the name of a role that was duplicated; %s is the old one's */
  copy->name = g_strdup_printf (_ ("%s (copy)"), reeve_format_role (self->role->id));
  reeve_set_text (&copy->description, self->role->description);
  reeve_set_texts (&copy->capabilities, (const char *const *) self->role->capabilities);
  g_signal_emit (self, signals[DUPLICATE], 0, copy);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_holders_cb (ReeveRoleDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.users-with-role", "s", self->role->id);
  adw_dialog_close (ADW_DIALOG (self));
}

static GtkWidget *
make_capability (ReeveRoleDialog *self, const ReeveCapabilityWords *words)
{
  gboolean held = self->role->capabilities != NULL &&
                  g_strv_contains ((const char *const *) self->role->capabilities, words->wire);
  GtkWidget *row;
  ReeveCapability capability;

  if (!self->editable && !held)
    return NULL;
  row = self->editable ? adw_switch_row_new () : adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words->description);
  if (!self->editable)
    return row;
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), held);
  if (reeve_capability_from_wire (words->wire, &capability) && !reeve_site_may (self->site, capability))
    {
      gtk_widget_set_sensitive (row, FALSE);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("You do not have this yourself."));
    }
  g_hash_table_insert (self->switches, (gpointer) g_intern_string (words->wire), row);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return row;
}

static void
fill_capabilities (ReeveRoleDialog *self)
{
  AdwPreferencesGroup *group = NULL;
  const ReeveCapabilityWords *words;

  for (guint i = 0; (words = reeve_capability_words_at (i)) != NULL; i++)
    {
      GtkWidget *row = make_capability (self, words);

      if (row == NULL)
        continue;
      if (group == NULL || g_strcmp0 (adw_preferences_group_get_title (group), words->area) != 0)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, words->area);
          adw_preferences_page_add (self->page, group);
        }
      adw_preferences_group_add (group, row);
    }
  if (group != NULL)
    return;
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_description (group, _ ("It gives nothing here: content permissions only."));
  adw_preferences_page_add (self->page, group);
}

/* Below the capabilities. */
static void
add_history (ReeveRoleDialog *self)
{
  g_autofree char *below = g_strdup_printf ("roles/%s/history", self->role->id);
  GtkWidget *history = g_object_new (REEVE_TYPE_HISTORY_GROUP, NULL);

  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (history));
  reeve_history_group_load (REEVE_HISTORY_GROUP (history), self->site, below);
}

static void
fill (ReeveRoleDialog *self)
{
  ReeveRole *role = self->role;
  gboolean may = reeve_site_may (self->site, REEVE_CAPABILITY_ROLES_WRITE);
  gboolean made = role->id != NULL;
  gulong n = (gulong) role->holders;
  g_autofree char *holders =
    g_strdup_printf (g_dngettext (NULL, "Held by %lu person", "Held by %lu people", n), n);
  const char *name = made ? reeve_format_role (role->id) : role->name;
  const char *description = role->built_in ? reeve_format_role_description (role->id) : role->description;

  self->editable = may && !role->built_in;
  adw_dialog_set_title (ADW_DIALOG (self), !made ? _ ("New Role") : self->editable ? _ ("Edit Role") : name);
  gtk_button_set_label (self->close_button, self->editable ? _ ("_Cancel") : _ ("_Close"));
  gtk_widget_set_visible (self->save_button, self->editable);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->description_row), description != NULL ? description : "");
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), self->editable);
  gtk_editable_set_editable (GTK_EDITABLE (self->description_row), self->editable);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->holders_row), holders);
  gtk_widget_set_visible (GTK_WIDGET (self->holders_row), made);
  reeve_reach_row_show (self->reach_row, self->site, "role", role->id, name);
  gtk_widget_set_visible (GTK_WIDGET (self->actions_group), may && made);
  gtk_widget_set_visible (self->delete_row, self->editable);
  fill_capabilities (self);
  if (made && !role->built_in)
    add_history (self);
  update (self);
}

static void
reeve_role_dialog_dispose (GObject *object)
{
  ReeveRoleDialog *self = REEVE_ROLE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_ROLE_DIALOG);
  G_OBJECT_CLASS (reeve_role_dialog_parent_class)->dispose (object);
}

static void
reeve_role_dialog_finalize (GObject *object)
{
  ReeveRoleDialog *self = REEVE_ROLE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->role);
  g_clear_object (&self->after);
  g_clear_pointer (&self->switches, g_hash_table_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_free (self->replacement);
  G_OBJECT_CLASS (reeve_role_dialog_parent_class)->finalize (object);
}

static void
reeve_role_dialog_class_init (ReeveRoleDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  GType role = reeve_role_get_type ();

  object_class->dispose = reeve_role_dialog_dispose;
  object_class->finalize = reeve_role_dialog_finalize;
  signals[SAVED] =
    g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, role, role);
  signals[REMOVED] =
    g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, role);
  signals[DUPLICATE] =
    g_signal_new ("duplicate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, role);

  g_type_ensure (REEVE_TYPE_REACH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/role-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, page);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, holders_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, reach_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, actions_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, duplicate_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveRoleDialog, delete_row);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_holders_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_duplicate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_cb);
}

static void
reeve_role_dialog_init (ReeveRoleDialog *self)
{
  self->switches = g_hash_table_new (g_str_hash, g_str_equal);
  self->others = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_role_dialog_new (ReeveSite *site, ReeveRole *role)
{
  ReeveRoleDialog *self = g_object_new (REEVE_TYPE_ROLE_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->role = g_object_ref (role);
  fill (self);
  return ADW_DIALOG (self);
}
