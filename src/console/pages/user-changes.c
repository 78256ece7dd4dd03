/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One Request per call, one Step per thing that can be taken back. A person is faster than a network, so
 * calls about one user stand in a queue: the next one begins when the last is answered, and does its change
 * again on what the user has become (reeve_record_rebase). The step is on the undo stack from the click on.
 * Taking back always reads the user anew first: only fields that still are as the step left them are touched.
 */

#include "config.h"

#include "console/pages/user-changes.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/error.h"
#include "console/pages/user-change-words.h"
#include "console/widgets/wording.h"

#define MANY "*" /* where a user's id stands for one */

struct _ReeveUserChanges
{
  GObject parent_instance;

  /* owned */
  ReevePagedList *list;
  char *workspace_id;
  GHashTable *waiting; /* of GQueue of Request, by user id: there while a call about the user is under way */

  /* borrowed */
  ReeveSite *site; /* (nullable): weak; the site owns the undo stack, whose steps own us */
};

G_DEFINE_FINAL_TYPE (ReeveUserChanges, reeve_user_changes, G_TYPE_OBJECT)

enum
{
  DONE,
  REFUSED,
  CONFLICT,
  CREATED,
  MANY_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What can be taken back. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  ReeveUserChange change;
  ReeveUser *before; /* (nullable) owned */
  ReeveUser *after;  /* (nullable) owned */
  char *batch;       /* (nullable) owned: NULL when it cannot be done again */
  char *label;       /* owned */
  guint number;      /* on the undo stack */
  gboolean void_;    /* the service refused it: it never happened */
} Step;

typedef enum
{
  WAY_MAKE,
  WAY_BACK,
  WAY_AGAIN,
} Way;

/* A call under way, or waiting for one about the same user. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  ReeveUserChange change;
  Way way;
  ReeveUser *before; /* (nullable) owned: what was on screen, once that is known */
  ReeveUser *after;  /* (nullable) owned: what is on screen now */
  Step *step;        /* (nullable) owned: that it makes, takes back or does again */
} Request;

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->changes);
  g_clear_object (&step->before);
  g_clear_object (&step->after);
  g_free (step->batch);
  g_free (step->label);
}

/* Counted: a step may fall off the stack while its call is under way. */
static void
step_unref (gpointer step)
{
  g_rc_box_release_full (step, step_clear);
}

static void
request_free (Request *request)
{
  g_clear_object (&request->changes);
  g_clear_object (&request->before);
  g_clear_object (&request->after);
  g_clear_pointer (&request->step, step_unref);
  g_free (request);
}

static Request *
request_new (ReeveUserChanges *self, ReeveUserChange change, Way way, ReeveUser *before, ReeveUser *after)
{
  Request *request = g_new0 (Request, 1);

  request->changes = g_object_ref (self);
  request->change = change;
  request->way = way;
  g_set_object (&request->before, before);
  g_set_object (&request->after, after);
  return request;
}

static const char *
get_key (Request *request)
{
  ReeveUser *user = request->after != NULL ? request->after : request->before;

  return user != NULL ? user->id : MANY;
}

/* Signed in as before, and where the changes are. */
static gboolean
is_live (ReeveUserChanges *self)
{
  ReeveWorkspace *workspace = self->site != NULL ? reeve_site_get_workspace (self->site) : NULL;

  return workspace != NULL && g_strcmp0 (workspace->id, self->workspace_id) == 0;
}

static char *
make_path (ReeveUserChanges *self, const char *id, const char *verb)
{
  g_autofree char *below = g_strconcat ("users/", id, verb, NULL);

  return reeve_site_path (self->site, below);
}

static ReeveUser *
copy_deleted (ReeveUser *user, gint64 when)
{
  ReeveUser *copy = reeve_record_copy (user);

  copy->deleted = when;
  return copy;
}

static ReeveUser *
copy_unlocked (ReeveUser *user)
{
  ReeveUser *copy = reeve_record_copy (user);

  copy->lock = g_intern_static_string ("none");
  copy->lock_ends = 0;
  return copy;
}

/* --- Steps --- */

static void run_step (gboolean forward, gpointer data);

/* (transfer none): the stack's. NULL when there is nobody to take anything back. */
static Step *
push_step (ReeveUserChanges *self,
           ReeveUserChange change,
           const char *label,
           ReeveUser *before,
           ReeveUser *after,
           const char *batch)
{
  Step *step;

  if (self->site == NULL)
    return NULL;
  step = g_rc_box_new0 (Step);
  step->changes = g_object_ref (self);
  step->change = change;
  g_set_object (&step->before, before);
  g_set_object (&step->after, after);
  step->batch = g_strdup (batch);
  step->label = g_strdup (label);
  step->number = reeve_undo_push (reeve_undo_of (G_OBJECT (self->site)), label, run_step, step, step_unref);
  return step;
}

/* What did not work may be worth another try, or never was. */
static void
settle_failed_step (Request *request, const GError *error)
{
  ReeveUndo *undo = request->changes->site != NULL ? reeve_undo_of (G_OBJECT (request->changes->site)) : NULL;
  int code = reeve_error_get_code (error);

  if (request->step == NULL || undo == NULL)
    return;
  if (request->way == WAY_MAKE)
    request->step->void_ = TRUE;
  if (request->way != WAY_MAKE && (code == REEVE_ERROR_UNREACHABLE || code == REEVE_ERROR_BUSY))
    reeve_undo_put_back (undo, request->step->number, request->way == WAY_AGAIN);
  else
    reeve_undo_drop (undo, request->step->number);
}

/* --- One call after the other --- */

static void start (Request *request);

/* Puts a waiting change on what the user is by now. FALSE: nothing is left to do. */
static gboolean
rebase (Request *request, ReeveUser *now)
{
  g_autoptr (ReeveUser) after = NULL;

  switch (request->change)
    {
    case REEVE_USER_CHANGE_SAVE:
      after = reeve_record_rebase (now, request->before, request->after, FALSE);
      if (after == NULL || reeve_record_writable_equal (now, after))
        return FALSE;
      break;
    case REEVE_USER_CHANGE_DELETE:
    case REEVE_USER_CHANGE_RESTORE:
      if ((now->deleted != 0) == (request->after->deleted != 0))
        return FALSE;
      after = copy_deleted (now, request->after->deleted);
      break;
    case REEVE_USER_CHANGE_UNLOCK:
      if (g_strcmp0 (now->lock, "cooling-off") != 0)
        return FALSE;
      after = copy_unlocked (now);
      break;
    case REEVE_USER_CHANGE_CREATE:
    case REEVE_USER_CHANGE_BATCH:
    default:
      g_return_val_if_reached (FALSE);
    }
  g_set_object (&request->before, now);
  g_set_object (&request->after, after);
  return TRUE;
}

/* @request: (transfer full). @now: (nullable) what the user is after it. */
static void
conclude (Request *request, ReeveUser *now)
{
  g_autoptr (ReeveUserChanges) self = g_object_ref (request->changes);
  g_autofree char *key = g_strdup (get_key (request));
  g_autoptr (ReeveUser) user = now != NULL ? g_object_ref (now) : NULL;
  GQueue *queue = g_hash_table_lookup (self->waiting, key);

  request_free (request);
  while ((request = g_queue_pop_head (queue)) != NULL)
    {
      if (request->way != WAY_MAKE || user == NULL || rebase (request, user))
        {
          start (request);
          return;
        }
      settle_failed_step (request, NULL);
      request_free (request);
    }
  g_hash_table_remove (self->waiting, key);
}

/* @request: (transfer full). Shows what is asked for at once, and sends it as soon as the user is free. */
static void
submit (Request *request)
{
  ReeveUserChanges *self = request->changes;
  const char *key = get_key (request);
  GQueue *queue = g_hash_table_lookup (self->waiting, key);

  if (request->way == WAY_MAKE)
    {
      g_autofree char *label = reeve_user_change_describe (request->change, request->before, request->after);
      Step *step = request->change != REEVE_USER_CHANGE_UNLOCK
                     ? push_step (self, request->change, label, request->before, request->after, NULL)
                     : NULL;

      request->step = step != NULL ? g_rc_box_acquire (step) : NULL;
      reeve_paged_list_put (self->list, request->after);
    }
  if (queue != NULL)
    {
      g_queue_push_tail (queue, request);
      return;
    }
  g_hash_table_insert (self->waiting, g_strdup (key), g_queue_new ());
  start (request);
}

/* --- What came of it; all of them take @request --- */

static void
refuse (Request *request, const GError *error)
{
  ReeveUserChanges *self = request->changes;
  GPtrArray *members = reeve_error_get_members (error);
  g_autofree char *why = NULL;
  g_autofree char *message = NULL;

  if (members != NULL && members->len > 0)
    why = reeve_wording_member (g_ptr_array_index (members, 0));
  else
    why = reeve_wording_title (error);
  /* Translators: %s: why, a sentence without a full stop */
  message = g_strdup_printf (_ ("Not changed: %s"), why);
  settle_failed_step (request, error);
  g_signal_emit (self, signals[REFUSED], 0, message, error, request->way == WAY_MAKE ? request->after : NULL);
  conclude (request, request->before);
}

/* @message: (transfer full) (nullable) */
static void
finish (Request *request, ReeveUser *saved, char *message)
{
  ReeveUserChanges *self = request->changes;
  ReeveUser *after = saved != NULL ? saved : request->after;
  Step *step = request->step;
  g_autofree char *text = message;

  if (saved != NULL)
    reeve_paged_list_put (self->list, saved);
  if (request->way == WAY_MAKE)
    {
      text = reeve_user_change_describe (request->change, request->before, after);
      if (step != NULL)
        {
          /* What it began from if it had to wait, and as the service keeps it: trimmed, composed. */
          g_set_object (&step->before, request->before);
          g_set_object (&step->after, after);
        }
    }
  else if (text == NULL)
    /* Translators: %s: what was done, "Ada Lovelace suspended" */
    text =
      g_strdup_printf (request->way == WAY_AGAIN ? _ ("Done again: %s") : _ ("Taken back: %s"), step->label);
  g_signal_emit (self, signals[DONE], 0, text, request->way == WAY_MAKE && step != NULL ? step->number : 0);
  conclude (request, after);
}

/* Somebody was faster. */
static void
on_theirs_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) theirs = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (theirs == NULL)
    {
      refuse (request, error);
      return;
    }
  reeve_paged_list_put (self->list, theirs);
  settle_failed_step (request, NULL);
  if (request->change == REEVE_USER_CHANGE_SAVE)
    g_signal_emit (self, signals[CONFLICT], 0, request->before, request->after, theirs);
  else
    g_signal_emit (self, signals[REFUSED], 0,
                   _ ("Changed by somebody else meanwhile. Look again, then repeat"), NULL, NULL);
  conclude (request, theirs);
}

/* The service said no: the row gets back what it had, and if somebody was faster, what it has now. */
static void
roll_back (Request *request, const GError *error)
{
  ReeveUserChanges *self = request->changes;

  reeve_paged_list_put (self->list, request->before);
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE && is_live (self))
    {
      g_autofree char *path = make_path (self, request->before->id, "");

      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, NULL,
                               on_theirs_loaded_cb, request);
      return;
    }
  refuse (request, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved == NULL)
    roll_back (user_data, error);
  else
    finish (user_data, saved, NULL);
}

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error))
    roll_back (user_data, error);
  else
    finish (user_data, saved, NULL);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = NULL;

  if (!reeve_client_delete_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error))
    roll_back (user_data, error);
  else
    finish (user_data, saved, NULL);
}

/* --- Sending --- */

static void
send_change (Request *request)
{
  ReeveUserChanges *self = request->changes;
  ReeveClient *client = reeve_site_get_client (self->site);
  const gboolean restore = request->change == REEVE_USER_CHANGE_RESTORE;
  g_autofree char *path = NULL;

  reeve_paged_list_put (self->list, request->after);
  switch (request->change)
    {
    case REEVE_USER_CHANGE_SAVE:
      path = make_path (self, request->before->id, "");
      reeve_client_save_async (client, path, request->before, request->after, NULL, on_saved_cb, request);
      break;
    case REEVE_USER_CHANGE_DELETE:
      path = make_path (self, request->before->id, "");
      reeve_client_delete_async (client, path, request->before->version, reeve_user_get_type (), NULL,
                                 on_deleted_cb, request);
      break;
    case REEVE_USER_CHANGE_RESTORE:
    case REEVE_USER_CHANGE_UNLOCK:
      path = make_path (self, request->before->id, restore ? "/restore" : "/unlock");
      reeve_client_post_async (client, path, NULL, reeve_user_get_type (),
                               restore ? request->before->version : -1, NULL, on_posted_cb, request);
      break;
    case REEVE_USER_CHANGE_CREATE:
    case REEVE_USER_CHANGE_BATCH:
    default:
      g_assert_not_reached ();
    }
}

/* Taking back a save. FALSE when a field is neither as the step left it nor as it would be: nothing is
 * sent, the person is asked. */
static gboolean
aim_save (Request *request, ReeveUser *now)
{
  ReeveUserChanges *self = request->changes;
  Step *step = request->step;
  gboolean again = request->way == WAY_AGAIN;
  ReeveUser *from = again ? step->before : step->after;
  ReeveUser *to = again ? step->after : step->before;
  g_autoptr (ReeveUser) after = reeve_record_rebase (now, from, to, FALSE);
  g_autoptr (ReeveUser) mine = NULL;

  if (after != NULL)
    {
      g_set_object (&request->after, after);
      return TRUE;
    }
  mine = reeve_record_rebase (now, from, to, TRUE);
  settle_failed_step (request, NULL);
  g_signal_emit (self, signals[CONFLICT], 0, from, mine, now);
  return FALSE;
}

/* Creating is taken back by deleting, deleting by restoring. */
static void
aim_delete (Request *request, ReeveUser *now)
{
  gboolean deletes = (request->step->change == REEVE_USER_CHANGE_DELETE) == (request->way == WAY_AGAIN);
  g_autoptr (ReeveUser) after = copy_deleted (now, deletes ? reeve_clock_now () : 0);

  request->change = deletes ? REEVE_USER_CHANGE_DELETE : REEVE_USER_CHANGE_RESTORE;
  g_set_object (&request->after, after);
}

static void
on_step_user_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (now == NULL)
    {
      refuse (request, error);
      return;
    }
  reeve_paged_list_put (self->list, now);
  if (request->change == REEVE_USER_CHANGE_SAVE && !aim_save (request, now))
    {
      conclude (request, now);
      return;
    }
  if (request->change != REEVE_USER_CHANGE_SAVE)
    aim_delete (request, now);
  g_set_object (&request->before, now);
  if (!is_live (self))
    conclude (request, NULL);
  else if (reeve_record_writable_equal (now, request->after) &&
           (now->deleted != 0) == (request->after->deleted != 0))
    finish (request, now, NULL); /* it is so already */
  else
    send_change (request);
}

static void
on_batch_undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (ReeveUserChanges) self = g_object_ref (request->changes);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) undone = NULL;
  char *message = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &undone, &error))
    {
      refuse (request, error);
      return;
    }
  if (undone != NULL && undone->n_refused > 0)
    /* Translators: after undo of a change of many; %1$d were put back, %2$d had been changed by others since
     */
    message = g_strdup_printf (_ ("%1$d taken back; %2$d left alone, changed since"), (int) undone->changed,
                               (int) undone->n_refused);
  /* Doing it again is taking back the taking back. */
  g_set_str (&request->step->batch, undone != NULL ? undone->batch : NULL);
  finish (request, NULL, message);
  g_signal_emit (self, signals[MANY_CHANGED], 0);
}

static void
send_batch_undo (Request *request)
{
  ReeveUserChanges *self = request->changes;
  g_autoptr (ReeveUserBulk) bulk = reeve_user_bulk_new ();
  g_autofree char *path = reeve_site_path (self->site, "users/bulk");

  bulk->action = "undo";
  reeve_set_text (&bulk->batch, request->step->batch);
  reeve_client_post_async (reeve_site_get_client (self->site), path, bulk, reeve_user_bulk_result_get_type (),
                           -1, NULL, on_batch_undone_cb, request);
}

/* @request: (transfer full) */
static void
start (Request *request)
{
  ReeveUserChanges *self = request->changes;
  Step *step = request->step;
  g_autofree char *path = NULL;

  if (!is_live (self))
    conclude (request, NULL);
  else if (request->way == WAY_MAKE)
    send_change (request);
  else if (step->void_ || (step->change == REEVE_USER_CHANGE_BATCH && step->batch == NULL))
    conclude (request, NULL);
  else if (step->change == REEVE_USER_CHANGE_BATCH)
    send_batch_undo (request);
  else
    {
      path = make_path (self, get_key (request), "");
      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, NULL,
                               on_step_user_loaded_cb, request);
    }
}

static void
run_step (gboolean forward, gpointer data)
{
  Step *step = data;
  /* What is before it, the service has to say. */
  Request *request = request_new (step->changes, step->change, forward ? WAY_AGAIN : WAY_BACK, NULL,
                                  step->after != NULL ? step->after : step->before);

  request->step = g_rc_box_acquire (step);
  submit (request);
}

/* --- The object --- */

static void
free_queue (gpointer queue)
{
  g_queue_free_full (queue, (GDestroyNotify) request_free);
}

static void
reeve_user_changes_dispose (GObject *object)
{
  ReeveUserChanges *self = REEVE_USER_CHANGES (object);

  g_clear_object (&self->list);
  g_clear_weak_pointer (&self->site);
  G_OBJECT_CLASS (reeve_user_changes_parent_class)->dispose (object);
}

static void
reeve_user_changes_finalize (GObject *object)
{
  ReeveUserChanges *self = REEVE_USER_CHANGES (object);

  g_free (self->workspace_id);
  g_hash_table_unref (self->waiting);
  G_OBJECT_CLASS (reeve_user_changes_parent_class)->finalize (object);
}

static void
reeve_user_changes_class_init (ReeveUserChangesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_user_changes_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_user_changes_finalize;

  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_UINT);
  signals[REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                   G_TYPE_STRING, G_TYPE_ERROR, reeve_user_get_type ());
  signals[CONFLICT] = g_signal_new ("conflict", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                    reeve_user_get_type (), reeve_user_get_type (), reeve_user_get_type ());
  signals[CREATED] = g_signal_new ("created", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   reeve_user_get_type ());
  signals[MANY_CHANGED] =
    g_signal_new ("many-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_user_changes_init (ReeveUserChanges *self)
{
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
}

ReeveUserChanges *
reeve_user_changes_new (ReeveSite *site, ReevePagedList *list)
{
  ReeveUserChanges *self = g_object_new (REEVE_TYPE_USER_CHANGES, NULL);

  g_set_weak_pointer (&self->site, site);
  self->workspace_id = g_strdup (reeve_site_get_workspace (site)->id);
  self->list = g_object_ref (list);
  return self;
}

gboolean
reeve_user_changes_is_busy (ReeveUserChanges *self, const char *id)
{
  g_return_val_if_fail (REEVE_IS_USER_CHANGES (self), FALSE);

  return g_hash_table_contains (self->waiting, id);
}

static void
make_change (ReeveUserChanges *self, ReeveUserChange change, ReeveUser *before, ReeveUser *after)
{
  if (is_live (self))
    submit (request_new (self, change, WAY_MAKE, before, after));
}

void
reeve_user_changes_save (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after)
{
  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  if (!reeve_record_equal (before, after))
    make_change (self, REEVE_USER_CHANGE_SAVE, before, after);
}

void
reeve_user_changes_set_state (ReeveUserChanges *self, ReeveUser *user, const char *state)
{
  g_autoptr (ReeveUser) after = reeve_record_copy (user);

  after->state = g_intern_string (state);
  reeve_user_changes_save (self, user, after);
}

void
reeve_user_changes_delete (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = copy_deleted (user, reeve_clock_now ());

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  make_change (self, REEVE_USER_CHANGE_DELETE, user, after);
}

void
reeve_user_changes_restore (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = copy_deleted (user, 0);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  make_change (self, REEVE_USER_CHANGE_RESTORE, user, after);
}

void
reeve_user_changes_unlock (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = copy_unlocked (user);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  make_change (self, REEVE_USER_CHANGE_UNLOCK, user, after);
}

/* Done elsewhere: it becomes a step, and is announced. */
static void
note (ReeveUserChanges *self,
      ReeveUserChange change,
      const char *message,
      ReeveUser *before,
      ReeveUser *after,
      const char *batch)
{
  Step *step = change != REEVE_USER_CHANGE_BATCH || batch != NULL
                 ? push_step (self, change, message, before, after, batch)
                 : NULL;

  g_signal_emit (self, signals[DONE], 0, message, step != NULL ? step->number : 0);
}

void
reeve_user_changes_note_saved (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after)
{
  g_autofree char *message = reeve_user_change_describe (REEVE_USER_CHANGE_SAVE, before, after);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  reeve_paged_list_put (self->list, after);
  note (self, REEVE_USER_CHANGE_SAVE, message, before, after, NULL);
}

void
reeve_user_changes_note_created (ReeveUserChanges *self, ReeveUser *user)
{
  g_autofree char *message = reeve_user_change_describe (REEVE_USER_CHANGE_CREATE, NULL, user);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  reeve_paged_list_prepend (self->list, user);
  g_signal_emit (self, signals[CREATED], 0, user);
  note (self, REEVE_USER_CHANGE_CREATE, message, NULL, user, NULL);
}

void
reeve_user_changes_note_batch (ReeveUserChanges *self, const char *message, const char *batch)
{
  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  note (self, REEVE_USER_CHANGE_BATCH, message, NULL, NULL, batch);
  g_signal_emit (self, signals[MANY_CHANGED], 0);
}
