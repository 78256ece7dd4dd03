/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One Request per call under way, one Step per thing that can be taken back. Taking back always reads the
 * user anew first: its version has moved since, and only fields that still are as the step left them are
 * touched. */

#include "config.h"

#include "console/pages/user-changes.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

struct _ReeveUserChanges
{
  GObject parent_instance;

  /* owned */
  ReevePagedList *list;

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

typedef enum
{
  KIND_SAVE,
  KIND_DELETE,
  KIND_RESTORE,
  KIND_CREATE, /* taken back by deleting, done again by restoring */
  KIND_BATCH,
  KIND_UNLOCK, /* cannot be taken back */
} Kind;

/* What can be taken back. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  Kind kind;
  ReeveUser *before; /* (nullable) owned */
  ReeveUser *after;  /* (nullable) owned */
  char *batch;       /* (nullable) owned */
  char *label;       /* owned */
} Step;

/* A call under way. */
typedef struct
{
  ReeveUserChanges *changes; /* owned */
  Kind kind;
  ReeveUser *before; /* (nullable) owned: what was on screen */
  ReeveUser *after;  /* (nullable) owned: what is on screen now */
  Step *step;        /* (nullable) owned: the step that is taken back or done again */
  char *message;     /* (nullable) */
  gboolean forward;
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
  g_free (request->message);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
make_request (ReeveUserChanges *self, Kind kind, ReeveUser *before, ReeveUser *after)
{
  Request *request = g_new0 (Request, 1);

  request->changes = g_object_ref (self);
  request->kind = kind;
  g_set_object (&request->before, before);
  g_set_object (&request->after, after);
  return request;
}

static char *
make_path (ReeveUserChanges *self, const char *id, const char *verb)
{
  g_autofree char *below = g_strconcat ("users/", id, verb, NULL);

  return reeve_site_path (self->site, below);
}

static gboolean
texts_equal (GStrv a, GStrv b)
{
  const char *const none[] = { NULL };

  return g_strv_equal (a ? (const char *const *) a : none, b ? (const char *const *) b : none);
}

/* What the toast says, in the past tense. */
static char *
describe_save (ReeveUser *before, ReeveUser *after)
{
  g_autofree char *name = reeve_format_isolate (after->display_name);

  if (g_strcmp0 (before->state, after->state) != 0)
    return g_strdup_printf (g_strcmp0 (after->state, "suspended") == 0
                              /* Translators: %s: a person's name */
                              ? _ ("%s suspended")
                              /* Translators: %s: a person's name */
                              : _ ("%s reactivated"),
                            name);
  if (!texts_equal (before->roles, after->roles))
    /* Translators: %s: a person's name */
    return g_strdup_printf (_ ("Roles of %s changed"), name);
  if (g_strcmp0 (before->email, after->email) != 0)
    /* Translators: %s: a person's name */
    return g_strdup_printf (_ ("E-mail address of %s changed"), name);
  /* Translators: %s: a person's new name */
  return g_strdup_printf (_ ("Renamed to %s"), name);
}

static char *
describe (Kind kind, ReeveUser *before, ReeveUser *after)
{
  ReeveUser *user = after != NULL ? after : before;
  g_autofree char *name = reeve_format_isolate (user != NULL ? user->display_name : NULL);

  switch (kind)
    {
    case KIND_SAVE:
      return describe_save (before, after);
    case KIND_DELETE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s moved to the bin"), name);
    case KIND_RESTORE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s restored"), name);
    case KIND_CREATE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s added"), name);
    case KIND_UNLOCK:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s unlocked"), name);
    case KIND_BATCH:
    default:
      return g_strdup (_ ("Changes taken back"));
    }
}

static void
refuse (ReeveUserChanges *self, const GError *error, ReeveUser *attempt)
{
  GPtrArray *members = reeve_error_get_members (error);
  g_autofree char *why = NULL;
  g_autofree char *message = NULL;

  if (members != NULL && members->len > 0)
    why = reeve_wording_member (g_ptr_array_index (members, 0));
  else
    why = reeve_wording_title (error);
  /* Translators: %s: why, a sentence without a full stop */
  message = g_strdup_printf (_ ("Not changed: %s"), why);
  g_signal_emit (self, signals[REFUSED], 0, message, error, attempt);
}

static void run_step (gboolean forward, gpointer data);

static guint
push_step (ReeveUserChanges *self,
           Kind kind,
           const char *label,
           ReeveUser *before,
           ReeveUser *after,
           const char *batch)
{
  Step *step;

  if (self->site == NULL)
    return 0;
  step = g_rc_box_new0 (Step);
  step->changes = g_object_ref (self);
  step->kind = kind;
  g_set_object (&step->before, before);
  g_set_object (&step->after, after);
  step->batch = g_strdup (batch);
  step->label = g_strdup (label);
  return reeve_undo_push (reeve_undo_of (G_OBJECT (self->site)), label, run_step, step, step_unref);
}

static void
finish_request (Request *request, ReeveUser *saved)
{
  ReeveUserChanges *self = request->changes;
  g_autofree char *message = g_steal_pointer (&request->message);
  guint number = 0;

  if (saved != NULL)
    reeve_paged_list_put (self->list, saved);
  if (message == NULL)
    message = describe (request->kind, request->before, saved ? saved : request->after);
  if (request->step == NULL && request->kind != KIND_UNLOCK)
    number = push_step (self, request->kind, message, request->before, saved ? saved : request->after, NULL);
  g_signal_emit (self, signals[DONE], 0, message, number);
}

static void
on_theirs_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) theirs = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (theirs == NULL)
    {
      refuse (self, error, request->after);
      return;
    }
  reeve_paged_list_put (self->list, theirs);
  if (request->kind == KIND_SAVE)
    g_signal_emit (self, signals[CONFLICT], 0, request->before, request->after, theirs);
  else
    g_signal_emit (self, signals[REFUSED], 0,
                   _ ("Changed by somebody else meanwhile. Look again, then repeat"), NULL, NULL);
}

/* The service said no: the row gets back what it had, and if somebody was faster, what it has now. */
static void
roll_back (Request *request, const GError *error)
{
  ReeveUserChanges *self = request->changes;

  if (request->before != NULL)
    reeve_paged_list_put (self->list, request->before);
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE && request->before != NULL && self->site != NULL)
    {
      g_autofree char *path = make_path (self, request->before->id, "");
      Request *again = make_request (self, request->kind, request->before, request->after);

      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, NULL,
                               on_theirs_loaded_cb, again);
      return;
    }
  refuse (self, error, request->after);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);

  if (saved == NULL)
    roll_back (request, error);
  else
    finish_request (request, saved);
}

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error))
    roll_back (request, error);
  else
    finish_request (request, saved);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) saved = NULL;

  if (!reeve_client_delete_finish (REEVE_CLIENT (source), result, (gpointer *) &saved, &error))
    roll_back (request, error);
  else
    finish_request (request, saved);
}

/* Shows @request's new value and sends it. */
static void
send_request (Request *request)
{
  ReeveUserChanges *self = request->changes;
  ReeveClient *client = reeve_site_get_client (self->site);
  g_autofree char *path = NULL;

  reeve_paged_list_put (self->list, request->after);
  switch (request->kind)
    {
    case KIND_SAVE:
      path = make_path (self, request->before->id, "");
      reeve_client_save_async (client, path, request->before, request->after, NULL, on_saved_cb, request);
      break;
    case KIND_DELETE:
      path = make_path (self, request->before->id, "");
      reeve_client_delete_async (client, path, request->before->version, reeve_user_get_type (), NULL,
                                 on_deleted_cb, request);
      break;
    case KIND_RESTORE:
    case KIND_UNLOCK:
      path = make_path (self, request->before->id, request->kind == KIND_RESTORE ? "/restore" : "/unlock");
      reeve_client_post_async (client, path, NULL, reeve_user_get_type (),
                               request->kind == KIND_RESTORE ? request->before->version : -1, NULL,
                               on_posted_cb, request);
      break;
    case KIND_CREATE:
    case KIND_BATCH:
    default:
      g_assert_not_reached ();
    }
}

/* --- Taking back --- */

static ReeveUser *
make_deleted (ReeveUser *user, gint64 when)
{
  ReeveUser *copy = reeve_record_copy (user);

  copy->deleted = when;
  return copy;
}

/* A copy of @now whose fields go from what @from has to what @to has; NULL if one of them is something else
 * by now. */
static ReeveUser *
move_fields (ReeveUser *now, ReeveUser *from, ReeveUser *to, gboolean force)
{
  g_autoptr (ReeveUser) moved = reeve_record_copy (now);

  if (g_strcmp0 (from->display_name, to->display_name) != 0)
    {
      if (!force && g_strcmp0 (now->display_name, from->display_name) != 0)
        return NULL;
      reeve_set_text (&moved->display_name, to->display_name);
    }
  if (g_strcmp0 (from->email, to->email) != 0)
    {
      if (!force && g_strcmp0 (now->email, from->email) != 0)
        return NULL;
      reeve_set_text (&moved->email, to->email);
    }
  if (!texts_equal (from->roles, to->roles))
    {
      if (!force && !texts_equal (now->roles, from->roles))
        return NULL;
      reeve_set_texts (&moved->roles, (const char *const *) to->roles);
    }
  if (g_strcmp0 (from->state, to->state) != 0)
    {
      if (!force && g_strcmp0 (now->state, from->state) != 0)
        return NULL;
      moved->state = to->state;
    }
  return g_steal_pointer (&moved);
}

static void
on_step_user_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autoptr (ReeveUser) after = NULL;
  Request *next;
  Kind kind = request->kind;

  if (now == NULL || self->site == NULL)
    {
      if (error != NULL)
        refuse (self, error, NULL);
      return;
    }
  reeve_paged_list_put (self->list, now);

  if (kind == KIND_SAVE)
    {
      ReeveUser *from = request->forward ? request->before : request->after;
      ReeveUser *to = request->forward ? request->after : request->before;

      after = move_fields (now, from, to, FALSE);
      if (after == NULL)
        {
          g_autoptr (ReeveUser) mine = move_fields (now, from, to, TRUE);

          g_signal_emit (self, signals[CONFLICT], 0, from, mine, now);
          return;
        }
    }
  else
    {
      gboolean delete = (kind == KIND_DELETE) == request->forward && kind != KIND_CREATE;

      if (kind == KIND_CREATE)
        delete = !request->forward;
      kind = delete ? KIND_DELETE : KIND_RESTORE;
      after = make_deleted (now, delete ? reeve_clock_now () : 0);
    }

  next = make_request (self, kind, now, after);
  next->step = g_rc_box_acquire (request->step);
  /* Translators: %s: what was done, "Ada Lovelace suspended" */
  next->message =
    g_strdup_printf (request->forward ? _ ("Done again: %s") : _ ("Taken back: %s"), request->message);
  send_request (next);
}

static void
on_batch_undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUserBulkResult) undone = NULL;
  g_autofree char *message = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &undone, &error))
    {
      refuse (self, error, NULL);
      return;
    }
  if (undone != NULL && undone->n_refused > 0)
    /* Translators: after undo of a change of many; %1$d were put back, %2$d had been changed by others since
     */
    message = g_strdup_printf (_ ("%1$d taken back; %2$d left alone, changed since"), (int) undone->changed,
                               (int) undone->n_refused);
  else
    message = g_strdup_printf (_ ("Taken back: %s"), request->message);
  /* Doing it again is taking back the taking back. */
  g_set_str (&request->step->batch, undone != NULL ? undone->batch : NULL);
  g_signal_emit (self, signals[DONE], 0, message, 0);
  g_signal_emit (self, signals[MANY_CHANGED], 0);
}

static void
run_step (gboolean forward, gpointer data)
{
  Step *step = data;
  ReeveUserChanges *self = step->changes;
  ReeveClient *client;
  Request *request;
  g_autofree char *path = NULL;

  if (self->site == NULL || (step->kind == KIND_BATCH && step->batch == NULL))
    return;
  client = reeve_site_get_client (self->site);
  request = make_request (self, step->kind, step->before, step->after);
  request->step = g_rc_box_acquire (step);
  request->forward = forward;
  request->message = g_strdup (step->label);

  if (step->kind == KIND_BATCH)
    {
      g_autoptr (ReeveUserBulk) bulk = reeve_user_bulk_new ();

      bulk->action = "undo";
      reeve_set_text (&bulk->batch, step->batch);
      path = reeve_site_path (self->site, "users/bulk");
      reeve_client_post_async (client, path, bulk, reeve_user_bulk_result_get_type (), -1, NULL,
                               on_batch_undone_cb, request);
      return;
    }
  path = make_path (self, (step->after ? step->after : step->before)->id, "");
  reeve_client_load_async (client, reeve_user_get_type (), path, NULL, on_step_user_loaded_cb, request);
}

/* --- The object --- */

static void
reeve_user_changes_dispose (GObject *object)
{
  ReeveUserChanges *self = REEVE_USER_CHANGES (object);

  g_clear_object (&self->list);
  g_clear_weak_pointer (&self->site);
  G_OBJECT_CLASS (reeve_user_changes_parent_class)->dispose (object);
}

static void
reeve_user_changes_class_init (ReeveUserChangesClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_user_changes_dispose;

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
}

ReeveUserChanges *
reeve_user_changes_new (ReeveSite *site, ReevePagedList *list)
{
  ReeveUserChanges *self = g_object_new (REEVE_TYPE_USER_CHANGES, NULL);

  g_set_weak_pointer (&self->site, site);
  self->list = g_object_ref (list);
  return self;
}

void
reeve_user_changes_save (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after)
{
  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  if (self->site == NULL || reeve_record_equal (before, after))
    return;
  send_request (make_request (self, KIND_SAVE, before, after));
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
  g_autoptr (ReeveUser) after = make_deleted (user, reeve_clock_now ());

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  if (self->site != NULL)
    send_request (make_request (self, KIND_DELETE, user, after));
}

void
reeve_user_changes_restore (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = make_deleted (user, 0);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  if (self->site != NULL)
    send_request (make_request (self, KIND_RESTORE, user, after));
}

void
reeve_user_changes_unlock (ReeveUserChanges *self, ReeveUser *user)
{
  g_autoptr (ReeveUser) after = reeve_record_copy (user);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  after->lock = g_intern_static_string ("none");
  after->lock_ends = 0;
  if (self->site != NULL)
    send_request (make_request (self, KIND_UNLOCK, user, after));
}

void
reeve_user_changes_note_saved (ReeveUserChanges *self, ReeveUser *before, ReeveUser *after)
{
  g_autoptr (Request) request = make_request (self, KIND_SAVE, before, after);

  finish_request (request, after);
}

void
reeve_user_changes_note_created (ReeveUserChanges *self, ReeveUser *user)
{
  g_autofree char *message = describe (KIND_CREATE, NULL, user);

  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  reeve_paged_list_prepend (self->list, user);
  g_signal_emit (self, signals[CREATED], 0, user);
  g_signal_emit (self, signals[DONE], 0, message, push_step (self, KIND_CREATE, message, NULL, user, NULL));
}

void
reeve_user_changes_note_batch (ReeveUserChanges *self, const char *message, const char *batch)
{
  g_return_if_fail (REEVE_IS_USER_CHANGES (self));

  g_signal_emit (self, signals[DONE], 0, message,
                 batch != NULL ? push_step (self, KIND_BATCH, message, NULL, NULL, batch) : 0);
  g_signal_emit (self, signals[MANY_CHANGED], 0);
}
