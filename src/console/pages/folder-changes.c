/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking a name back is the same call the other way. A job is counted: its step may fall off the undo stack
 * while its call is under way. */

#include "config.h"

#include "console/pages/folder-changes.h"

#include <glib/gi18n.h>

#include "console/client/undo.h"
#include "console/widgets/wording.h"

typedef struct
{
  ReeveFolderChanges *changes; /* owned */
  ReeveFolder *before;         /* owned */
  ReeveFolder *after;          /* owned */
  gint64 version;              /* as it was saved last */
  guint step;                  /* 0: the first call is under way */
} Job;

struct _ReeveFolderChanges
{
  GObject parent_instance;

  ReeveSite *site; /* owned */
};

G_DEFINE_FINAL_TYPE (ReeveFolderChanges, reeve_folder_changes, G_TYPE_OBJECT)

enum
{
  DONE,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->changes);
  g_clear_object (&job->before);
  g_clear_object (&job->after);
}

static void
unref_job (gpointer job)
{
  g_rc_box_release_full (job, clear_job);
}

static void run (gboolean forward, gpointer data);

static void
tell_done (Job *job)
{
  /* Translators: %s: a folder */
  g_autofree char *message = g_strdup_printf (_ ("Renamed to “%s”"), job->after->name);

  if (job->step != 0)
    return;
  job->step = reeve_undo_push (reeve_undo_of (G_OBJECT (job->changes->site)), message, run,
                               g_rc_box_acquire (job), unref_job);
  g_signal_emit (job->changes, signals[DONE], 0, message, job->step);
}

static void
tell_error (Job *job, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);
  g_autofree char *advice = reeve_wording_advice (error);
  /* Translators: what was refused, and what to do about it: two sentences, the second with its full stop */
  g_autofree char *text =
    advice != NULL ? g_strdup_printf (_ ("%1$s. %2$s"), title, advice) : g_strdup (title);
  GtkWindow *window;

  if (job->step == 0)
    {
      g_signal_emit (job->changes, signals[REFUSED], 0, text);
      return;
    }
  /* A step that is turned may be of a page that is not in sight. */
  window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", text);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved != NULL)
    {
      job->version = saved->version; /* the next turn is from there */
      tell_done (job);
    }
  else
    tell_error (job, error);
  reeve_undo_release (reeve_undo_of (G_OBJECT (job->changes->site)));
  unref_job (job);
}

static void
run (gboolean forward, gpointer data)
{
  Job *job = data;
  g_autoptr (ReeveFolder) from = reeve_record_copy (forward ? job->before : job->after);
  g_autofree char *below = g_strconcat ("folders/", from->id, NULL);
  g_autofree char *path = reeve_site_path (job->changes->site, below);

  from->version = job->version;
  reeve_undo_hold (reeve_undo_of (G_OBJECT (job->changes->site)));
  reeve_client_save_async (reeve_site_get_client (job->changes->site), path, from,
                           forward ? job->after : job->before, NULL, on_saved_cb, g_rc_box_acquire (job));
}

static void
reeve_folder_changes_finalize (GObject *object)
{
  g_clear_object (&REEVE_FOLDER_CHANGES (object)->site);
  G_OBJECT_CLASS (reeve_folder_changes_parent_class)->finalize (object);
}

static void
reeve_folder_changes_class_init (ReeveFolderChangesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_folder_changes_finalize;
  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_UINT);
  signals[REFUSED] =
    g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
reeve_folder_changes_init (ReeveFolderChanges *self)
{
}

ReeveFolderChanges *
reeve_folder_changes_new (ReeveSite *site)
{
  ReeveFolderChanges *self = g_object_new (REEVE_TYPE_FOLDER_CHANGES, NULL);

  self->site = g_object_ref (site);
  return self;
}

void
reeve_folder_changes_rename (ReeveFolderChanges *self, ReeveFolder *folder, const char *name)
{
  Job *job;

  g_return_if_fail (REEVE_IS_FOLDER_CHANGES (self));

  if (g_strcmp0 (folder->name, name) == 0)
    return;
  job = g_rc_box_new0 (Job);
  job->changes = g_object_ref (self);
  job->before = reeve_record_copy (folder);
  job->after = reeve_record_copy (folder);
  reeve_set_text (&job->after->name, name);
  job->version = folder->version;
  run (TRUE, job);
  unref_job (job);
}
