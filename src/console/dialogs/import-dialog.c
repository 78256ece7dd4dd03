/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Choose, look, import. The service judges the rows (a dry run); here they are put in order, problems first,
 * and shown. The text is kept until the dialog closes, since the import itself sends it again. */

#include "config.h"

#include "console/dialogs/import-dialog.h"

#include <glib/gi18n.h>

#include "common/bulk-job.h"
#include "common/capability.h"
#include "common/invitation.h"
#include "console/dialogs/import-rows.h"
#include "console/dialogs/import-source.h"
#include "console/widgets/formatting.h"
#include "console/widgets/group-chips.h"
#include "console/widgets/history-words.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

/* What becomes of the rows. */
typedef struct
{
  gboolean invites;
  const char *path;
  const char *job_path;
  const char *title;
  const char *will;     /* how many */
  const char *will_one; /* the same, of one */
  const char *button;
  const char *button_one;
  const char *rest; /* the button, when other rows have a problem */
  const char *done;
  const char *done_one;
} Purpose;

static const Purpose adding = {
  .path = "users/import",
  .job_path = "users/import-job",
  .title = N_ ("Import People"),
  .will_one = N_ ("%s will be added"),
  .will = N_ ("%s will be added"),
  .button_one = N_ ("Import %s Person"),
  .button = N_ ("Import %s People"),
  .rest = N_ ("Import the Other %s"),
  .done_one = N_ ("%s person added"),
  .done = N_ ("%s people added"),
};

static const Purpose inviting = {
  .invites = TRUE,
  .path = "invitations/import",
  .job_path = "invitations/import-job",
  .title = N_ ("Invite From a File"),
  .will_one = N_ ("%s will be invited"),
  .will = N_ ("%s will be invited"),
  .button_one = N_ ("Invite %s Person"),
  .button = N_ ("Invite %s People"),
  .rest = N_ ("Invite the Other %s"),
  .done_one = N_ ("%s person invited"),
  .done = N_ ("%s people invited"),
};

struct _ReeveImportDialog
{
  AdwDialog parent_instance;

  /* from the template */
  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkStack *stack;
  AdwStatusPage *choose_page;
  AdwStatusPage *busy_page;
  GtkWidget *create_pill;
  GtkLabel *create_label;
  GtkWidget *exists_pill;
  GtkLabel *exists_label;
  GtkWidget *bad_pill;
  GtkLabel *bad_label;
  GtkLabel *columns_label;
  GtkWidget *role_group;
  AdwComboRow *role_row;
  AdwPreferencesGroup *groups_group;
  ReeveGroupChips *group_chips;
  GtkListView *rows;
  GtkRevealer *footer;
  GtkWidget *import_button;

  /* owned */
  ReeveSite *site;
  char *content;     /* (nullable): the file */
  char *role;        /* (nullable): of rows without one; a member */
  GPtrArray *roles;  /* of char *, interned: as the row offers them */
  GListStore *store; /* of ReeveUserImportRow */
  GCancellable *cancellable;
  const Purpose *purpose;
  gboolean skip_bad;
  gboolean as_job; /* there are too many to wait for */
};

/* More are imported as a job. */
#define MOST_AT_ONCE 2000

G_DEFINE_FINAL_TYPE (ReeveImportDialog, reeve_import_dialog, ADW_TYPE_DIALOG)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The report --- */

/* (transfer full): one of the sentences with a "%s" for how many */
static char *
fill_count (const char *one, const char *many, gint64 n)
{
  g_autofree char *count = reeve_format_count (n);
  g_auto (GStrv) parts = g_strsplit (g_dngettext (NULL, one, many, (gulong) n), "%s", 2);

  return g_strjoinv (count, parts);
}

static void
set_pill (GtkWidget *pill, GtkLabel *label, gint64 n, const char *one, const char *many)
{
  g_autofree char *text = fill_count (one, many, n);

  gtk_label_set_label (label, text);
  gtk_widget_set_visible (pill, n > 0);
}

static char *
describe_columns (ReeveUserImportReport *report)
{
  g_autofree char *used = report->columns_used ? g_strjoinv (", ", report->columns_used) : NULL;
  g_autofree char *ignored = report->columns_ignored ? g_strjoinv (", ", report->columns_ignored) : NULL;

  if (ignored == NULL || *ignored == '\0')
    /* Translators: %s: headings of a table */
    return g_strdup_printf (_ ("Columns read: %s."), used ? used : "—");
  /* Translators: %1$s and %2$s: headings of a table */
  return g_strdup_printf (_ ("Columns read: %1$s. Left out: %2$s."), used ? used : "—", ignored);
}

static gboolean
has_roles_column (ReeveUserImportReport *report)
{
  for (guint i = 0; report->columns_used != NULL && report->columns_used[i] != NULL; i++)
    if (g_ascii_strcasecmp (report->columns_used[i], "role") == 0 ||
        g_ascii_strcasecmp (report->columns_used[i], "roles") == 0)
      return TRUE;
  return FALSE;
}

/* To the people of groups that the person administers. */
static gboolean
is_bound (ReeveImportDialog *self)
{
  return !reeve_site_may_everywhere (self->site, self->purpose->invites ? REEVE_CAPABILITY_USERS_INVITE
                                                                        : REEVE_CAPABILITY_USERS_WRITE);
}

/* The choice is shown for a file without such a column; it lasts for the next file of this dialog. */
static void
show_role (ReeveImportDialog *self, ReeveUserImportReport *report)
{
  gboolean asked = gtk_widget_get_visible (self->role_group);

  gtk_widget_set_visible (self->role_group, !is_bound (self) && !has_roles_column (report));
  if (asked && gtk_widget_get_visible (self->role_group))
    gtk_widget_grab_focus (GTK_WIDGET (self->role_row));
}

static void
show_counts (ReeveImportDialog *self, ReeveUserImportReport *report)
{
  const Purpose *purpose = self->purpose;
  g_autofree char *label = report->bad > 0
                             ? fill_count (purpose->rest, purpose->rest, report->create)
                             : fill_count (purpose->button_one, purpose->button, report->create);

  set_pill (self->create_pill, self->create_label, report->create, purpose->will_one, purpose->will);
  set_pill (self->exists_pill, self->exists_label, report->exists, N_ ("%s is here already"),
            N_ ("%s are here already"));
  set_pill (self->bad_pill, self->bad_label, report->bad, N_ ("%s row has a problem"),
            N_ ("%s rows have a problem"));
  gtk_button_set_label (GTK_BUTTON (self->import_button), label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", report->create > 0);
  self->skip_bad = report->bad > 0;
}

static void
show_report (ReeveImportDialog *self, ReeveUserImportReport *report)
{
  g_autofree char *columns = describe_columns (report);
  g_autofree char *said = NULL;

  show_counts (self, report);
  /* Passwords are taken over at once only, and jobs are not for those who are bound to groups. */
  self->as_job =
    report->create > MOST_AT_ONCE && g_strcmp0 (report->format, "django") != 0 && !is_bound (self);
  gtk_label_set_label (self->columns_label, columns);
  show_role (self, report);
  adw_window_title_set_subtitle (self->title, reeve_format_import_format (report->format));
  reeve_import_rows_show (self->store, report, self->purpose->invites);

  gtk_revealer_set_reveal_child (self->footer, TRUE);
  gtk_widget_set_visible (self->other_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "report");
  /* Translators: spoken after a file was looked at */
  said = g_strdup_printf (_ ("Looked at %d rows: %d are new, %d are here already, %d have a problem"),
                          (int) report->total, (int) report->create, (int) report->exists, (int) report->bad);
  reeve_announce (GTK_WIDGET (self), said);
}

/* Back to the choice, with the reason in place of the invitation. */
static void
show_problem (ReeveImportDialog *self, const char *title, const char *advice)
{
  g_autofree char *safe = g_markup_escape_text (advice ? advice : "", -1);

  adw_status_page_set_icon_name (self->choose_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->choose_page, title);
  adw_status_page_set_description (self->choose_page, safe);
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  gtk_widget_set_visible (self->other_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "choose");
  reeve_announce (GTK_WIDGET (self), title);
}

static void
show_error (ReeveImportDialog *self, const GError *error)
{
  const char *reason = reeve_error_get_reason (error);
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_strcmp0 (reason, "no_columns") == 0)
    show_problem (
      self, _ ("No Column With E-mail Addresses"),
      _ ("The first row must hold headings, one of them “email” or what the templates of Google Workspace "
         "and Microsoft Entra call it."));
  else if (reason != NULL && g_str_has_prefix (reason, "csv_"))
    /* The service names the line; that is worth more than our words. */
    show_problem (self, _ ("This File Cannot Be Read"), error->message);
  else
    show_problem (self, title, advice);
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserImportReport) report = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &report, &error))
    show_report (self, report);
  else
    show_error (self, error);
}

static void
on_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserImportReport) report = NULL;

  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &report, &error))
    {
      g_autofree char *message = fill_count (self->purpose->done_one, self->purpose->done, report->create);

      g_signal_emit (self, signals[IMPORTED], 0, message, report);
      adw_dialog_force_close (ADW_DIALOG (self));
    }
  else
    show_error (self, error);
}

/* It goes on by itself, and is looked at where all jobs are. */
static void
on_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveBulkJob) job = NULL;

  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &job, &error))
    {
      show_error (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.jobs", NULL);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* (transfer full) */
static gpointer
make_body (ReeveImportDialog *self, gboolean dry_run)
{
  const char *const roles[] = { self->role, NULL };
  g_auto (GStrv) groups = reeve_group_chips_get_groups (self->group_chips);

  if (self->purpose->invites)
    {
      ReeveInvitationImport *body = reeve_invitation_import_new ();

      body->content = g_strdup (self->content);
      reeve_set_texts (&body->groups, (const char *const *) groups);
      reeve_set_texts (&body->roles, self->role != NULL ? roles : NULL);
      body->skip_bad = self->skip_bad;
      body->dry_run = dry_run;
      return body;
    }
  ReeveUserImport *body = reeve_user_import_new ();

  body->content = g_strdup (self->content);
  reeve_set_texts (&body->groups, (const char *const *) groups);
  reeve_set_texts (&body->roles, self->role != NULL ? roles : NULL);
  body->skip_bad = self->skip_bad;
  body->dry_run = dry_run;
  return body;
}

static void
send (ReeveImportDialog *self, gboolean dry_run)
{
  gboolean as_job = !dry_run && self->as_job;
  g_autofree char *path =
    reeve_site_path (self->site, as_job ? self->purpose->job_path : self->purpose->path);
  g_autoptr (ReeveRecord) body = make_body (self, dry_run);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  adw_status_page_set_title (self->busy_page, dry_run ? _ ("Looking at Every Row…") : _ ("Importing…"));
  gtk_revealer_set_reveal_child (self->footer, FALSE);
  gtk_widget_set_visible (self->other_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  reeve_client_post_async (reeve_site_get_client (self->site), path, body,
                           as_job ? reeve_bulk_job_get_type () : reeve_user_import_report_get_type (), -1,
                           self->cancellable,
                           as_job    ? on_begun_cb
                           : dry_run ? on_looked_cb
                                     : on_imported_cb,
                           g_object_ref (self));
}

/* Every row's fate is asked for again: a role may be more than one may give. */
static void
on_role_selected_cb (ReeveImportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->role_row);
  const char *role = selected < self->roles->len ? self->roles->pdata[selected] : NULL;

  if (role == NULL || !g_set_str (&self->role, role) || self->content == NULL)
    return;
  send (self, TRUE);
}

/* The same for groups. */
static void
on_groups_changed_cb (ReeveImportDialog *self)
{
  if (self->content != NULL)
    send (self, TRUE);
}

/* The built-in ones, then the workspace's own. What is chosen already stays. */
static void
fill_roles (ReeveImportDialog *self)
{
  GPtrArray *roles = reeve_site_get_roles (self->site);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_ptr_array_set_size (self->roles, 0);
  for (guint i = 0; reeve_built_in_roles[i] != NULL; i++)
    g_ptr_array_add (self->roles, (gpointer) g_intern_string (reeve_built_in_roles[i]));
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    if (!REEVE_ROLE (roles->pdata[i])->built_in)
      g_ptr_array_add (self->roles, (gpointer) g_intern_string (REEVE_ROLE (roles->pdata[i])->id));
  for (guint i = 0; i < self->roles->len; i++)
    {
      gtk_string_list_append (names, reeve_format_role (self->roles->pdata[i]));
      if (g_strcmp0 (self->roles->pdata[i], self->role != NULL ? self->role : REEVE_ROLE_MEMBER) == 0)
        selected = i;
    }
  g_signal_handlers_block_by_func (self->role_row, on_role_selected_cb, self);
  adw_combo_row_set_model (self->role_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->role_row, selected);
  g_signal_handlers_unblock_by_func (self->role_row, on_role_selected_cb, self);
}

static void
on_import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (widget);

  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  gtk_widget_action_set_enabled (widget, "dialog.import", FALSE);
  send (self, FALSE);
}

/* --- Where the text comes from --- */

static void
on_text_cb (GtkWidget *widget, const char *text, const char *title, const char *advice)
{
  if (text != NULL)
    reeve_import_dialog_read (REEVE_IMPORT_DIALOG (widget), text);
  else
    show_problem (REEVE_IMPORT_DIALOG (widget), title, advice);
}

static void
on_choose_clicked_cb (ReeveImportDialog *self)
{
  reeve_import_source_choose (GTK_WIDGET (self), _ (self->purpose->title), on_text_cb);
}

static void
on_paste_clicked_cb (ReeveImportDialog *self)
{
  reeve_import_source_paste (GTK_WIDGET (self), on_text_cb);
}

static void
on_paste_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  on_paste_clicked_cb (REEVE_IMPORT_DIALOG (widget));
}

/* --- The object --- */

static void
reeve_import_dialog_dispose (GObject *object)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_IMPORT_DIALOG);
  G_OBJECT_CLASS (reeve_import_dialog_parent_class)->dispose (object);
}

static void
reeve_import_dialog_finalize (GObject *object)
{
  ReeveImportDialog *self = REEVE_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->content, g_free);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_import_dialog_parent_class)->finalize (object);
}

static void
reeve_import_dialog_class_init (ReeveImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_import_dialog_dispose;
  object_class->finalize = reeve_import_dialog_finalize;

  signals[IMPORTED] =
    g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  2, G_TYPE_STRING, reeve_user_import_report_get_type ());

  g_type_ensure (REEVE_TYPE_PILL);
  g_type_ensure (REEVE_TYPE_GROUP_CHIPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, other_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, choose_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, busy_page);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, create_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, create_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, exists_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, exists_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, bad_pill);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, bad_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, columns_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, role_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, groups_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, group_chips);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, footer);
  gtk_widget_class_bind_template_child (widget_class, ReeveImportDialog, import_button);
  reeve_import_rows_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_groups_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.import", NULL, on_import_cb);
  gtk_widget_class_install_action (widget_class, "dialog.paste", NULL, on_paste_cb);
}

static void
reeve_import_dialog_init (ReeveImportDialog *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->roles = g_ptr_array_new ();
  self->store = g_list_store_new (reeve_user_import_row_get_type ());
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  gtk_list_view_set_model (self->rows, GTK_SELECTION_MODEL (selection));
  reeve_import_source_add_target (GTK_WIDGET (self), GTK_WIDGET (self->stack), on_text_cb);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", FALSE);
  g_signal_connect_object (self->role_row, "notify::selected", G_CALLBACK (on_role_selected_cb), self,
                           G_CONNECT_SWAPPED);
}

static AdwDialog *
make_dialog (ReeveSite *site, const Purpose *purpose)
{
  ReeveImportDialog *self = g_object_new (REEVE_TYPE_IMPORT_DIALOG, "title", _ (purpose->title), NULL);

  self->site = g_object_ref (site);
  self->purpose = purpose;
  adw_window_title_set_title (self->title, _ (purpose->title));
  reeve_group_chips_set_site (self->group_chips, site);
  reeve_group_chips_set_none (self->group_chips, _ ("Into no group"));
  if (is_bound (self))
    adw_preferences_group_set_description (self->groups_group, _ ("At least one of yours."));
  g_signal_connect_object (site, "roles-changed", G_CALLBACK (fill_roles), self, G_CONNECT_SWAPPED);
  fill_roles (self);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_import_dialog_new (ReeveSite *site)
{
  return make_dialog (site, &adding);
}

AdwDialog *
reeve_import_dialog_new_for_invitations (ReeveSite *site)
{
  return make_dialog (site, &inviting);
}

void
reeve_import_dialog_read (ReeveImportDialog *self, const char *text)
{
  g_return_if_fail (REEVE_IS_IMPORT_DIALOG (self));
  g_return_if_fail (text != NULL);

  g_set_str (&self->content, text);
  self->skip_bad = FALSE;
  send (self, TRUE);
}
