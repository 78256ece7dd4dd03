/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Making a hold is part of containing a breach, and whoever may do that may make one. Lifting one lets
 * evidence go for good: that is for who decides how long the log is kept, with a fresh code, and never for
 * whom the evidence is about. */

#include "config.h"

#include "service/api/holds.h"

#include "common/clock.h"
#include "common/hold.h"
#include "common/log-action.h"
#include "service/store/audit.h"
#include "service/store/holds.h"
#include "service/store/users.h"

static ReeveHold *
get (ReeveCall *call, GError **error)
{
  return reeve_holds_get (call->tx, reeve_call_get_path (call, "hold"), error);
}

gboolean
holds_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_holds_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
holds_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

/* Whether anything is kept, or will be, that is as new as @until. */
static gboolean
is_kept (ReeveCall *call, gint64 until)
{
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
  g_autoptr (GArray) days = reeve_access_files_list_days (files, call->workspace);
  gint64 oldest =
    days->len > 0 ? g_array_index (days, gint64, days->len - 1) : reeve_access_day_of (call->now);

  return until > oldest * REEVE_DAY;
}

static gboolean
check_times (ReeveCall *call, ReeveHold *hold, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (hold->ends <= call->now)
    reeve_error_add_member (&refusal, "/ends", "range", "the hold would be over already");
  else if (hold->ends > call->now + REEVE_HOLD_DAYS * REEVE_DAY)
    reeve_error_add_member (&refusal, "/ends", "range", "a hold lasts %d days at most", REEVE_HOLD_DAYS);
  if (hold->until <= hold->since)
    reeve_error_add_member (&refusal, "/until", "order", "this must be later than the beginning");
  else if (hold->until > hold->ends)
    reeve_error_add_member (&refusal, "/until", "range", "the hold itself ends before");
  else if (!is_kept (call, hold->until))
    reeve_error_add_member (&refusal, "/until", "nothing_kept", "nothing of that time is kept any more");
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* Somebody who has left may be in the log still, and is known no more. */
static gboolean
name_account (ReeveCall *call, ReeveHold *hold, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = NULL;

  if (hold->account == NULL)
    return TRUE;
  user = reeve_users_get (call->tx, hold->account, &local);
  if (user != NULL)
    hold->account_name = g_strdup_printf ("%s <%s>", user->display_name, user->email);
  if (user != NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
holds_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveHold) hold = reeve_record_copy (call->body);

  if (!check_times (call, hold, error) || !name_account (call, hold, error))
    return FALSE;
  hold->id = reeve_id_new ();
  hold->version = 1;
  hold->created = call->now;
  g_set_str (&hold->created_by, call->caller->account);
  g_set_str (&hold->created_by_name, call->caller->account_name);
  if (!reeve_holds_insert (call->tx, hold, error) ||
      !reeve_call_audit (call, NULL, NULL, "hold", hold->id, hold->account_name, NULL, hold, NULL,
                         hold->reason, error))
    return FALSE;
  reeve_call_changed (call, "hold", hold->id, hold->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&hold));
  return TRUE;
}

gboolean
holds_lift (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveHold) hold = get (call, error);

  if (hold == NULL)
    return FALSE;
  if (g_strcmp0 (hold->account, call->caller->account) == 0)
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, "own_hold", "somebody else has to lift a hold on you");
      return FALSE;
    }
  if (!reeve_holds_delete (call->tx, hold->id, error) ||
      !reeve_call_audit (call, NULL, NULL, "hold", hold->id, hold->account_name, hold, NULL, NULL, NULL,
                         error))
    return FALSE;
  reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "hold", hold->id, 0);
  return TRUE;
}

/* Of one that is over the trail alone still tells. */
gboolean
holds_history (ReeveCall *call, GError **error)
{
  call->listing = reeve_audit_list (call->tx, "hold", reeve_call_get_path (call, "hold"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such hold");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
