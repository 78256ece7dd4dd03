/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One call after the other, each with the version that was on screen: who was faster has said something that
 * this person has not read. What failed stays as it was, and is named. */

#include "config.h"

#include "console/pages/rotation-marks.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

#define NAMES_SHOWN 8

/* Those that are being marked, or the one that is being deleted. */
typedef struct
{
  GtkWidget *widget; /* owned */
  ReeveSite *site;   /* owned */
  GPtrArray *rotations;
  guint next;
  guint done;
  GString *failures; /* a line each */
} Marks;

static void
marks_free (Marks *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->site);
  g_ptr_array_unref (self->rotations);
  g_string_free (self->failures, TRUE);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Marks, marks_free)

static Marks *
marks_new (GtkWidget *widget, ReeveSite *site, GPtrArray *rotations)
{
  Marks *self = g_new0 (Marks, 1);

  self->widget = g_object_ref (widget);
  self->site = g_object_ref (site);
  self->rotations = g_ptr_array_ref (rotations);
  self->failures = g_string_new (NULL);
  return self;
}

static char *
get_path (Marks *self, guint i, const char *below)
{
  g_autofree char *path =
    g_strdup_printf ("rotations/%s%s", REEVE_ROTATION (self->rotations->pdata[i])->id, below);

  return reeve_site_path (self->site, path);
}

static void
tell (Marks *self, const char *text)
{
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
  gtk_widget_activate_action (self->widget, "rotations.reload", NULL);
}

/* --- Marking --- */

static void send_next (Marks *self);

static void
tell_failures (Marks *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Not Marked as Rotated"), self->failures->str);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, self->widget);
}

static void
tell_marked (Marks *self)
{
  g_autofree char *count = reeve_format_count (self->done);
  g_autofree char *text = NULL;

  if (self->done == 1 && self->rotations->len == 1)
    /* Translators: a toast; %s is what a secret is called */
    text = g_strdup_printf (_ ("“%s” marked as rotated"), REEVE_ROTATION (self->rotations->pdata[0])->name);
  else if (self->done > 0)
    /* Translators: a toast; %s is a number of secrets */
    text = g_strdup_printf (ngettext ("%s marked as rotated", "%s marked as rotated", self->done), count);
  if (text != NULL)
    tell (self, text);
  else
    gtk_widget_activate_action (self->widget, "rotations.reload", NULL);
  if (self->failures->len > 0)
    tell_failures (self);
}

static void
on_marked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Marks) self = user_data;
  g_autoptr (GError) error = NULL;
  ReeveRotation *rotation = self->rotations->pdata[self->next];

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, NULL, &error))
    self->done++;
  else
    {
      g_autofree char *title = reeve_wording_title (error);

      /* Translators: %1$s is what a secret is called, %2$s what went wrong */
      g_string_append_printf (self->failures, _ ("%1$s: %2$s"), rotation->name, title);
      g_string_append_c (self->failures, '\n');
    }
  self->next++;
  if (self->next < self->rotations->len)
    send_next (g_steal_pointer (&self));
  else
    tell_marked (self);
}

/* (transfer full) */
static void
send_next (Marks *self)
{
  g_autofree char *path = get_path (self, self->next, "/rotated");

  reeve_client_post_async (reeve_site_get_client (self->site), path, NULL, G_TYPE_NONE,
                           REEVE_ROTATION (self->rotations->pdata[self->next])->version, NULL, on_marked_cb,
                           self);
}

static void
on_mark_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  send_next (g_object_steal_data (G_OBJECT (dialog), "marks"));
}

static char *
name_all (GPtrArray *rotations)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (rotations->len, NAMES_SHOWN); i++)
    g_string_append_printf (names, "%s\n", REEVE_ROTATION (rotations->pdata[i])->name);
  if (rotations->len > NAMES_SHOWN)
    g_string_append (names, "…\n");
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* (transfer full) @self */
static void
present (AdwDialog *dialog, Marks *self, const char *response, const char *label, GCallback callback)
{
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  g_autofree char *signal = g_strconcat ("response::", response, NULL);

  adw_alert_dialog_add_responses (alert, "cancel", _ ("_Cancel"), response, label, NULL);
  g_object_set_data_full (G_OBJECT (dialog), "marks", self, (GDestroyNotify) marks_free);
  g_signal_connect (dialog, signal, callback, NULL);
  adw_dialog_present (dialog, self->widget);
}

void
reeve_rotation_marks_ask (GtkWidget *widget, ReeveSite *site, GPtrArray *rotations)
{
  AdwDialog *dialog;
  g_autofree char *names = NULL;

  g_return_if_fail (rotations != NULL && rotations->len > 0);

  names = name_all (rotations);
  dialog =
    adw_alert_dialog_new (ngettext ("Mark as Rotated?", "Mark These as Rotated?", rotations->len), NULL);
  adw_alert_dialog_format_body (
    ADW_ALERT_DIALOG (dialog),
    /* Translators: %s: secrets, a line each */
    _ ("%s\nOnly when it has been changed wherever it is used: nobody is reminded of it "
       "again before its time, and this cannot be undone."),
    names);
  present (dialog, marks_new (widget, site, rotations), "mark", _ ("_Mark as Rotated"),
           G_CALLBACK (on_mark_cb));
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "mark", ADW_RESPONSE_SUGGESTED);
}

/* --- Deleting --- */

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Marks) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error))
    /* Translators: a toast; %s is what a secret is called */
    text = g_strdup_printf (_ ("“%s” deleted"), REEVE_ROTATION (self->rotations->pdata[0])->name);
  else
    text = reeve_wording_title (error);
  tell (self, text);
}

static void
on_delete_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  Marks *self = g_object_steal_data (G_OBJECT (dialog), "marks");
  g_autofree char *path = get_path (self, 0, "");

  reeve_client_delete_async (reeve_site_get_client (self->site), path,
                             REEVE_ROTATION (self->rotations->pdata[0])->version, G_TYPE_NONE, NULL,
                             on_deleted_cb, self);
}

void
reeve_rotation_marks_ask_delete (GtkWidget *widget, ReeveSite *site, ReeveRotation *rotation)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);
  AdwDialog *dialog = adw_alert_dialog_new (NULL, NULL);

  g_ptr_array_add (one, g_object_ref (rotation));
  /* Translators: %s is what a secret is called */
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _ ("Delete “%s”?"), rotation->name);
  adw_alert_dialog_set_body (
    ADW_ALERT_DIALOG (dialog),
    _ ("Nobody is reminded to change this secret any more, not even when somebody who "
       "knew it leaves. This cannot be undone."));
  present (dialog, marks_new (widget, site, one), "delete", _ ("_Delete"), G_CALLBACK (on_delete_cb));
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
}
