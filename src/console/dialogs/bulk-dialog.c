/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Dry run, then the same call in earnest. The words for each action stand in one table. */

#include "config.h"

#include "console/dialogs/bulk-dialog.h"

#include <glib/gi18n.h>

#include "common/bulk-job.h"
#include "console/widgets/formatting.h"
#include "console/widgets/group-chips.h"
#include "console/widgets/history-words.h"
#include "console/widgets/role-picker.h"
#include "console/widgets/wording.h"

typedef struct
{
  const char *action;
  const char *title;
  const char *effect;
  const char *will;            /* the row of those that change */
  const char *apply, *applies; /* the button: one, many */
  const char *done, *dones;    /* the toast: one, many */
  gboolean destructive;
} ActionWords;

static const ActionWords all_words[] = {
  { "suspend", N_ ("Suspend People"),
    N_ ("They are signed out at once and cannot sign in until they are reactivated. You can undo this."),
    N_ ("Will be suspended"), N_ ("Suspend %s Person"), N_ ("Suspend %s People"), N_ ("%s person suspended"),
    N_ ("%s people suspended"), FALSE },
  { "reactivate", N_ ("Reactivate People"), N_ ("They can sign in again. You can undo this."),
    N_ ("Will be reactivated"), N_ ("Reactivate %s Person"), N_ ("Reactivate %s People"),
    N_ ("%s person reactivated"), N_ ("%s people reactivated"), FALSE },
  { "delete", N_ ("Delete People"),
    N_ ("They go into the bin and cannot sign in. They can be restored for 30 days; then they are gone for "
        "good."),
    N_ ("Will be deleted"), N_ ("Delete %s Person"), N_ ("Delete %s People"),
    N_ ("%s person moved to the bin"), N_ ("%s people moved to the bin"), TRUE },
  { "restore", N_ ("Restore People"),
    N_ ("They come back with the roles and groups that they kept; who had left, as a plain member. You "
        "can undo this."),
    N_ ("Will be restored"), N_ ("Restore %s Person"), N_ ("Restore %s People"), N_ ("%s person restored"),
    N_ ("%s people restored"), FALSE },
  { "unlock", N_ ("Unlock People"), N_ ("They need not wait any longer after wrong passwords."),
    N_ ("Will be unlocked"), N_ ("Unlock %s Person"), N_ ("Unlock %s People"), N_ ("%s person unlocked"),
    N_ ("%s people unlocked"), FALSE },
  { "set-roles", N_ ("Change Roles"),
    N_ ("What they may do changes with their next request. You can undo this."), N_ ("Will have other roles"),
    N_ ("Change %s Person"), N_ ("Change %s People"), N_ ("Roles of %s person changed"),
    N_ ("Roles of %s people changed"), FALSE },
  { "add-to-groups", N_ ("Add to Groups"),
    N_ (
      "They are also in all groups above, and in the hands of whoever administers these. You can undo this."),
    N_ ("Will be added"), N_ ("Add %s Person"), N_ ("Add %s People"), N_ ("%s person added to groups"),
    N_ ("%s people added to groups"), FALSE },
  { "remove-from-groups", N_ ("Remove From Groups"),
    N_ ("They stay in the workspace and in their other groups. You can undo this."), N_ ("Will be removed"),
    N_ ("Remove %s Person"), N_ ("Remove %s People"), N_ ("%s person removed from groups"),
    N_ ("%s people removed from groups"), FALSE },
};

/* More are changed as a job. */
#define MOST_AT_ONCE 2000

struct _ReeveBulkDialog
{
  AdwDialog parent_instance;

  /* from the template */
  GtkLabel *effect;
  GtkWidget *roles_group;
  ReeveRolePicker *role_picker;
  GtkWidget *groups_group;
  ReeveGroupChips *group_chips;
  GtkStack *stack;
  AdwStatusPage *failure;
  AdwActionRow *changed_row;
  GtkLabel *changed_count;
  GtkWidget *unchanged_row;
  GtkLabel *unchanged_count;
  GtkWidget *refused_row;
  GtkLabel *refused_count;
  AdwPreferencesGroup *refused_group;
  GtkListBox *refused;
  GtkWidget *apply_button;

  /* owned */
  ReeveSite *site;
  ReeveUserBulk *bulk;
  GCancellable *cancellable; /* of the call under way */

  /* borrowed */
  const ActionWords *words;

  gboolean untouched; /* roles are asked for, and none was ticked yet; or groups, and none is chosen */
};

G_DEFINE_FINAL_TYPE (ReeveBulkDialog, reeve_bulk_dialog, ADW_TYPE_DIALOG)

enum
{
  APPLIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Words with one %s for a count, in the right number. */
static char *
format_counted (const char *one, const char *many, gint64 n)
{
  g_autofree char *count = reeve_format_count (n);
  g_auto (GStrv) parts = g_strsplit (g_dngettext (NULL, one, many, (gulong) n), "%s", 2);

  return g_strjoinv (count, parts);
}

static void
set_apply (ReeveBulkDialog *self, gint64 n)
{
  g_autofree char *label = format_counted (self->words->apply, self->words->applies, n);

  gtk_button_set_label (GTK_BUTTON (self->apply_button), label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply", n > 0);
}

static void
set_count (GtkLabel *label, gint64 n)
{
  g_autofree char *text = reeve_format_count (n);

  gtk_label_set_label (label, text);
}

static void
show_refused (ReeveBulkDialog *self, ReeveUserBulkResult *result)
{
  guint n = result->refused ? result->refused->len : 0;

  gtk_list_box_remove_all (self->refused);
  for (guint i = 0; i < n; i++)
    {
      ReeveUserRefusal *refusal = g_ptr_array_index (result->refused, i);
      g_autofree char *reason = reeve_format_refusal (refusal);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     refusal->display_name ? refusal->display_name : refusal->id);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reason);
      gtk_list_box_append (self->refused, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->refused_group), n > 0);
  if (result->n_refused > n)
    {
      g_autofree char *count = reeve_format_count (result->n_refused);
      /* Translators: %1$u: how many are listed, %2$s: how many there are */
      g_autofree char *text = g_strdup_printf (_ ("The first %1$u of %2$s"), n, count);

      adw_preferences_group_set_description (self->refused_group, text);
    }
}

static void
show_preview (ReeveBulkDialog *self, ReeveUserBulkResult *result)
{
  g_autofree char *said = NULL;

  set_count (self->changed_count, result->changed);
  set_count (self->unchanged_count, result->unchanged);
  set_count (self->refused_count, result->n_refused);
  gtk_widget_set_visible (self->unchanged_row, result->unchanged > 0);
  gtk_widget_set_visible (self->refused_row, result->n_refused > 0);
  show_refused (self, result);
  /* "No roles" is never a slip of the hand: the person has to touch the roles first. */
  set_apply (self, self->untouched ? 0 : result->changed);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  /* Translators: spoken; counts of a preview */
  said = g_strdup_printf (_ ("%d will change, %d are so already, %d are left out"), (int) result->changed,
                          (int) result->unchanged, (int) result->n_refused);
  reeve_announce (GTK_WIDGET (self), said);
}

static void
show_failure (ReeveBulkDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *safe = g_markup_escape_text (advice ? advice : "", -1);

  if (g_strcmp0 (reeve_error_get_reason (error), "matches_changed") == 0)
    {
      g_set_str (&title, _ ("The List Has Changed"));
      g_set_str (&safe, _ ("Other people match than a moment ago. Nothing was changed; look again."));
      self->bulk->expected_total = 0; /* the next preview says the new number */
    }
  adw_status_page_set_title (self->failure, title);
  adw_status_page_set_description (self->failure, safe);
  set_apply (self, 0);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
on_previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBulkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) preview = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &preview, &error))
    {
      if (self->bulk->ids == NULL)
        self->bulk->expected_total = preview->total;
      show_preview (self, preview);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
on_applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBulkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) applied = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &applied, &error))
    {
      g_autofree char *message = format_counted (self->words->done, self->words->dones, applied->changed);

      g_signal_emit (self, signals[APPLIED], 0, message, applied);
      adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
      show_failure (self, error);
    }
}

/* It goes on by itself, and is looked at where all jobs are. */
static void
on_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveBulkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveBulkJob) job = NULL;
  gboolean begun = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &job, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (!begun)
    {
      show_failure (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.jobs", NULL);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
begin_job (ReeveBulkDialog *self, ReeveUserBulk *body)
{
  g_autofree char *path = reeve_site_path (self->site, "users/bulk-job");

  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_bulk_job_get_type (), -1,
                           self->cancellable, on_begun_cb, g_object_ref (self));
}

static void
send (ReeveBulkDialog *self, gboolean dry_run)
{
  g_autofree char *path = reeve_site_path (self->site, "users/bulk");
  g_autoptr (ReeveUserBulk) body = reeve_record_copy (self->bulk);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  body->dry_run = dry_run;
  if (!dry_run && self->bulk->expected_total > MOST_AT_ONCE)
    {
      begin_job (self, body);
      return;
    }
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_user_bulk_result_get_type (),
                           -1, self->cancellable, dry_run ? on_previewed_cb : on_applied_cb,
                           g_object_ref (self));
}

static gboolean
is_of_groups (ReeveBulkDialog *self)
{
  return g_str_has_suffix (self->bulk->action, "-groups");
}

static void
preview (ReeveBulkDialog *self)
{
  if (is_of_groups (self))
    {
      g_strfreev (self->bulk->groups);
      self->bulk->groups = reeve_group_chips_get_groups (self->group_chips);
      self->untouched = self->bulk->groups == NULL;
      gtk_widget_set_visible (GTK_WIDGET (self->stack), !self->untouched);
      if (self->untouched) /* there is nothing to count yet */
        {
          set_apply (self, 0);
          return;
        }
    }
  if (g_str_equal (self->bulk->action, "set-roles"))
    {
      g_strfreev (self->bulk->roles);
      self->bulk->roles = reeve_role_picker_get_roles (self->role_picker);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply", FALSE);
  if (gtk_stack_get_visible_child_name (self->stack) == NULL ||
      !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "preview"))
    gtk_stack_set_visible_child_name (self->stack, "counting");
  send (self, TRUE);
}

static void
on_roles_changed_cb (ReeveBulkDialog *self)
{
  self->untouched = FALSE;
  preview (self);
}

static void
on_groups_changed_cb (ReeveBulkDialog *self)
{
  preview (self);
}

static void
on_retry_clicked_cb (ReeveBulkDialog *self)
{
  preview (self);
}

static void
on_apply_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveBulkDialog *self = REEVE_BULK_DIALOG (widget);

  /* What has been sent is done: closing now would only hide how it ended. */
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  gtk_widget_action_set_enabled (widget, "dialog.apply", FALSE);
  send (self, FALSE);
}

static void
reeve_bulk_dialog_dispose (GObject *object)
{
  ReeveBulkDialog *self = REEVE_BULK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_BULK_DIALOG);
  G_OBJECT_CLASS (reeve_bulk_dialog_parent_class)->dispose (object);
}

static void
reeve_bulk_dialog_finalize (GObject *object)
{
  ReeveBulkDialog *self = REEVE_BULK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->bulk);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_bulk_dialog_parent_class)->finalize (object);
}

static void
reeve_bulk_dialog_class_init (ReeveBulkDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_bulk_dialog_dispose;
  object_class->finalize = reeve_bulk_dialog_finalize;

  signals[APPLIED] = g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, reeve_user_bulk_result_get_type ());

  g_type_ensure (REEVE_TYPE_GROUP_CHIPS);
  g_type_ensure (REEVE_TYPE_ROLE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, effect);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, roles_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, role_picker);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, groups_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, group_chips);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, changed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, changed_count);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, unchanged_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, unchanged_count);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, refused_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, refused_count);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, refused_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, refused);
  gtk_widget_class_bind_template_child (widget_class, ReeveBulkDialog, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, on_roles_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_groups_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.apply", NULL, on_apply_cb);
}

static void
reeve_bulk_dialog_init (ReeveBulkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_bulk_dialog_new (ReeveSite *site, ReeveUserBulk *bulk)
{
  ReeveBulkDialog *self = g_object_new (REEVE_TYPE_BULK_DIALOG, NULL);

  self->site = g_object_ref (site);
  reeve_role_picker_set_site (self->role_picker, site);
  self->bulk = reeve_record_copy (bulk);
  reeve_group_chips_set_site (self->group_chips, site);
  reeve_group_chips_set_none (self->group_chips, _ ("Choose groups"));
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (g_str_equal (all_words[i].action, bulk->action))
      self->words = &all_words[i];
  g_assert (self->words != NULL);

  adw_dialog_set_title (ADW_DIALOG (self), g_dgettext (NULL, self->words->title));
  gtk_label_set_label (self->effect, g_dgettext (NULL, self->words->effect));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->changed_row),
                                 g_dgettext (NULL, self->words->will));
  gtk_widget_set_visible (self->roles_group, g_str_equal (bulk->action, "set-roles"));
  gtk_widget_set_visible (self->groups_group, is_of_groups (self));
  gtk_widget_add_css_class (self->apply_button,
                            self->words->destructive ? "destructive-action" : "suggested-action");
  self->untouched = g_str_equal (bulk->action, "set-roles");
  set_apply (self, 0);
  preview (self);
  return ADW_DIALOG (self);
}
