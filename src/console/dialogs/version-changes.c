/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A job is counted: its step may fall off the undo stack while its call is under way. */

#include "config.h"

#include "console/dialogs/version-changes.h"

#include <glib/gi18n.h>

typedef struct
{
  ReeveVersionChanges *changes; /* owned */
  char *path;
  char *name;
  ReeveRecord *before; /* owned */
  ReeveRecord *after;  /* owned */
  ReeveRecord *saved;  /* owned: as the service answered it last */
  gboolean is_new;     /* the first call is under way: no step yet */
} Job;

struct _ReeveVersionChanges
{
  ReeveChanges parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveVersionChanges, reeve_version_changes, REEVE_TYPE_CHANGES)

static void
clear_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->changes);
  g_clear_object (&job->before);
  g_clear_object (&job->after);
  g_clear_object (&job->saved);
  g_free (job->path);
  g_free (job->name);
}

static void
unref_job (gpointer job)
{
  g_rc_box_release_full (job, clear_job);
}

static ReeveClient *
get_client (Job *job)
{
  return reeve_site_get_client (reeve_changes_get_site (REEVE_CHANGES (job->changes)));
}

static void run (Job *job, gboolean forward);

static void
turn (gboolean forward, gpointer data)
{
  run (data, forward);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveRecord) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);
  /* Translators: an earlier version was brought back; %s: of what */
  g_autofree char *message = g_strdup_printf (_ ("An earlier version of “%s” is back"), job->name);

  if (saved == NULL)
    reeve_changes_tell_error (REEVE_CHANGES (job->changes), job->is_new, error);
  else
    {
      g_set_object (&job->saved, saved); /* the next turn is from there */
      if (job->is_new)
        reeve_changes_tell_done (REEVE_CHANGES (job->changes), message, turn, g_rc_box_acquire (job),
                                 unref_job);
      job->is_new = FALSE;
    }
  unref_job (job);
}

/* What somebody else changed meanwhile stays: only what this changed goes back. */
static void
run (Job *job, gboolean forward)
{
  g_autoptr (ReeveRecord) to = reeve_record_rebase (job->saved, forward ? job->before : job->after,
                                                    forward ? job->after : job->before, TRUE);

  reeve_client_save_async (get_client (job), job->path, job->saved, to, NULL, on_saved_cb,
                           g_rc_box_acquire (job));
}

void
reeve_version_changes_restore (ReeveVersionChanges *self,
                               const ReeveNoun *noun,
                               ReeveRecord *now,
                               ReeveRecord *then,
                               const char *name)
{
  ReeveRecordClass *klass = REEVE_RECORD_GET_CLASS (now);
  const ReeveField *id = reeve_record_class_find_field (klass, "id");
  Job *job;
  g_autofree char *below = NULL;

  g_return_if_fail (REEVE_IS_VERSION_CHANGES (self));
  g_return_if_fail (noun != NULL && id != NULL);

  job = g_rc_box_new0 (Job);
  below = reeve_noun_path (noun, *(char **) reeve_record_field (now, id));
  job->changes = g_object_ref (self);
  job->path = reeve_site_path (reeve_changes_get_site (REEVE_CHANGES (self)), below);
  job->name = g_strdup (name);
  job->before = reeve_record_copy (now);
  job->after = reeve_record_copy (then);
  job->saved = reeve_record_copy (now);
  job->is_new = TRUE;
  run (job, TRUE);
  unref_job (job);
}

static void
on_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) made = NULL;
  /* Translators: what had been deleted was made anew; %s: its name */
  g_autofree char *message = g_strdup_printf (_ ("“%s” is there again"), job->name);

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &made, &error))
    reeve_changes_tell_done (REEVE_CHANGES (job->changes), message, NULL, NULL, NULL);
  else
    reeve_changes_tell_error (REEVE_CHANGES (job->changes), TRUE, error);
  unref_job (job);
}

void
reeve_version_changes_make (ReeveVersionChanges *self,
                            const ReeveNoun *noun,
                            ReeveRecord *then,
                            const char *name)
{
  Job *job;
  ReeveSite *site;

  g_return_if_fail (REEVE_IS_VERSION_CHANGES (self));
  g_return_if_fail (noun != NULL && noun->can_make);

  site = reeve_changes_get_site (REEVE_CHANGES (self));
  job = g_rc_box_new0 (Job);
  job->changes = g_object_ref (self);
  job->path = reeve_site_path (site, noun->collection);
  job->name = g_strdup (name);
  reeve_client_post_async (reeve_site_get_client (site), job->path, then, noun->get_type (), -1, NULL,
                           on_made_cb, job);
}

static void
reeve_version_changes_class_init (ReeveVersionChangesClass *klass)
{
}

static void
reeve_version_changes_init (ReeveVersionChanges *self)
{
}

ReeveVersionChanges *
reeve_version_changes_new (ReeveSite *site)
{
  return reeve_changes_new (REEVE_TYPE_VERSION_CHANGES, site);
}
