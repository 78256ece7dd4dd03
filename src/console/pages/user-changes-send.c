/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One call of a change: sending it, and what came of it. Taking back always reads the user anew first. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/error.h"
#include "console/pages/user-changes-private.h"
#include "console/widgets/wording.h"

static char *
make_path (ReeveUserChanges *self, const char *id, const char *verb)
{
  g_autofree char *below = g_strconcat ("users/", id, verb, NULL);

  return reeve_site_path (self->site, below);
}

/* --- What came of it; all of them take @request --- */

static void
refuse (ReeveUserRequest *request, const GError *error)
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
  reeve_user_request_settle_failed (request, error);
  g_signal_emit_by_name (self, "refused", message, error,
                         request->way == REEVE_USER_WAY_MAKE ? request->after : NULL);
  reeve_user_request_conclude (request, request->before);
}

/* @message: (transfer full) (nullable) */
static void
finish (ReeveUserRequest *request, ReeveUser *saved, char *message)
{
  ReeveUserChanges *self = request->changes;
  ReeveUser *after = saved != NULL ? saved : request->after;
  ReeveUserStep *step = request->step;
  g_autofree char *text = message;

  if (saved != NULL)
    reeve_paged_list_put (self->list, saved);
  if (request->way == REEVE_USER_WAY_MAKE)
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
    text = g_strdup_printf (
      request->way == REEVE_USER_WAY_AGAIN ? _ ("Done again: %s") : _ ("Taken back: %s"), step->label);
  g_signal_emit_by_name (self, "done", text,
                         request->way == REEVE_USER_WAY_MAKE && step != NULL ? step->number : 0);
  reeve_user_request_conclude (request, after);
}

/* Somebody was faster. */
static void
on_theirs_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReeveUserRequest *request = user_data;
  ReeveUserChanges *self = request->changes;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveUser) theirs = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (theirs == NULL)
    {
      refuse (request, error);
      return;
    }
  reeve_paged_list_put (self->list, theirs);
  reeve_user_request_settle_failed (request, NULL);
  if (request->change == REEVE_USER_CHANGE_SAVE)
    g_signal_emit_by_name (self, "conflict", request->before, request->after, theirs);
  else
    g_signal_emit_by_name (self, "refused", _ ("Changed by somebody else meanwhile. Look again, then repeat"),
                           NULL, NULL);
  reeve_user_request_conclude (request, theirs);
}

/* The service said no: the row gets back what it had, and if somebody was faster, what it has now. */
static void
roll_back (ReeveUserRequest *request, const GError *error)
{
  ReeveUserChanges *self = request->changes;

  reeve_paged_list_put (self->list, request->before);
  if (reeve_error_get_code (error) == REEVE_ERROR_STALE && reeve_user_changes_is_live (self))
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
send_change (ReeveUserRequest *request)
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
aim_save (ReeveUserRequest *request, ReeveUser *now)
{
  ReeveUserChanges *self = request->changes;
  ReeveUserStep *step = request->step;
  gboolean again = request->way == REEVE_USER_WAY_AGAIN;
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
  reeve_user_request_settle_failed (request, NULL);
  g_signal_emit_by_name (self, "conflict", from, mine, now);
  return FALSE;
}

/* Creating is taken back by deleting, deleting by restoring. */
static void
aim_delete (ReeveUserRequest *request, ReeveUser *now)
{
  gboolean deletes =
    (request->step->change == REEVE_USER_CHANGE_DELETE) == (request->way == REEVE_USER_WAY_AGAIN);
  g_autoptr (ReeveUser) after = reeve_user_copy_deleted (now, deletes ? reeve_clock_now () : 0);

  request->change = deletes ? REEVE_USER_CHANGE_DELETE : REEVE_USER_CHANGE_RESTORE;
  g_set_object (&request->after, after);
}

static void
on_step_user_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReeveUserRequest *request = user_data;
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
      reeve_user_request_conclude (request, now);
      return;
    }
  if (request->change != REEVE_USER_CHANGE_SAVE)
    aim_delete (request, now);
  g_set_object (&request->before, now);
  if (!reeve_user_changes_is_live (self))
    reeve_user_request_conclude (request, NULL);
  else if (reeve_record_writable_equal (now, request->after) &&
           (now->deleted != 0) == (request->after->deleted != 0))
    finish (request, now, NULL); /* it is so already */
  else
    send_change (request);
}

static void
on_batch_undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReeveUserRequest *request = user_data;
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
  g_signal_emit_by_name (self, "many-changed");
}

static void
send_batch_undo (ReeveUserRequest *request)
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
void
reeve_user_request_send (ReeveUserRequest *request)
{
  ReeveUserChanges *self = request->changes;
  ReeveUserStep *step = request->step;
  g_autofree char *path = NULL;

  if (!reeve_user_changes_is_live (self))
    reeve_user_request_conclude (request, NULL);
  else if (request->way == REEVE_USER_WAY_MAKE)
    send_change (request);
  else if (step->void_ || (step->change == REEVE_USER_CHANGE_BATCH && step->batch == NULL))
    reeve_user_request_conclude (request, NULL);
  else if (step->change == REEVE_USER_CHANGE_BATCH)
    send_batch_undo (request);
  else
    {
      path = make_path (self, reeve_user_request_get_key (request), "");
      reeve_client_load_async (reeve_site_get_client (self->site), reeve_user_get_type (), path, NULL,
                               on_step_user_loaded_cb, request);
    }
}
