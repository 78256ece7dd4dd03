/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* See the header for the rules. */

#include "config.h"

#include "service/api/scope.h"

#include <string.h>

#include "common/clock.h"
#include "common/json.h"
#include "common/user.h"
#include "service/api/support-standing.h"
#include "service/store/groups.h"
#include "service/store/roles.h"

static gboolean
split (ReeveTx *tx,
       const char *account,
       const char *const *roles,
       ReeveCapabilities *held,
       ReeveCapabilities *scoped,
       ReeveSupportStanding *support,
       GError **error)
{
  static const char *const bound[] = { REEVE_ROLE_GROUP_ADMINISTRATOR, NULL };
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;

  *scoped = 0;
  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    if (g_str_equal (roles[i], REEVE_ROLE_GROUP_ADMINISTRATOR))
      *scoped = reeve_roles_get_capabilities (bound);
    else if (!g_str_equal (roles[i], REEVE_ROLE_SUPPORT_AGENT))
      g_strv_builder_add (others, roles[i]);
  rest = g_strv_builder_end (others);
  if (!reeve_roles_resolve (tx, (const char *const *) rest, held, NULL, error) ||
      !reeve_support_standing_read (tx, account, roles, reeve_clock_now (), support, error))
    return FALSE;
  *held |= support->held;
  *scoped &= ~*held;
  return TRUE;
}

gboolean
reeve_scope_split (ReeveTx *tx,
                   const char *account,
                   const char *const *roles,
                   ReeveCapabilities *held,
                   ReeveCapabilities *scoped,
                   GError **error)
{
  g_auto (ReeveSupportStanding) support = { FALSE, 0, 0, NULL };

  return split (tx, account, roles, held, scoped, &support, error);
}

gboolean
reeve_scope_read_capabilities (ReeveTx *tx, ReeveCaller *caller, GError **error)
{
  g_auto (ReeveSupportStanding) support = { FALSE, 0, 0, NULL };

  if (!split (tx, caller->account, (const char *const *) caller->roles, &caller->capabilities,
              &caller->scoped, &support, error))
    return FALSE;
  caller->ungranted = support.role;
  caller->support_alone = support.alone;
  g_set_object (&caller->grant, support.grant);
  return TRUE;
}

ReeveScopeAnswer
reeve_scope_judge (const ReeveCaller *caller, const ReeveScopeDoor *door)
{
  gboolean admits = reeve_scope_admits (caller, door->capability, door->bounded);

  if (door->ungranted && reeve_capabilities_have (caller->ungranted, door->capability))
    return REEVE_SCOPE_ADMITTED;
  if (!caller->support_alone)
    return admits ? REEVE_SCOPE_ADMITTED : REEVE_SCOPE_DENIED;
  if (caller->grant == NULL || !admits || (door->capability == REEVE_CAPABILITY_NONE && !door->granted))
    return REEVE_SCOPE_HIDDEN;
  return REEVE_SCOPE_ADMITTED;
}

gboolean
reeve_scope_admits (const ReeveCaller *caller, ReeveCapability capability, gboolean bounded)
{
  return reeve_capabilities_have (caller->capabilities, capability) ||
         (bounded && reeve_capabilities_have (caller->scoped, capability));
}

void
reeve_scope_begin (ReeveCall *call, ReeveCapability capability)
{
  gboolean bound = call->caller != NULL &&
                   !reeve_capabilities_have (call->caller->capabilities, capability) &&
                   reeve_capabilities_have (call->caller->scoped, capability);

  call->scope = bound ? call->caller->account : NULL;
  if (call->query != NULL)
    g_set_str (&call->query->scope, call->scope);
}

gboolean
reeve_scope_may (ReeveCall *call, ReeveCapability capability)
{
  return reeve_scope_admits (call->caller, capability, call->scope != NULL);
}

gboolean
reeve_scope_check_user (ReeveCall *call, const char *user, GError **error)
{
  gboolean has = TRUE;

  if (call->scope != NULL && !reeve_scope_has_user (call->tx, call->scope, user, &has, error))
    return FALSE;
  if (!has)
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
  return has;
}

gboolean
reeve_scope_check_group (ReeveCall *call, const char *group, GError **error)
{
  gboolean has = TRUE;

  if (call->scope != NULL && !reeve_scope_has_group (call->tx, call->scope, group, &has, error))
    return FALSE;
  if (!has)
    reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
  return has;
}

/* --- Hiding --- */

typedef struct
{
  ReeveCall *call;
  GHashTable *known; /* id -> whether it is inside */
} Hiding;

static gboolean
is_inside (Hiding *self, const char *group, gboolean *inside, GError **error)
{
  gpointer kept;

  if (g_hash_table_lookup_extended (self->known, group, NULL, &kept))
    {
      *inside = GPOINTER_TO_INT (kept);
      return TRUE;
    }
  if (!reeve_scope_has_group (self->call->tx, self->call->scope, group, inside, error))
    return FALSE;
  g_hash_table_insert (self->known, g_strdup (group), GINT_TO_POINTER (*inside));
  return TRUE;
}

static gboolean
hide_of_user (Hiding *self, ReeveUser *user, GError **error)
{
  g_autoptr (GStrvBuilder) inside = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; user->groups != NULL && user->groups[i] != NULL; i++)
    {
      gboolean is;

      if (!is_inside (self, user->groups[i], &is, error))
        return FALSE;
      if (is)
        g_strv_builder_add (inside, user->groups[i]);
      any |= is;
    }
  g_clear_pointer (&user->groups, g_strfreev);
  if (any)
    user->groups = g_strv_builder_end (inside);
  return TRUE;
}

/* The member "groups" of one side of a change. */
static gboolean
hide_of_change (Hiding *self, char **change, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonArray) inside = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *groups;

  if (*change == NULL || strstr (*change, "\"groups\"") == NULL)
    return TRUE;
  object = reeve_json_parse_object (*change, strlen (*change), &reeve_json_body, error);
  if (object == NULL)
    return FALSE;
  if (!json_object_has_member (object, "groups") || json_object_get_null_member (object, "groups"))
    return TRUE;

  groups = json_object_get_array_member (object, "groups");
  inside = json_array_new ();
  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      const char *group = json_array_get_string_element (groups, i);
      gboolean is;

      if (!is_inside (self, group, &is, error))
        return FALSE;
      if (is)
        json_array_add_string_element (inside, group);
    }
  json_object_set_array_member (object, "groups", g_steal_pointer (&inside));
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  g_free (*change);
  *change = json_to_string (node, FALSE);
  return TRUE;
}

static gboolean
hide_of_record (Hiding *self, ReeveRecord *record, GError **error)
{
  if (REEVE_IS_USER (record))
    return hide_of_user (self, REEVE_USER (record), error);
  if (REEVE_IS_AUDIT_ENTRY (record))
    return hide_of_change (self, &REEVE_AUDIT_ENTRY (record)->before, error) &&
           hide_of_change (self, &REEVE_AUDIT_ENTRY (record)->after, error);
  return TRUE;
}

gboolean
reeve_scope_hide (ReeveCall *call, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Hiding self = { call, known };

  if (call->scope == NULL || call->tx == NULL)
    return TRUE;
  if (call->reply != NULL && !hide_of_record (&self, call->reply, error))
    return FALSE;
  for (guint i = 0; call->listing != NULL && i < call->listing->items->len; i++)
    if (!hide_of_record (&self, call->listing->items->pdata[i], error))
      return FALSE;
  return TRUE;
}
