/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One person is asked for by their own route, which tells names; several together, which tells numbers and
 * who is left out. What was sent is done: the dialog then stays and says how it ended. */

#include "config.h"

#include "console/dialogs/offboard-dialog.h"

#include <glib/gi18n.h>

#include "common/leaving.h"
#include "common/user-bulk.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"
#include "console/widgets/leaving-words.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveOffboardDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkWidget *close_button;
  GtkStack *stack;
  AdwStatusPage *failure;
  GtkLabel *headline;
  AdwPreferencesGroup *goes_group;
  GtkListBox *goes;
  AdwPreferencesGroup *remains_group;
  GtkListBox *remains;
  GtkWidget *rotations_button;
  AdwPreferencesGroup *refused_group;
  GtkListBox *refused;
  GtkWidget *reason_group;
  GtkEditable *reason;
  ReeveNoteRow *note;
  GtkWidget *apply_bar;
  GtkWidget *apply_button;
  /* owned */
  ReeveSite *site;
  ReeveUser *user; /* (nullable): several */
  GStrv ids;
  GCancellable *cancellable; /* cancelled in dispose */

  gint64 n; /* who can leave */
  gboolean busy;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (ReeveOffboardDialog, reeve_offboard_dialog, ADW_TYPE_DIALOG)

enum
{
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_reason (ReeveOffboardDialog *self)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));

  return g_utf8_strlen (reason, -1) >= 3;
}

static void
update (ReeveOffboardDialog *self)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);
  gboolean ready = g_strcmp0 (shown, "plan") == 0 && !self->done && self->n > 0;

  gtk_widget_set_visible (self->apply_bar, ready);
  gtk_widget_set_visible (self->reason_group, ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.apply",
                                 ready && !self->busy && has_reason (self));
  gtk_button_set_label (GTK_BUTTON (self->close_button), self->done ? _ ("_Close") : _ ("_Cancel"));
  adw_dialog_set_can_close (ADW_DIALOG (self), !self->busy);
}

static void
show_page (ReeveOffboardDialog *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  update (self);
}

/* --- What goes, what is left to do --- */

static void
append_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  if (icon != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_append (list, row);
}

/* @items: (nullable) of ReeveLeavingItem */
static void
show_items (ReeveOffboardDialog *self, GPtrArray *items)
{
  gboolean rotations = reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE);
  gboolean goes = FALSE, remains = FALSE;

  gtk_list_box_remove_all (self->goes);
  gtk_list_box_remove_all (self->remains);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      ReeveLeavingItem *item = items->pdata[i];
      gboolean left = reeve_leaving_words_remains (item->kind);
      g_autofree char *title = reeve_leaving_words_item (item);
      g_autofree char *names = reeve_leaving_words_names (item);

      goes |= !left;
      remains |= left;
      append_row (left ? self->remains : self->goes, reeve_leaving_words_icon (item->kind), title, names);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->goes_group), goes);
  gtk_widget_set_visible (GTK_WIDGET (self->remains_group), remains);
  gtk_widget_set_visible (self->rotations_button, self->done && rotations);
  adw_preferences_group_set_title (self->goes_group, self->done ? _ ("Gone") : _ ("Goes at Once"));
  adw_preferences_group_set_description (
    self->remains_group, rotations ? _ ("Secrets that they knew are listed under Rotations until somebody "
                                        "has changed them.")
                                   : _ ("Secrets that they knew. Who may change the policy finds them under "
                                        "Rotations; administrators are written to."));
}

/* @refused: (nullable) of ReeveUserRefusal */
static void
show_refused (ReeveOffboardDialog *self, GPtrArray *refused)
{
  guint n = refused != NULL ? refused->len : 0;

  gtk_list_box_remove_all (self->refused);
  for (guint i = 0; i < n; i++)
    {
      ReeveUserRefusal *refusal = refused->pdata[i];
      g_autofree char *why = reeve_format_refusal (refusal);

      append_row (self->refused, "dialog-warning-symbolic",
                  refusal->display_name != NULL ? refusal->display_name : refusal->id, why);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->refused_group), n > 0);
}

static char *
describe_plan (ReeveOffboardDialog *self)
{
  g_autofree char *name = NULL;

  if (self->user == NULL)
    return g_strdup_printf (
      /* Translators: before it is done; what they have goes, and this is said of them */
      ngettext ("%d person loses all that they have in this workspace, and goes into the bin: there they can "
                "be restored for 30 days, as a plain member. Their history stays, and what other workspaces "
                "have of them.",
                "%d people lose all that they have in this workspace, and go into the bin: there they can be "
                "restored for 30 days, as plain members. Their history stays, and what other workspaces have "
                "of them.",
                (gulong) self->n),
      (int) self->n);
  name = reeve_format_isolate (self->user->display_name);
  /* Translators: before it is done; %s is a person's name */
  return g_strdup_printf (
    _ ("%s loses all that they have in this workspace, and goes into the bin: there they "
       "can be restored for 30 days, as a plain member. Their history stays, and what "
       "other workspaces have of them."),
    name);
}

static char *
describe_done (ReeveOffboardDialog *self)
{
  g_autofree char *name = NULL;

  if (self->user == NULL)
    return g_strdup_printf (
      ngettext ("%d person has left, and is signed out. Who comes back is restored from the bin within 30 "
                "days, and then is a plain member.",
                "%d people have left, and are signed out. Who comes back is restored from the bin within 30 "
                "days, and then is a plain member.",
                (gulong) self->n),
      (int) self->n);
  name = reeve_format_isolate (self->user->display_name);
  /* Translators: %s is a person's name */
  return g_strdup_printf (
    _ ("%s has left, and is signed out. Should they come back, restore them from the bin "
       "within 30 days: they are a plain member then."),
    name);
}

static void
show_leaving (ReeveOffboardDialog *self, gint64 n, GPtrArray *items, GPtrArray *refused)
{
  g_autofree char *text = NULL;

  self->n = n;
  text = n == 0       ? g_strdup (_ ("None of them can leave now."))
         : self->done ? describe_done (self)
                      : describe_plan (self);
  gtk_label_set_label (self->headline, text);
  show_items (self, items);
  show_refused (self, refused);
  if (self->user == NULL)
    {
      g_autofree char *count = reeve_format_count (n);
      g_autofree char *label = /* Translators: a button; %s is a number */
        g_strdup_printf (ngettext ("Offboard %s Person", "Offboard %s People", (gulong) n), count);

      gtk_button_set_label (GTK_BUTTON (self->apply_button), label);
    }
  show_page (self, "plan");
  if (self->done || n == 0)
    gtk_widget_grab_focus (self->close_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  if (self->done)
    reeve_announce (GTK_WIDGET (self), text);
}

/* What the two routes answer. (transfer none) */
static void
show_reply (ReeveOffboardDialog *self, gpointer reply)
{
  if (self->user != NULL)
    show_leaving (self, 1, REEVE_LEAVING (reply)->items, NULL);
  else
    show_leaving (self, REEVE_LEAVINGS (reply)->changed, REEVE_LEAVINGS (reply)->items,
                  REEVE_LEAVINGS (reply)->refused);
}

static void
show_failure (ReeveOffboardDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  g_autofree char *safe = g_markup_escape_text (advice != NULL ? advice : "", -1);

  adw_status_page_set_title (self->failure, title);
  adw_status_page_set_description (self->failure, safe);
  show_page (self, "failed");
  reeve_announce (GTK_WIDGET (self), title);
}

/* --- Asking --- */

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveOffboardDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) reply = NULL;

  if (self->user != NULL)
    reply = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  else
    reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &reply, &error);
  if (reply != NULL)
    show_reply (self, reply);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

static void
look (ReeveOffboardDialog *self)
{
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *below =
    self->user != NULL ? g_strdup_printf ("users/%s/leave", self->user->id) : g_strdup ("leavings/preview");
  g_autofree char *path = reeve_site_path (self->site, below);
  g_autoptr (ReeveLeavers) leavers = reeve_leavers_new ();

  show_page (self, "looking");
  if (self->user != NULL)
    {
      reeve_client_load_async (client, reeve_leaving_get_type (), path, self->cancellable, on_looked_cb,
                               g_object_ref (self));
      return;
    }
  reeve_set_texts (&leavers->ids, (const char *const *) self->ids);
  reeve_client_post_async (client, path, leavers, reeve_leavings_get_type (), -1, self->cancellable,
                           on_looked_cb, g_object_ref (self));
}

static void
on_left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveOffboardDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) reply = NULL;
  g_autofree char *at_reason = NULL;
  gboolean done = reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &reply, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  self->done = done;
  if (done)
    {
      show_reply (self, reply);
      g_signal_emit (self, signals[LEFT], 0);
      return;
    }
  at_reason = reeve_wording_at (error, "/reason");
  if (at_reason != NULL)
    reeve_note_row_set_text (self->note, at_reason);
  else if (g_strcmp0 (reeve_error_get_reason (error), "step_up") !=
           0) /* they gave no code: nothing is wrong */
    show_failure (self, error);
  update (self);
}

static void
on_apply_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveOffboardDialog *self = REEVE_OFFBOARD_DIALOG (widget);
  g_autoptr (ReeveLeave) one = reeve_leave_new ();
  g_autoptr (ReeveLeaveMany) many = reeve_leave_many_new ();
  g_autofree char *below =
    self->user != NULL ? g_strdup_printf ("users/%s/leave", self->user->id) : g_strdup ("leavings");
  g_autofree char *path = reeve_site_path (self->site, below);

  reeve_note_row_set_text (self->note, NULL);
  one->reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  many->reason = g_strdup (one->reason);
  reeve_set_texts (&many->ids, (const char *const *) self->ids);
  self->busy = TRUE;
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path,
                           self->user != NULL ? (gpointer) one : (gpointer) many,
                           self->user != NULL ? reeve_leaving_get_type () : reeve_leavings_get_type (), -1,
                           self->cancellable, on_left_cb, g_object_ref (self));
}

static void
on_reason_activated_cb (ReeveOffboardDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.apply", NULL);
}

static void
on_rotations_cb (ReeveOffboardDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "rotations");
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
reeve_offboard_dialog_dispose (GObject *object)
{
  ReeveOffboardDialog *self = REEVE_OFFBOARD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_OFFBOARD_DIALOG);
  G_OBJECT_CLASS (reeve_offboard_dialog_parent_class)->dispose (object);
}

static void
reeve_offboard_dialog_finalize (GObject *object)
{
  ReeveOffboardDialog *self = REEVE_OFFBOARD_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->user);
  g_strfreev (self->ids);
  G_OBJECT_CLASS (reeve_offboard_dialog_parent_class)->finalize (object);
}

static void
reeve_offboard_dialog_class_init (ReeveOffboardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_offboard_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_offboard_dialog_finalize;
  signals[LEFT] =
    g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/offboard-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, headline);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, goes_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, goes);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, remains_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, remains);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, rotations_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, refused_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, refused);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, reason_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, apply_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveOffboardDialog, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_bind_template_callback (widget_class, look);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_rotations_cb);
  gtk_widget_class_install_action (widget_class, "dialog.apply", NULL, on_apply_cb);
}

static void
reeve_offboard_dialog_init (ReeveOffboardDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static AdwDialog *
make (ReeveSite *site, ReeveUser *user, const char *const *ids, const char *title)
{
  ReeveOffboardDialog *self = g_object_new (REEVE_TYPE_OFFBOARD_DIALOG, NULL);

  self->site = g_object_ref (site);
  g_set_object (&self->user, user);
  self->ids = g_strdupv ((GStrv) ids);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  look (self);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_offboard_dialog_new (ReeveSite *site, ReeveUser *user)
{
  const char *const ids[] = { user->id, NULL };
  g_autofree char *title = NULL;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  /* Translators: the title of a dialog; %s is a person's name */
  title = g_strdup_printf (_ ("Offboard %s"), user->display_name);
  return make (site, user, ids, title);
}

AdwDialog *
reeve_offboard_dialog_new_many (ReeveSite *site, const char *const *ids)
{
  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return make (site, NULL, ids, _ ("Offboard People"));
}
