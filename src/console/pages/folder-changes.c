/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Taking a name back is the same call the other way. A job is counted: its step may fall off the undo stack
 * while its call is under way. */

#include "config.h"

#include "console/pages/folder-changes.h"

#include <glib/gi18n.h>

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
  ReeveChanges parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveFolderChanges, reeve_folder_changes, REEVE_TYPE_CHANGES)

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

  if (job->step == 0)
    job->step =
      reeve_changes_tell_done (REEVE_CHANGES (job->changes), message, run, g_rc_box_acquire (job), unref_job);
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
    reeve_changes_tell_error (REEVE_CHANGES (job->changes), job->step == 0, error);
  reeve_undo_release (reeve_changes_get_undo (REEVE_CHANGES (job->changes)));
  unref_job (job);
}

static void
run (gboolean forward, gpointer data)
{
  Job *job = data;
  ReeveChanges *changes = REEVE_CHANGES (job->changes);
  g_autoptr (ReeveFolder) from = reeve_record_copy (forward ? job->before : job->after);
  g_autofree char *below = g_strconcat ("folders/", from->id, NULL);
  g_autofree char *path = reeve_site_path (reeve_changes_get_site (changes), below);

  from->version = job->version;
  reeve_undo_hold (reeve_changes_get_undo (changes));
  reeve_client_save_async (reeve_site_get_client (reeve_changes_get_site (changes)), path, from,
                           forward ? job->after : job->before, NULL, on_saved_cb, g_rc_box_acquire (job));
}

static void
reeve_folder_changes_class_init (ReeveFolderChangesClass *klass)
{
}

static void
reeve_folder_changes_init (ReeveFolderChanges *self)
{
}

ReeveFolderChanges *
reeve_folder_changes_new (ReeveSite *site)
{
  return reeve_changes_new (REEVE_TYPE_FOLDER_CHANGES, site);
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
