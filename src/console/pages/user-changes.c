/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One ReeveUserRequest per call, one ReeveUserStep per thing that can be taken back. A person is faster than
 * a network, so calls about one user stand in a queue: the next one begins when the last is answered, and
 * does its change again on what the user has become (reeve_record_rebase). The step is on the undo stack from
 * the click on. Taking back always reads the user anew first: only fields that still are as the step left
 * them are touched.
 */

#include "config.h"

#include "console/pages/user-changes-private.h"

#include "common/clock.h"
#include "common/error.h"

#define MANY "*" /* where a user's id stands for one */

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

static void
step_clear (gpointer data)
{
  ReeveUserStep *step = data;

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
request_free (ReeveUserRequest *request)
{
  g_clear_object (&request->changes);
  g_clear_object (&request->before);
  g_clear_object (&request->after);
  g_clear_pointer (&request->step, step_unref);
  g_free (request);
}

static ReeveUserRequest *
request_new (ReeveUserChanges *self,
             ReeveUserChange change,
             ReeveUserWay way,
             ReeveUser *before,
             ReeveUser *after)
{
  ReeveUserRequest *request = g_new0 (ReeveUserRequest, 1);

  request->changes = g_object_ref (self);
  request->change = change;
  request->way = way;
  g_set_object (&request->before, before);
  g_set_object (&request->after, after);
  return request;
}

const char *
reeve_user_request_get_key (ReeveUserRequest *request)
{
  ReeveUser *user = request->after != NULL ? request->after : request->before;

  return user != NULL ? user->id : MANY;
}

/* Signed in as before, and where the changes are. */
gboolean
reeve_user_changes_is_live (ReeveUserChanges *self)
{
  ReeveWorkspace *workspace = self->site != NULL ? reeve_site_get_workspace (self->site) : NULL;

  return workspace != NULL && g_strcmp0 (workspace->id, self->workspace_id) == 0;
}

ReeveUser *
reeve_user_copy_deleted (ReeveUser *user, gint64 when)
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
static ReeveUserStep *
push_step (ReeveUserChanges *self,
           ReeveUserChange change,
           const char *label,
           ReeveUser *before,
           ReeveUser *after,
           const char *batch)
{
  ReeveUserStep *step;

  if (self->site == NULL)
    return NULL;
  step = g_rc_box_new0 (ReeveUserStep);
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
void
reeve_user_request_settle_failed (ReeveUserRequest *request, const GError *error)
{
  ReeveUndo *undo = request->changes->site != NULL ? reeve_undo_of (G_OBJECT (request->changes->site)) : NULL;
  int code = reeve_error_get_code (error);

  if (request->step == NULL || undo == NULL)
    return;
  if (request->way == REEVE_USER_WAY_MAKE)
    request->step->void_ = TRUE;
  if (request->way != REEVE_USER_WAY_MAKE && (code == REEVE_ERROR_UNREACHABLE || code == REEVE_ERROR_BUSY))
    reeve_undo_put_back (undo, request->step->number, request->way == REEVE_USER_WAY_AGAIN);
  else
    reeve_undo_drop (undo, request->step->number);
}

/* --- One call after the other --- */

/* Puts a waiting change on what the user is by now. FALSE: nothing is left to do. */
static gboolean
rebase (ReeveUserRequest *request, ReeveUser *now)
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
      after = reeve_user_copy_deleted (now, request->after->deleted);
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
void
reeve_user_request_conclude (ReeveUserRequest *request, ReeveUser *now)
{
  g_autoptr (ReeveUserChanges) self = g_object_ref (request->changes);
  g_autofree char *key = g_strdup (reeve_user_request_get_key (request));
  g_autoptr (ReeveUser) user = now != NULL ? g_object_ref (now) : NULL;
  GQueue *queue = g_hash_table_lookup (self->waiting, key);

  request_free (request);
  while ((request = g_queue_pop_head (queue)) != NULL)
    {
      if (request->way != REEVE_USER_WAY_MAKE || user == NULL || rebase (request, user))
        {
          reeve_user_request_send (request);
          return;
        }
      reeve_user_request_settle_failed (request, NULL);
      request_free (request);
    }
  g_hash_table_remove (self->waiting, key);
}

/* @request: (transfer full). Shows what is asked for at once, and sends it as soon as the user is free. */
static void
submit (ReeveUserRequest *request)
{
  ReeveUserChanges *self = request->changes;
  const char *key = reeve_user_request_get_key (request);
  GQueue *queue = g_hash_table_lookup (self->waiting, key);

  if (request->way == REEVE_USER_WAY_MAKE)
    {
      g_autofree char *label = reeve_user_change_describe (request->change, request->before, request->after);
      ReeveUserStep *step =
        request->change != REEVE_USER_CHANGE_UNLOCK
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
  reeve_user_request_send (request);
}

static void
run_step (gboolean forward, gpointer data)
{
  ReeveUserStep *step = data;
  /* What is before it, the service has to say. */
  ReeveUserRequest *request =
    request_new (step->changes, step->change, forward ? REEVE_USER_WAY_AGAIN : REEVE_USER_WAY_BACK, NULL,
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
  if (reeve_user_changes_is_live (self))
    submit (request_new (self, change, REEVE_USER_WAY_MAKE, before, after));
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
  g_autoptr (ReeveUser) after = reeve_user_copy_deleted (user, reeve_clock_now ());

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  make_change (self, REEVE_USER_CHANGE_DELETE, user, after);
}

void
reeve_user_changes_restore (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = reeve_user_copy_deleted (user, 0);

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
  ReeveUserStep *step = change != REEVE_USER_CHANGE_BATCH || batch != NULL
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
