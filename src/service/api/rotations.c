/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Rotations. A secret is due when it has got old, and at once when somebody who knew it leaves: until it was
 * changed, that stays, whatever else is edited. Losing a role, or being suspended, raises none: whoever does
 * that to a colleague knows whether they are still trusted. */

#include "config.h"

#include "service/api/rotations.h"

#include "common/clock.h"
#include "common/rotation.h"
#include "service/api/user-rules.h"
#include "service/store/audit.h"
#include "service/store/rotations.h"
#include "service/store/users.h"

static ReeveRotation *
get (ReeveCall *call, GError **error)
{
  return reeve_rotations_get (call->tx, reeve_call_get_path (call, "rotation"), error);
}

static gboolean
answer (ReeveCall *call, ReeveRotation *rotation)
{
  reeve_call_changed (call, "rotation", rotation->id, rotation->version);
  call->reply = g_object_ref (REEVE_RECORD (rotation));
  return TRUE;
}

static gboolean
refuse_stale (ReeveCall *call, ReeveRotation *rotation, GError **error)
{
  if (call->if_match == rotation->version)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the rotation was changed since it was read");
  return FALSE;
}

/* People and roles of this workspace. @known: (nullable): those that stand there already, and may be gone. */
static gboolean
check_knowers (ReeveCall *call, ReeveRotation *rotation, ReeveRotation *known, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; rotation->users != NULL && rotation->users[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (ReeveUser) user = NULL;
      g_autofree char *pointer = g_strdup_printf ("/users/%u", i);

      if (known != NULL && known->users != NULL &&
          g_strv_contains ((const char *const *) known->users, rotation->users[i]))
        continue;
      user = reeve_users_get (call->tx, rotation->users[i], &local);
      if (user == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (user == NULL || user->deleted != 0)
        reeve_error_add_member (&refusal, pointer, "unknown_user", "there is no such user");
    }
  if (refusal != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (known != NULL && json_object_has_member (call->patch, "roles") == FALSE)
    return TRUE; /* one of them may be gone */
  return reeve_user_rules_check_roles (&rules, (const char *const *) rotation->roles, error);
}

/* By its age, unless somebody left who knows it as it still is. */
static void
set_due (ReeveRotation *rotation)
{
  if (rotation->every_days == 0)
    rotation->every_days = REEVE_ROTATION_DAYS;
  if (!reeve_rotation_has_leavers (rotation))
    rotation->due = reeve_rotation_get_due (rotation);
}

static gboolean
store (ReeveCall *call, ReeveRotation *before, ReeveRotation *after, const char *reason, GError **error)
{
  return reeve_rotations_update (call->tx, after, before->version, error) &&
         reeve_call_audit (call, NULL, NULL, "rotation", after->id, after->name, before, after, NULL, reason,
                           error) &&
         answer (call, after);
}

gboolean
rotations_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_rotations_list (call->tx, call->query, call->now, error);
  return call->listing != NULL;
}

gboolean
rotations_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

gboolean
rotations_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRotation) rotation = reeve_record_copy (call->body);

  if (!check_knowers (call, rotation, NULL, error))
    return FALSE;
  rotation->id = reeve_id_new ();
  rotation->version = 1;
  rotation->created = rotation->last_rotated = call->now;
  set_due (rotation);
  return reeve_rotations_insert (call->tx, rotation, error) &&
         reeve_call_audit (call, NULL, NULL, "rotation", rotation->id, rotation->name, NULL, rotation, NULL,
                           NULL, error) &&
         answer (call, rotation);
}

gboolean
rotations_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRotation) before = get (call, error);
  g_autoptr (ReeveRotation) after = NULL;

  if (before == NULL || !refuse_stale (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check_knowers (call, after, before, error))
    return FALSE;
  set_due (after);
  if (!reeve_record_equal (before, after))
    return store (call, before, after, NULL, error);
  reeve_call_nothing_changed (call);
  call->reply = REEVE_RECORD (g_steal_pointer (&before));
  return TRUE;
}

gboolean
rotations_rotated (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRotation) before = get (call, error);
  g_autoptr (ReeveRotation) after = NULL;

  if (before == NULL || !refuse_stale (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  after->last_rotated = call->now;
  g_clear_pointer (&after->leavers, g_strfreev);
  after->more_leavers = FALSE;
  set_due (after);
  return store (call, before, after, NULL, error);
}

gboolean
rotations_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRotation) rotation = get (call, error);

  if (rotation == NULL || !refuse_stale (call, rotation, error) ||
      !reeve_rotations_delete (call->tx, rotation->id, error) ||
      !reeve_call_audit (call, NULL, NULL, "rotation", rotation->id, rotation->name, rotation, NULL, NULL,
                         NULL, error))
    return FALSE;
  reeve_call_changed (call, "rotation", rotation->id, 0);
  return TRUE;
}

gboolean
rotations_history (ReeveCall *call, GError **error)
{
  call->listing =
    reeve_audit_list (call->tx, "rotation", reeve_call_get_path (call, "rotation"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such rotation");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* Nobody is named who has left: the list says who knows it now. */
static void
forget (ReeveRotation *rotation, const char *user)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; rotation->users != NULL && rotation->users[i] != NULL; i++)
    if (g_strcmp0 (rotation->users[i], user) != 0)
      {
        g_strv_builder_add (left, rotation->users[i]);
        n++;
      }
  g_strfreev (rotation->users);
  rotation->users = n > 0 ? g_strv_builder_end (left) : NULL;
}

/* All who left since it was changed, as many as are named. */
static void
add_leaver (ReeveRotation *rotation, const char *name)
{
  g_autoptr (GStrvBuilder) leavers = g_strv_builder_new ();

  if (reeve_rotation_has_leavers (rotation))
    {
      if (g_strv_length (rotation->leavers) >= REEVE_ROTATION_LEAVERS)
        {
          rotation->more_leavers = TRUE;
          return;
        }
      g_strv_builder_addv (leavers, (const char **) rotation->leavers);
    }
  g_strv_builder_add (leavers, name);
  g_strfreev (rotation->leavers);
  rotation->leavers = g_strv_builder_end (leavers);
}

gboolean
reeve_rotations_raise (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
{
  g_autoptr (GPtrArray) known = reeve_rotations_list_known (call->tx, user, error);

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      ReeveRotation *before = known->pdata[i];
      g_autoptr (ReeveRotation) after = reeve_record_copy (before);

      forget (after, user->id);
      after->due = MIN (after->due, call->now);
      add_leaver (after, user->display_name);
      if (!reeve_rotations_update (call->tx, after, before->version, error) ||
          !reeve_call_audit (call, NULL, "rotation.raise", "rotation", after->id, after->name, before, after,
                             NULL, reason, error))
        return FALSE;
      reeve_call_changed (call, "rotation", after->id, after->version);
    }
  if (known->len > 0)
    call->wakes_jobs = TRUE;
  return TRUE;
}
