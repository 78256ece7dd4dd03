/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/deeds.h"

#include "service/api/user-rules.h"
#include "service/store/access-log.h"

static void
add (ReeveCall *call,
     const char *action,
     const char *object,
     const char *name,
     ReeveAccessResult result,
     const char *outcome)
{
  if (call->deeds == NULL)
    call->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  const ReeveAccessEvent event = {
    .time = call->now + call->deeds->len,
    .result = result,
    .action = action,
    .actor = call->caller->account,
    .actor_name = call->caller->account_name,
    .address = call->source.address,
    .object = object,
    .object_name = name,
    .outcome = outcome,
    .route = call->route,
    .session = call->caller->session,
  };
  g_ptr_array_add (call->deeds, reeve_access_event_copy (&event));
}

/* Suspending and reactivating go by the route that changes anything of a user. */
static const char *
name_change (ReeveUser *before, ReeveUser *after)
{
  const char *name = reeve_user_name_change (before, after);

  return g_str_equal (name, "user.suspend") || g_str_equal (name, "user.reactivate") ? "user.save" : name;
}

void
reeve_deeds_add (ReeveCall *call,
                 const char *action,
                 const char *object,
                 const char *name,
                 const char *outcome)
{
  add (call, action, object, name, REEVE_ACCESS_OK, outcome);
}

gboolean
reeve_deeds_add_user (ReeveCall *call,
                      const char *action,
                      ReeveUser *before,
                      ReeveUser *after,
                      GError **error)
{
  const char *what;

  if (!reeve_user_compare_rights (call, before, after, &what, error))
    return FALSE;
  if (what != NULL)
    reeve_call_came_to (call, what);
  reeve_deeds_add (call, action != NULL ? action : name_change (before, after), after->id,
                   after->display_name, what);
  return TRUE;
}

void
reeve_deeds_add_refused (ReeveCall *call, ReeveUser *before, ReeveUser *after, const char *reason)
{
  add (call, name_change (before, after), before->id, before->display_name, REEVE_ACCESS_REFUSED, reason);
}

void
reeve_deeds_tell (ReeveCall *call)
{
  if (call->deeds != NULL && call->deeds->len > 0)
    reeve_access_log_append_many (reeve_installation_get_access_log (call->installation), call->workspace,
                                  call->deeds);
}
