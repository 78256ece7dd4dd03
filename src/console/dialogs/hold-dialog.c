/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Times are typed as in a query of the log, and read when it is sent; what is wrong with one stands below it.
 */

#include "config.h"

#include "console/dialogs/hold-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/hold.h"
#include "common/log-query-time.h"
#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define DAYS 90 /* a hold lasts, unless somebody says otherwise */

struct _ReeveHoldDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  AdwActionRow *person_row;
  GtkWidget *everybody_button;
  ReeveFinder *finder;
  GtkEditable *from_row;
  ReeveNoteRow *from_note;
  GtkEditable *to_row;
  ReeveNoteRow *to_note;
  GtkEditable *reason_row;
  GtkEditable *ticket_row;
  AdwSpinRow *days_row;
  /* owned */
  ReeveSite *site;
  char *account; /* (nullable): everybody */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (ReeveHoldDialog, reeve_hold_dialog, ADW_TYPE_DIALOG)

static guint held_signal;

/* (transfer full) (nullable): nothing stands there */
static char *
get_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
update (ReeveHoldDialog *self)
{
  g_autofree char *reason = get_text (self->reason_row);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.hold", reason != NULL && !self->busy);
}

static void
on_changed_cb (ReeveHoldDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

/* --- Whose --- */

/* @name: (nullable): not known here */
static void
set_person (ReeveHoldDialog *self, const char *account, const char *name)
{
  const char *shown = name != NULL ? name : account;

  g_set_str (&self->account, account);
  adw_action_row_set_subtitle (self->person_row, account != NULL ? shown : _ ("Everybody’s"));
  gtk_widget_set_visible (self->everybody_button, account != NULL);
}

static void
on_picked_cb (ReeveHoldDialog *self, ReeveUser *user)
{
  set_person (self, user->id, user->display_name);
}

static void
on_everybody_cb (ReeveHoldDialog *self)
{
  set_person (self, NULL, NULL);
}

/* --- When --- */

static void
show_time (GtkEditable *row, gint64 time, gboolean end)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };
  g_autofree char *text = reeve_log_time_print (time, end, &clock);

  gtk_editable_set_text (row, text);
}

static gboolean
read_time (GtkEditable *row, ReeveNoteRow *note, gboolean end, gint64 *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const ReeveLogClock clock = { .now = reeve_clock_now (), .zone = zone };
  g_autofree char *text = get_text (row);
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  if (text != NULL && reeve_log_time_read (text, &clock, &moment, &normal))
    {
      *time = end && !moment.point ? moment.to : moment.from;
      return TRUE;
    }
  reeve_note_row_set_text (note, _ ("Not a time: try yesterday, 2h or 2026-11-20"));
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return FALSE;
}

/* --- Sending --- */

static gboolean
note_at (const GError *error, const char *pointer, ReeveNoteRow *note, GtkEditable *field)
{
  g_autofree char *text = reeve_wording_at (error, pointer);

  if (text == NULL)
    return FALSE;
  reeve_note_row_set_text (note, text);
  gtk_widget_grab_focus (GTK_WIDGET (field));
  return TRUE;
}

/* What is about a field stands there, anything else in the banner. */
static void
show_refusal (ReeveHoldDialog *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  gboolean to = note_at (error, "/until", self->to_note, self->to_row);
  gboolean from = note_at (error, "/since", self->from_note, self->from_row);

  if (!from && !to)
    {
      adw_banner_set_title (self->banner, title);
      adw_banner_set_revealed (self->banner, TRUE);
    }
  reeve_announce (GTK_WIDGET (self), title);
}

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveHoldDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveHold) hold = NULL;
  g_autofree char *until = NULL;
  g_autofree char *text = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &hold, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (hold == NULL)
    {
      show_refusal (self, error);
      return;
    }
  until = reeve_format_date (hold->ends);
  /* Translators: a toast; %s is a day */
  text = g_strdup_printf (_ ("Held until %s"), until);
  g_signal_emit (self, held_signal, 0, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* (transfer full) (nullable): something is wrong, which is said */
static ReeveHold *
read_form (ReeveHoldDialog *self)
{
  g_autoptr (ReeveHold) hold = reeve_hold_new ();
  gboolean to = read_time (self->to_row, self->to_note, TRUE, &hold->until);

  if (!read_time (self->from_row, self->from_note, FALSE, &hold->since) || !to)
    return NULL;
  hold->account = g_strdup (self->account);
  hold->reason = get_text (self->reason_row);
  hold->ticket = get_text (self->ticket_row);
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  hold->ends = reeve_clock_now () + (gint64) adw_spin_row_get_value (self->days_row) * REEVE_DAY;
  return g_steal_pointer (&hold);
}

static void
on_hold_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveHoldDialog *self = REEVE_HOLD_DIALOG (widget);
  g_autoptr (ReeveHold) hold = read_form (self);
  g_autofree char *path = reeve_site_path (self->site, "access-log/holds");

  if (hold == NULL)
    return;
  self->busy = TRUE;
  update (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, hold, reeve_hold_get_type (), -1,
                           self->cancellable, on_created_cb, g_object_ref (self));
}

/* --- The dialog --- */

static void
reeve_hold_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_HOLD_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_HOLD_DIALOG);
  G_OBJECT_CLASS (reeve_hold_dialog_parent_class)->dispose (object);
}

static void
reeve_hold_dialog_finalize (GObject *object)
{
  ReeveHoldDialog *self = REEVE_HOLD_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_free (self->account);
  G_OBJECT_CLASS (reeve_hold_dialog_parent_class)->finalize (object);
}

static void
reeve_hold_dialog_class_init (ReeveHoldDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_hold_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_hold_dialog_finalize;
  held_signal = g_signal_new ("held", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/hold-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, everybody_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, from_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, from_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, to_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, to_note);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveHoldDialog, days_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_everybody_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.hold", NULL, on_hold_cb);
}

static void
reeve_hold_dialog_init (ReeveHoldDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  adw_spin_row_set_range (self->days_row, 1, REEVE_HOLD_DAYS - 1);
  adw_spin_row_set_value (self->days_row, DAYS);
}

AdwDialog *
reeve_hold_dialog_new (ReeveSite *site, const char *account, const char *name, gint64 from, gint64 to)
{
  ReeveHoldDialog *self = g_object_new (REEVE_TYPE_HOLD_DIALOG, NULL);

  self->site = g_object_ref (site);
  reeve_finder_set_site (self->finder, site);
  set_person (self, account, name);
  show_time (self->from_row, from, FALSE);
  show_time (self->to_row, to, TRUE);
  update (self);
  return ADW_DIALOG (self);
}
