/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Planned, then applied by the plan's hash. What stands here stays until there is something newer to show: a
 * draft that is planned again does not blink. */

#include "config.h"

#include "console/dialogs/permission-preview-dialog.h"

#include <glib/gi18n.h>

#include "console/dialogs/plan-effects.h"
#include "console/widgets/permission-words.h"
#include "console/widgets/wording.h"

#define PATIENCE_MS 300 /* what comes sooner needs no spinner */

struct _ReevePermissionPreviewDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkWidget *cancel_button;
  GtkWidget *spinner;
  AdwBanner *banner;
  GtkListBox *changes;
  GtkWidget *reason_group;
  GtkEditable *reason_row;
  ReevePlanEffects *effects;
  GtkButton *draft_button;
  GtkButton *apply_button;
  GtkButton *open_button;
  /* owned */
  ReeveSite *site;
  GPtrArray *entries;              /* of ReevePermissionEntry */
  ReevePermissionPreview *preview; /* (nullable): of just these entries */
  GCancellable *cancellable;       /* (nullable): of the call under way */
  guint patience;

  guint n_drafted; /* of the entries, the first */
  gboolean busy;   /* being applied */
  gboolean moved;  /* it would have come to something else than what was shown */
};

G_DEFINE_FINAL_TYPE (ReevePermissionPreviewDialog, reeve_permission_preview_dialog, ADW_TYPE_DIALOG)

enum
{
  APPLIED,
  DRAFTED,
  HELD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void plan (ReevePermissionPreviewDialog *self);

/* --- What is shown --- */

/* @advice, @button: (nullable) */
static void
say (ReevePermissionPreviewDialog *self, const char *title, const char *advice, const char *button)
{
  /* Translators: what is wrong, and what to do about it: two sentences, the second with its full stop */
  g_autofree char *text =
    advice != NULL ? g_strdup_printf (_ ("%1$s. %2$s"), title, advice) : g_strdup (title);

  adw_banner_set_title (self->banner, text);
  adw_banner_set_button_label (self->banner, button);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

/* What is wrong with one of the changes is said with its name. (transfer full) (nullable) */
static char *
describe_member (ReevePermissionPreviewDialog *self, const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  const ReeveBadMember *member = members != NULL && members->len > 0 ? members->pdata[0] : NULL;
  g_autofree char *words = NULL;
  guint64 index = 0;

  if (member == NULL || !g_str_has_prefix (member->pointer, "/changes/"))
    return NULL;
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("/changes/%u", i);
      gsize length = strlen (prefix);

      if (g_str_has_prefix (member->pointer, prefix) &&
          (member->pointer[length] == '/' || member->pointer[length] == '\0'))
        index = i + 1;
    }
  if (index == 0)
    return NULL;
  words = reeve_wording_member (member);
  /* Translators: %1$s: a change, "Give access to Northlab"; %2$s: what is wrong with it */
  return g_strdup_printf (_ ("%1$s: %2$s"), ((ReevePermissionEntry *) self->entries->pdata[index - 1])->title,
                          words);
}

static void
show_failure (ReevePermissionPreviewDialog *self, const GError *error)
{
  g_autofree char *member = describe_member (self, error);
  g_autofree char *title = member != NULL ? g_strdup (member) : reeve_wording_title (error);
  g_autofree char *advice = member != NULL ? NULL : reeve_wording_advice (error);

  say (self, title, advice, _ ("_Try Again"));
}

/* Who is in a group or has a role is tried here, and changed on its own page. (nullable): the first such */
static const ReevePermissionChange *
find_membership (ReevePermissionPreviewDialog *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const ReevePermissionChange *change = ((ReevePermissionEntry *) self->entries->pdata[i])->change;

      if (change->user != NULL)
        return change;
    }
  return NULL;
}

static void
update (ReevePermissionPreviewDialog *self)
{
  gboolean sensitive = self->preview != NULL && self->preview->sensitive;
  gboolean crossing = self->preview != NULL && self->preview->crossing > 0;
  const ReevePermissionChange *elsewhere = find_membership (self);
  gboolean of_group = elsewhere != NULL && elsewhere->group != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply",
                                 self->preview != NULL && !crossing && !self->busy && elsewhere == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.draft", !self->busy && elsewhere == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.open",
                                 reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ));
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), elsewhere == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_button), elsewhere == NULL);
  gtk_widget_set_visible (self->reason_group, elsewhere == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), elsewhere != NULL);
  gtk_button_set_label (self->open_button, of_group ? _ ("_Open Group") : _ ("_Open Person"));
  gtk_button_set_label (self->apply_button, sensitive ? _ ("_Apply with Code…") : _ ("_Apply"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->apply_button),
                               sensitive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->apply_button),
                            sensitive ? "destructive-action" : "suggested-action");
  gtk_button_set_label (self->draft_button, self->n_drafted > 0 && self->n_drafted == self->entries->len
                                              ? _ ("Keep as _Draft")
                                              : _ ("Add to _Draft"));
}

static void
show_preview (ReevePermissionPreviewDialog *self)
{
  g_autofree char *summary = reeve_permission_words_summary (self->preview);

  reeve_plan_effects_show (self->effects, self->preview, reeve_site_get_root_name (self->site));
  gtk_widget_set_visible (GTK_WIDGET (self->effects), TRUE);
  if (self->preview->crossing > 0)
    say (self, _ ("People of another company would get in"),
         _ ("Companies never see each other’s folders, so this cannot be applied. Take that change out, or "
            "choose somebody else."),
         NULL);
  else if (self->moved)
    say (self, _ ("Something has changed meanwhile"),
         _ ("Nothing was applied. This is what would come of it now."), NULL);
  else
    {
      adw_banner_set_revealed (self->banner, FALSE);
      reeve_announce (GTK_WIDGET (self), summary);
    }
}

static void
on_remove_clicked_cb (ReevePermissionPreviewDialog *self, GtkWidget *button)
{
  gpointer entry = g_object_get_data (G_OBJECT (button), "reeve-entry");
  guint index;

  if (self->busy || !g_ptr_array_find (self->entries, entry, &index))
    return;
  if (index < self->n_drafted)
    self->n_drafted--;
  g_ptr_array_remove_index (self->entries, index);
  self->moved = FALSE;
  plan (self);
}

/* (transfer none) */
static const char *
describe_entry (const ReevePermissionEntry *entry)
{
  if (entry->change->user == NULL)
    return entry->subtitle;
  return entry->change->group != NULL
           ? _ ("This shows what would come of it. It is done on the page of the group.")
           : _ ("This shows what would come of it. It is done on the page of the person.");
}

static void
show_entries (ReevePermissionPreviewDialog *self)
{
  gtk_list_box_remove_all (self->changes);
  for (guint i = 0; i < self->entries->len; i++)
    {
      ReevePermissionEntry *entry = self->entries->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *image = gtk_image_new_from_icon_name (entry->icon);
      GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
      /* Translators: %s: a change, "Give access to Northlab" */
      g_autofree char *label = g_strdup_printf (_ ("Take Out: %s"), entry->title);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe_entry (entry));
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Take Out"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_widget_set_visible (button, self->entries->len > 1);
      g_object_set_data (G_OBJECT (button), "reeve-entry", entry);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      gtk_list_box_append (self->changes, row);
    }
}

/* --- Calls --- */

static gboolean
on_patience_over_cb (gpointer user_data)
{
  ReevePermissionPreviewDialog *self = user_data;

  self->patience = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  return G_SOURCE_REMOVE;
}

static void
begin_call (ReevePermissionPreviewDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
}

static void
end_call (ReevePermissionPreviewDialog *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_widget_set_visible (self->spinner, FALSE);
}

/* (transfer full) */
static ReevePermissionDraft *
make_draft (ReevePermissionPreviewDialog *self)
{
  ReevePermissionDraft *draft = reeve_permission_draft_new ();

  draft->changes = reeve_permission_entries_get_changes (self->entries);
  return draft;
}

static void
on_planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePermissionPreviewDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionPreview) preview = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  end_call (self);
  if (preview != NULL)
    {
      g_set_object (&self->preview, preview);
      show_preview (self);
    }
  else
    show_failure (self, error);
  update (self);
}

static void
plan (ReevePermissionPreviewDialog *self)
{
  g_autoptr (ReevePermissionDraft) draft = make_draft (self);
  g_autofree char *path = reeve_site_path (self->site, "permissions/plan");

  g_clear_object (&self->preview);
  show_entries (self);
  update (self);
  begin_call (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, draft,
                           reeve_permission_preview_get_type (), -1, self->cancellable, on_planned_cb,
                           g_object_ref (self));
}

static void
on_retry_cb (ReevePermissionPreviewDialog *self)
{
  if (!self->busy)
    plan (self);
}

static gboolean
is_over (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  return g_strcmp0 (reason, "plan_changed") == 0 || g_strcmp0 (reason, "plan_sensitive") == 0;
}

static void
on_applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReevePermissionPreviewDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionPreview) answer = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &answer, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  end_call (self);
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (answer != NULL)
    {
      g_signal_emit (self, signals[APPLIED], 0, self->entries, answer);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  if (g_strcmp0 (reeve_error_get_reason (error), "approval_asked") == 0)
    {
      g_signal_emit (self, signals[HELD], 0);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  if (is_over (error))
    {
      self->moved = TRUE;
      plan (self);
    }
  else if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR)) /* who gave no code knows */
    show_failure (self, error);
  update (self);
}

static void
on_apply_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReevePermissionPreviewDialog *self = REEVE_PERMISSION_PREVIEW_DIALOG (widget);
  g_autoptr (ReevePermissionDraft) draft = make_draft (self);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason_row)));
  g_autofree char *path = reeve_site_path (
    self->site, self->preview->sensitive ? "permissions/apply-sensitive" : "permissions/apply");

  reeve_set_text (&draft->hash, self->preview->hash);
  reeve_set_text (&draft->reason, *reason != '\0' ? reason : NULL);
  self->busy = TRUE;
  adw_banner_set_revealed (self->banner, FALSE);
  /* What has been sent is done: closing now would only hide how it ended. */
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  update (self);
  begin_call (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, draft,
                           reeve_permission_preview_get_type (), -1, self->cancellable, on_applied_cb,
                           g_object_ref (self));
}

static void
on_draft_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReevePermissionPreviewDialog *self = REEVE_PERMISSION_PREVIEW_DIALOG (widget);

  g_signal_emit (self, signals[DRAFTED], 0, self->entries);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReevePermissionPreviewDialog *self = REEVE_PERMISSION_PREVIEW_DIALOG (widget);
  const ReevePermissionChange *change = find_membership (self);
  g_autoptr (GVariant) target = NULL;
  GtkWidget *window =
    GTK_WIDGET (gtk_widget_get_root (widget)); /* the dialog may be gone once it is closed */

  if (change == NULL || window == NULL)
    return;
  target = g_variant_ref_sink (change->group != NULL ? g_variant_new ("(ss)", "group", change->group)
                                                     : g_variant_new ("(ss)", "user", change->user));
  adw_dialog_force_close (ADW_DIALOG (self));
  gtk_widget_activate_action_variant (window, "win.show", target);
}

/* --- The widget --- */

static void
reeve_permission_preview_dialog_dispose (GObject *object)
{
  ReevePermissionPreviewDialog *self = REEVE_PERMISSION_PREVIEW_DIALOG (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_PERMISSION_PREVIEW_DIALOG);
  G_OBJECT_CLASS (reeve_permission_preview_dialog_parent_class)->dispose (object);
}

static void
reeve_permission_preview_dialog_finalize (GObject *object)
{
  ReevePermissionPreviewDialog *self = REEVE_PERMISSION_PREVIEW_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_permission_preview_dialog_parent_class)->finalize (object);
}

static void
reeve_permission_preview_dialog_class_init (ReevePermissionPreviewDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_permission_preview_dialog_dispose;
  object_class->finalize = reeve_permission_preview_dialog_finalize;
  signals[APPLIED] = g_signal_new ("applied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_PTR_ARRAY, reeve_permission_preview_get_type ());
  signals[HELD] = g_signal_new ("held", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DRAFTED] =
    g_signal_new ("drafted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  g_type_ensure (REEVE_TYPE_PLAN_EFFECTS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/permission-preview-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, reason_group);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, effects);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, draft_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, ReevePermissionPreviewDialog, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.apply", NULL, on_apply_cb);
  gtk_widget_class_install_action (widget_class, "dialog.draft", NULL, on_draft_cb);
  gtk_widget_class_install_action (widget_class, "dialog.open", NULL, on_open_cb);
}

static void
reeve_permission_preview_dialog_init (ReevePermissionPreviewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_permission_preview_dialog_new (ReeveSite *site, GPtrArray *entries, guint n_drafted, const char *reason)
{
  ReevePermissionPreviewDialog *self = g_object_new (REEVE_TYPE_PERMISSION_PREVIEW_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->entries = reeve_permission_entries_copy (entries);
  self->n_drafted = n_drafted;
  gtk_editable_set_text (self->reason_row, reason != NULL ? reason : "");
  plan (self);
  return ADW_DIALOG (self);
}
