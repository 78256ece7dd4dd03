/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A change is a job of one of three kinds; taking it back, or doing it again, is the same job the other way.
 * A job is counted: its step may fall off the undo stack while its call is under way. */

#include "config.h"

#include "console/pages/group-changes.h"

#include <glib/gi18n.h>

#include "common/user-bulk.h"
#include "console/widgets/history-words.h"

typedef enum
{
  SAVE,
  MEMBER,
  ADMINISTRATOR,
} Kind;

typedef struct
{
  ReeveGroupChanges *changes; /* owned */
  Kind kind;
  ReeveGroup *before; /* owned; the group, where it is not the group that changes */
  ReeveGroup *after;  /* owned (nullable): SAVE */
  gint64 version;     /* SAVE: as it was saved last */
  ReeveUser *user;    /* owned (nullable) */
  gboolean is_one;
  char *batch;      /* (nullable): MEMBER: of the last call */
  gboolean is_new;  /* the first call is under way: no step yet */
  gboolean is_held; /* so nothing else is taken back meanwhile */
} Job;

struct _ReeveGroupChanges
{
  ReeveChanges parent_instance;
};

G_DEFINE_FINAL_TYPE (ReeveGroupChanges, reeve_group_changes, REEVE_TYPE_CHANGES)

enum
{
  SAVED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static ReeveSite *
get_site (Job *job)
{
  return reeve_changes_get_site (REEVE_CHANGES (job->changes));
}

static void
clear_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->changes);
  g_clear_object (&job->before);
  g_clear_object (&job->after);
  g_clear_object (&job->user);
  g_free (job->batch);
}

static void
unref_job (gpointer job)
{
  g_rc_box_release_full (job, clear_job);
}

/* Ends one call of @job, whose reference it takes. */
static void
end_call (Job *job)
{
  if (job->is_held)
    reeve_undo_release (reeve_changes_get_undo (REEVE_CHANGES (job->changes)));
  job->is_held = FALSE;
  unref_job (job);
}

static Job *
new_job (ReeveGroupChanges *self, Kind kind, ReeveGroup *group, ReeveUser *user, gboolean is_one)
{
  Job *job = g_rc_box_new0 (Job);

  job->changes = g_object_ref (self);
  job->kind = kind;
  job->before = reeve_record_copy (group);
  job->version = group->version;
  job->user = user != NULL ? g_object_ref (user) : NULL;
  job->is_one = is_one;
  job->is_new = TRUE;
  return job;
}

static char *
get_path (ReeveGroupChanges *self, ReeveGroup *group, const char *more)
{
  g_autofree char *below = g_strconcat ("groups/", group->id, more, NULL);

  return reeve_site_path (reeve_changes_get_site (REEVE_CHANGES (self)), below);
}

/* --- What came of it --- */

static char *
describe (Job *job)
{
  const char *group = job->before->name;

  switch (job->kind)
    {
    case MEMBER:
      /* Translators: %1$s: a person, %2$s: a group */
      return g_strdup_printf (job->is_one ? _ ("%1$s is in “%2$s”") : _ ("%1$s is no longer in “%2$s”"),
                              job->user->display_name, group);
    case ADMINISTRATOR:
      /* Translators: %1$s: a person, %2$s: a group */
      return g_strdup_printf (job->is_one ? _ ("%1$s administers “%2$s”")
                                          : _ ("%1$s no longer administers “%2$s”"),
                              job->user->display_name, group);
    case SAVE:
    default:
      if (g_strcmp0 (job->before->parent, job->after->parent) != 0)
        /* Translators: %s: a group */
        return g_strdup_printf (_ ("“%s” moved"), job->after->name);
      if (g_strcmp0 (job->before->name, job->after->name) != 0)
        /* Translators: %s: a group */
        return g_strdup_printf (_ ("Renamed to “%s”"), job->after->name);
      /* Translators: %s: a group */
      return g_strdup_printf (_ ("“%s” saved"), job->after->name);
    }
}

static void run (Job *job, gboolean forward);

static void
turn (gboolean forward, gpointer data)
{
  run (data, forward);
}

static void
tell_done (Job *job)
{
  g_autofree char *message = describe (job);

  if (!job->is_new)
    return;
  job->is_new = FALSE;
  reeve_changes_tell_done (REEVE_CHANGES (job->changes), message, turn, g_rc_box_acquire (job), unref_job);
}

static void
tell_error (Job *job, const GError *error)
{
  reeve_changes_tell_error (REEVE_CHANGES (job->changes), job->is_new, error);
}

/* --- The three kinds --- */

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveGroup) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved != NULL)
    {
      job->version = saved->version; /* the next turn is from there */
      g_signal_emit (job->changes, signals[SAVED], 0, saved);
      tell_done (job);
    }
  else
    tell_error (job, error);
  end_call (job);
}

static void
run_save (Job *job, gboolean forward)
{
  g_autoptr (ReeveGroup) from = reeve_record_copy (forward ? job->before : job->after);
  g_autofree char *path = get_path (job->changes, from, NULL);

  from->version = job->version;
  reeve_client_save_async (reeve_site_get_client (get_site (job)), path, from,
                           forward ? job->after : job->before, NULL, on_saved_cb, g_rc_box_acquire (job));
}

static void
on_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) done = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &done, &error))
    tell_error (job, error);
  else if (done->refused != NULL && done->refused->len > 0)
    {
      g_autofree char *reason = reeve_format_refusal (g_ptr_array_index (done->refused, 0));

      reeve_changes_tell_refused (REEVE_CHANGES (job->changes), job->is_new, reason);
    }
  else if (done->changed > 0)
    {
      g_set_str (&job->batch, done->batch);
      tell_done (job);
    }
  end_call (job);
}

static void
run_member (Job *job)
{
  const char *ids[] = { job->user->id, NULL };
  const char *groups[] = { job->before->id, NULL };
  g_autoptr (ReeveUserBulk) body = reeve_user_bulk_new ();
  g_autofree char *path = reeve_site_path (get_site (job), "users/bulk");

  if (job->batch != NULL) /* what was done last is taken back, and that may be taken back again */
    {
      body->action = g_intern_static_string ("undo");
      reeve_set_text (&body->batch, job->batch);
    }
  else
    {
      body->action = g_intern_string (job->is_one ? "add-to-groups" : "remove-from-groups");
      body->ids = g_strdupv ((GStrv) ids);
      body->groups = g_strdupv ((GStrv) groups);
    }
  reeve_client_post_async (reeve_site_get_client (get_site (job)), path, body,
                           reeve_user_bulk_result_get_type (), -1, NULL, on_put_cb, g_rc_box_acquire (job));
}

static void
on_named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveGroup) group = NULL;

  if (reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &group, &error))
    {
      g_signal_emit (job->changes, signals[SAVED], 0, group);
      tell_done (job);
    }
  else
    tell_error (job, error);
  end_call (job);
}

static void
run_administrator (Job *job, gboolean forward)
{
  g_autoptr (ReeveGroupAdministration) body = reeve_group_administration_new ();
  g_autofree char *path = get_path (job->changes, job->before, "/administrators");

  body->action = g_intern_string (job->is_one == forward ? "add" : "remove");
  body->user = g_strdup (job->user->id);
  reeve_client_post_async (reeve_site_get_client (get_site (job)), path, body, reeve_group_get_type (), -1,
                           NULL, on_named_cb, g_rc_box_acquire (job));
}

static void
run (Job *job, gboolean forward)
{
  switch (job->kind)
    {
    case SAVE:
      run_save (job, forward);
      break;
    case MEMBER:
      run_member (job);
      break;
    case ADMINISTRATOR:
    default:
      run_administrator (job, forward);
    }
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GError) error = NULL;

  if (reeve_client_delete_finish (REEVE_CLIENT (source), result, NULL, &error))
    {
      /* Translators: %s: a group */
      g_autofree char *message = g_strdup_printf (_ ("“%s” deleted"), job->before->name);

      g_signal_emit (job->changes, signals[DELETED], 0, job->before->id);
      reeve_changes_tell_done (REEVE_CHANGES (job->changes), message, NULL, NULL, NULL);
    }
  else
    tell_error (job, error);
  unref_job (job);
}

/* --- The object --- */

static void
reeve_group_changes_class_init (ReeveGroupChangesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 reeve_group_get_type ());
  signals[DELETED] =
    g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
reeve_group_changes_init (ReeveGroupChanges *self)
{
}

ReeveGroupChanges *
reeve_group_changes_new (ReeveSite *site)
{
  return reeve_changes_new (REEVE_TYPE_GROUP_CHANGES, site);
}

static void
begin (Job *job)
{
  reeve_undo_hold (reeve_changes_get_undo (REEVE_CHANGES (job->changes)));
  job->is_held = TRUE;
  run (job, TRUE);
  unref_job (job);
}

void
reeve_group_changes_save (ReeveGroupChanges *self, ReeveGroup *before, ReeveGroup *after)
{
  Job *job;

  g_return_if_fail (REEVE_IS_GROUP_CHANGES (self));

  if (reeve_record_writable_equal (before, after))
    return;
  job = new_job (self, SAVE, before, NULL, FALSE);
  job->after = reeve_record_copy (after);
  begin (job);
}

void
reeve_group_changes_set_member (ReeveGroupChanges *self, ReeveGroup *group, ReeveUser *user, gboolean is_one)
{
  g_return_if_fail (REEVE_IS_GROUP_CHANGES (self));

  begin (new_job (self, MEMBER, group, user, is_one));
}

void
reeve_group_changes_set_administrator (ReeveGroupChanges *self,
                                       ReeveGroup *group,
                                       ReeveUser *user,
                                       gboolean is_one)
{
  g_return_if_fail (REEVE_IS_GROUP_CHANGES (self));

  begin (new_job (self, ADMINISTRATOR, group, user, is_one));
}

void
reeve_group_changes_delete (ReeveGroupChanges *self, ReeveGroup *group)
{
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_GROUP_CHANGES (self));

  path = get_path (self, group, NULL);
  reeve_client_delete_async (reeve_site_get_client (reeve_changes_get_site (REEVE_CHANGES (self))), path,
                             group->version, reeve_group_get_type (), NULL, on_deleted_cb,
                             new_job (self, SAVE, group, NULL, FALSE));
}
