/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/standing.h"

#include <string.h>

#include "common/account.h"
#include "common/capability.h"
#include "common/error.h"
#include "common/grant.h"
#include "common/group.h"
#include "common/json.h"
#include "common/role.h"
#include "common/user.h"
#include "service/evidence/past.h"
#include "service/evidence/tables.h"
#include "service/evidence/words.h"
#include "service/store/accounts.h"
#include "service/store/audit-people.h"
#include "service/store/audit.h"
#include "service/store/folders.h"
#include "service/store/grants.h"
#include "service/store/groups.h"
#include "service/store/roles.h"
#include "service/store/users.h"

#define HISTORY 10000 /* entries of an account that are read */

struct _ReeveEvidenceStanding
{
  ReeveInstallation *installation;   /* borrowed */
  const ReeveEvidenceMatter *matter; /* borrowed */
  GHashTable *grants;                /* (nullable): by principal, GPtrArray of ids */
  GHashTable *shared;                /* "noun id" -> JsonObject (nullable): roles and groups at this moment */
  guint moment;
  guint person;
};

/* --- Fields --- */

/* (nullable) (transfer full) */
static GStrv
get_texts (JsonObject *fields, const char *member)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (fields, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (texts, json_array_get_string_element (array, i));
  return g_strv_builder_end (texts);
}

static void
set_texts (JsonObject *object, const char *member, const char *const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, member, array);
}

/* --- What several people have --- */

/* As it is; NULL without an error: there is none any more. */
typedef gpointer (*GetFunc) (ReeveTx *tx, const char *id, GError **error);

static gpointer
get_role (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_roles_get (tx, id, error);
}

static gpointer
get_group (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_groups_get (tx, id, NULL, error);
}

static void
free_object (gpointer object)
{
  if (object != NULL)
    json_object_unref (object);
}

/* @fields: (out) (nullable) (transfer none): as they were at @time; NULL: there was none */
static gboolean
read_shared (ReeveEvidenceStanding *self,
             ReeveTx *tx,
             GType type,
             const char *noun,
             const char *id,
             GetFunc get,
             gint64 time,
             JsonObject **fields,
             GError **error)
{
  g_autofree char *key = g_strconcat (noun, " ", id, NULL);
  g_autoptr (GError) local = NULL;
  gpointer now;

  if (g_hash_table_lookup_extended (self->shared, key, NULL, (gpointer *) fields))
    return TRUE;
  now = get (tx, id, &local);
  if (!reeve_evidence_is_settled (now, &local, error) ||
      !reeve_evidence_read_past (tx, type, noun, id, now, time, fields, error))
    return FALSE;
  g_hash_table_insert (self->shared, g_steal_pointer (&key), *fields);
  return TRUE;
}

/* --- Roles --- */

static gboolean
add_role (ReeveEvidenceStanding *self,
          ReeveTx *tx,
          const char *id,
          gint64 time,
          JsonArray *roles,
          ReeveCapabilities *held,
          GError **error)
{
  JsonObject *role = json_object_new ();
  JsonObject *fields = NULL;
  g_auto (GStrv) capabilities = NULL;

  json_array_add_object_element (roles, role);
  json_object_set_string_member (role, "id", id);
  if (reeve_role_is_built_in (id))
    {
      g_autoptr (ReeveRole) built_in = reeve_role_new_built_in (id);

      capabilities = g_strdupv (built_in->capabilities);
      json_object_set_string_member (role, "name", built_in->name);
    }
  else if (!read_shared (self, tx, reeve_role_get_type (), "role", id, get_role, time, &fields, error))
    return FALSE;
  else if (fields != NULL)
    {
      capabilities = get_texts (fields, "capabilities");
      json_object_set_string_member (role, "name",
                                     json_object_get_string_member_with_default (fields, "name", id));
    }
  *held |= capabilities != NULL ? reeve_capabilities_from_wire ((const char *const *) capabilities) : 0;
  set_texts (role, "capabilities", (const char *const *) capabilities);
  return TRUE;
}

static gboolean
add_roles (ReeveEvidenceStanding *self,
           ReeveTx *tx,
           JsonObject *person,
           const char *const *ids,
           gint64 time,
           GError **error)
{
  JsonArray *roles = json_array_new ();
  ReeveCapabilities held = 0;
  g_auto (GStrv) capabilities = NULL;

  json_object_set_array_member (person, "roles", roles);
  for (guint i = 0; ids[i] != NULL; i++)
    if (!add_role (self, tx, ids[i], time, roles, &held, error))
      return FALSE;
  capabilities = reeve_capabilities_to_wire (held);
  set_texts (person, "capabilities", (const char *const *) capabilities);
  return TRUE;
}

/* --- Groups --- */

/* The group, and all above it, as they then were; ids into @reached. */
static gboolean
add_group (ReeveEvidenceStanding *self,
           ReeveTx *tx,
           const char *id,
           gint64 time,
           JsonArray *groups,
           GPtrArray *reached,
           GError **error)
{
  g_autofree char *next = g_strdup (id);

  for (guint level = 0; next != NULL && level < REEVE_GROUP_MAX_DEPTH; level++)
    {
      JsonObject *fields;
      JsonObject *group;

      if (g_ptr_array_find_with_equal_func (reached, next, g_str_equal, NULL))
        return TRUE;
      if (!read_shared (self, tx, reeve_group_get_type (), "group", next, get_group, time, &fields, error))
        return FALSE;
      if (fields == NULL)
        return TRUE;
      group = json_object_new ();
      json_object_set_string_member (group, "id", next);
      json_object_set_string_member (group, "name",
                                     json_object_get_string_member_with_default (fields, "name", ""));
      json_object_set_boolean_member (group, "directly", level == 0);
      json_array_add_object_element (groups, group);
      g_ptr_array_add (reached, g_strdup (next));
      g_set_str (&next, json_object_get_string_member_with_default (fields, "parent", NULL));
    }
  return TRUE;
}

/* @reached: (out) (transfer full): their ids */
static gboolean
add_groups (ReeveEvidenceStanding *self,
            ReeveTx *tx,
            JsonObject *person,
            const char *const *ids,
            gint64 time,
            GPtrArray **reached,
            GError **error)
{
  JsonArray *groups = json_array_new ();

  *reached = g_ptr_array_new_with_free_func (g_free);
  json_object_set_array_member (person, "groups", groups);
  for (guint i = 0; ids[i] != NULL; i++)
    if (!add_group (self, tx, ids[i], time, groups, *reached, error))
      return FALSE;
  return TRUE;
}

/* --- Grants --- */

/* Where a folder is, as of now. */
static gboolean
set_folder (ReeveTx *tx, JsonObject *grant, GError **error)
{
  const char *folder = json_object_get_string_member_with_default (grant, "folder", NULL);
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) path = folder != NULL ? reeve_folders_get_path (tx, folder, &local) : NULL;

  if (folder == NULL)
    return TRUE;
  if (path != NULL)
    set_texts (grant, "folderPathNow", (const char *const *) path);
  return path != NULL || reeve_evidence_is_settled (NULL, &local, error);
}

static gboolean
add_grant (ReeveTx *tx, const char *id, const char *principal, gint64 time, JsonArray *grants, GError **error)
{
  static const char *const told[] = { "folder",  "principalKind", "principal", "verbs",
                                      "expires", "reason",        NULL };
  g_autoptr (GError) local = NULL;
  ReeveGrant *now = reeve_grants_get (tx, id, &local);
  g_autoptr (JsonObject) fields = NULL;
  JsonObject *grant;
  const char *text;
  gint64 expires = 0;

  if (!reeve_evidence_is_settled (now, &local, error) ||
      !reeve_evidence_read_past (tx, reeve_grant_get_type (), "grant", id, now, time, &fields, error))
    return FALSE;
  text = fields != NULL ? json_object_get_string_member_with_default (fields, "principal", NULL) : NULL;
  if (g_strcmp0 (text, principal) != 0)
    return TRUE;
  text = json_object_get_string_member_with_default (fields, "expires", NULL);
  if (text != NULL && reeve_json_parse_time (text, &expires) && expires <= time)
    return TRUE;
  grant = json_object_new ();
  json_array_add_object_element (grants, grant);
  json_object_set_string_member (grant, "id", id);
  for (guint i = 0; told[i] != NULL; i++)
    if (json_object_has_member (fields, told[i]))
      json_object_set_member (grant, told[i], json_object_dup_member (fields, told[i]));
  return set_folder (tx, grant, error);
}

/* @principals: who they were: themselves, their groups and roles */
static gboolean
add_grants (ReeveEvidenceStanding *self,
            ReeveTx *tx,
            JsonObject *person,
            GPtrArray *principals,
            gint64 time,
            GError **error)
{
  JsonArray *grants = json_array_new ();

  json_object_set_array_member (person, "grants", grants);
  for (guint i = 0; i < principals->len; i++)
    {
      GPtrArray *ids = g_hash_table_lookup (self->grants, principals->pdata[i]);

      for (guint k = 0; ids != NULL && k < ids->len; k++)
        if (!add_grant (tx, ids->pdata[k], principals->pdata[i], time, grants, error))
          return FALSE;
    }
  return TRUE;
}

/* --- Second factor --- */

/* What the directory's trail says of it last; (nullable): nothing */
static const char *
find_factor (GPtrArray *entries, gint64 time)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const ReeveAuditEntry *entry = entries->pdata[i]; /* newest first */

      if (entry->time > time)
        continue;
      if (g_strcmp0 (entry->action, "second-factor.enrol") == 0)
        return "on";
      if (g_strcmp0 (entry->action, "second-factor.reset") == 0)
        return "off";
    }
  return NULL;
}

/* It is of the account, whichever workspace it was changed by. */
static gboolean
set_factor (ReeveTx *directory, JsonObject *person, const char *account, gint64 time, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccount) now = reeve_accounts_get (directory, account, &local);
  g_autoptr (GPtrArray) entries = NULL;
  JsonObject *factor = json_object_new ();
  const char *then;
  gint64 since = 0;

  json_object_set_object_member (person, "secondFactor", factor);
  if (!reeve_evidence_is_settled (now, &local, error))
    return FALSE;
  entries = reeve_audit_list_object (directory, "account", account, HISTORY, error);
  if (entries == NULL ||
      (now != NULL && !reeve_accounts_get_second_factor_since (directory, account, &since, error)))
    return FALSE;
  then = find_factor (entries, time);
  if (now != NULL && g_strcmp0 (now->second_factor, "on") == 0 && since != 0 && since <= time)
    {
      json_object_set_string_member (factor, "state", "on");
      json_object_set_string_member (factor, "known", "since");
      reeve_evidence_set_time (factor, "since", since);
    }
  else if (then != NULL)
    {
      json_object_set_string_member (factor, "state", then);
      json_object_set_string_member (factor, "known", "trail");
    }
  else
    {
      /* One that was set up later was the first one: another before would be in the trail. */
      json_object_set_string_member (factor, "state",
                                     since > time  ? "off"
                                     : now != NULL ? now->second_factor
                                                   : "unknown");
      json_object_set_string_member (factor, "known", since > time ? "since" : "asOfNow");
    }
  return TRUE;
}

/* --- People at a time --- */

static gboolean
add_place (ReeveEvidenceStanding *self,
           ReeveTx *tx,
           JsonObject *person,
           JsonObject *fields,
           const char *account,
           gint64 time,
           GError **error)
{
  g_auto (GStrv) roles = get_texts (fields, "roles");
  g_auto (GStrv) groups = get_texts (fields, "groups");
  g_autoptr (GPtrArray) principals = NULL;

  json_object_set_string_member (person, "state",
                                 json_object_get_string_member_with_default (fields, "state", "active"));
  if (!add_roles (self, tx, person, (const char *const *) roles, time, error) ||
      !add_groups (self, tx, person, (const char *const *) groups, time, &principals, error))
    return FALSE;
  g_ptr_array_add (principals, g_strdup (account));
  for (guint i = 0; roles[i] != NULL; i++)
    g_ptr_array_add (principals, g_strdup (roles[i]));
  return add_grants (self, tx, person, principals, time, error);
}

static gboolean
write_person (ReeveEvidenceStanding *self,
              ReeveTx *tx,
              ReeveTx *directory,
              const ReeveEvidencePerson *of,
              gint64 time,
              JsonObject *person,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  ReeveUser *now = reeve_users_get (tx, of->account, &local);
  g_autoptr (JsonObject) fields = NULL;

  json_object_set_string_member (person, "account", of->account);
  reeve_evidence_set_text (person, "name", of->name);
  if (!reeve_evidence_is_settled (now, &local, error) ||
      !reeve_evidence_read_past (tx, reeve_user_get_type (), "user", of->account, now, time, &fields, error))
    return FALSE;
  json_object_set_boolean_member (person, "member", fields != NULL);
  return (fields == NULL || add_place (self, tx, person, fields, of->account, time, error)) &&
         set_factor (directory, person, of->account, time, error);
}

static gboolean
write_line (ReeveEvidenceStanding *self,
            ReeveTx *tx,
            ReeveTx *directory,
            const char *moment,
            gint64 time,
            GString *lines,
            GError **error)
{
  g_autoptr (JsonObject) person = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (person, "moment", moment);
  reeve_evidence_set_time (person, "time", time);
  if (!write_person (self, tx, directory, self->matter->people->pdata[self->person], time, person, error))
    return FALSE;
  text = reeve_evidence_print_object (person, error);
  if (text == NULL)
    return FALSE;
  g_string_append (lines, text);
  return TRUE;
}

/* --- All of them --- */

ReeveEvidenceStanding *
reeve_evidence_standing_new (ReeveInstallation *installation, const ReeveEvidenceMatter *matter)
{
  ReeveEvidenceStanding *self = g_new0 (ReeveEvidenceStanding, 1);

  self->installation = installation;
  self->matter = matter;
  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_object);
  return self;
}

void
reeve_evidence_standing_free (ReeveEvidenceStanding *self)
{
  g_clear_pointer (&self->grants, g_hash_table_unref);
  g_hash_table_unref (self->shared);
  g_free (self);
}

static ReeveTx *
begin_workspace (ReeveEvidenceStanding *self, gint64 deadline, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (self->installation, self->matter->workspace);

  if (db != NULL)
    return reeve_db_begin (db, REEVE_TX_READ, deadline, error);
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
  return NULL;
}

gboolean
reeve_evidence_standing_write (ReeveEvidenceStanding *self,
                               GString *lines,
                               gint64 interval,
                               gint64 deadline,
                               gboolean *done,
                               GError **error)
{
  static const char *const names[] = { "since", "reported", "made" };
  const gint64 times[] = { self->matter->since, self->matter->reported, self->matter->made };
  gint64 end = g_get_monotonic_time () + interval;
  g_autoptr (ReeveTx) tx = begin_workspace (self, deadline, error);
  g_autoptr (ReeveTx) directory =
    tx != NULL
      ? reeve_db_begin (reeve_installation_get_directory (self->installation), REEVE_TX_READ, deadline, error)
      : NULL;

  if (directory == NULL)
    return FALSE;
  if (self->grants == NULL)
    self->grants = reeve_audit_list_grants (tx, error);
  if (self->grants == NULL)
    return FALSE;
  for (; self->moment < G_N_ELEMENTS (times); self->moment++, self->person = 0)
    {
      gint64 time = times[self->moment];

      if (self->person == 0)
        g_hash_table_remove_all (self->shared);
      for (; time != 0 && self->person < self->matter->people->len; self->person++)
        {
          if (g_get_monotonic_time () >= end)
            return TRUE;
          if (!write_line (self, tx, directory, names[self->moment], time, lines, error))
            return FALSE;
        }
    }
  *done = TRUE;
  return TRUE;
}
