/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One user of many. A preview walks the same way and only leaves out the writing, so it cannot promise
 * something else than what happens. Undo is a change from an audit entry's after to its before, for users
 * that nobody changed since. */

#include "config.h"

#include "service/api/user-bulking.h"

#include <string.h>

#include "common/clock.h"
#include "common/group.h"
#include "common/json.h"
#include "service/api/deeds.h"
#include "service/api/scope.h"
#include "service/api/user-accounts.h"
#include "service/store/accounts.h"
#include "service/store/audit.h"
#include "service/store/failures.h"
#include "service/store/users.h"

#define MAX_REFUSED 100

void
reeve_user_bulking_init (ReeveUserBulking *self, ReeveCall *call, ReeveUserBulk *body, const char *batch)
{
  *self = (ReeveUserBulking) {
    .result = reeve_user_bulk_result_new (),
    .batch = g_strdup (batch),
    .put_out = g_ptr_array_new_with_free_func (g_free),
    .unlocked = g_ptr_array_new_with_free_func (g_free),
    .call = call,
    .body = body,
    .rules = REEVE_USER_RULES_INIT (call),
  };
  self->result->refused = g_ptr_array_new_with_free_func (g_object_unref);
}

void
reeve_user_bulking_clear (ReeveUserBulking *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->batch, g_free);
  g_clear_pointer (&self->put_out, g_ptr_array_unref);
  g_clear_pointer (&self->unlocked, g_ptr_array_unref);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->display_name, g_free);
}

static void
refuse (ReeveUserBulking *self, const char *id, ReeveUser *user, const char *reason)
{
  ReeveUserBulkResult *result = self->result;
  ReeveUserRefusal *refusal;

  self->outcome = "failed";
  self->reason = g_intern_string (reason);
  result->n_refused++;
  if (result->refused->len >= MAX_REFUSED)
    return;

  refusal = reeve_user_refusal_new ();
  refusal->id = g_strdup (id);
  refusal->reason = g_strdup (reason);
  if (user != NULL)
    {
      refusal->display_name = g_strdup (user->display_name);
      refusal->email = g_strdup (user->email);
    }
  g_ptr_array_add (result->refused, refusal);
}

static gboolean
leave (ReeveUserBulking *self)
{
  self->result->unchanged++;
  self->outcome = "unchanged";
  return TRUE;
}

static gboolean
write_change (ReeveUserBulking *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  if (!reeve_users_update (self->call->tx, after, before->version, error) ||
      !reeve_call_audit (self->call, NULL, reeve_user_name_change (before, after), "user", after->id,
                         after->display_name, before, after, self->batch, NULL, error) ||
      !reeve_deeds_add_user (self->call, NULL, before, after, error))
    return FALSE;

  if (reeve_user_is_member (before) && !reeve_user_is_member (after))
    g_ptr_array_add (self->put_out, g_strdup (after->id));
  return TRUE;
}

/* What fails is no event: the job's rows tell of it. But who tries to give themselves more than they hold is
 * refused in one call, and must not be able to try unseen as one of many. */
static void
note_own_escalation (ReeveUserBulking *self, ReeveUser *before, ReeveUser *after)
{
  if (!self->body->dry_run && g_strcmp0 (self->reason, "escalation") == 0 &&
      g_strcmp0 (before->id, self->call->caller->account) == 0)
    reeve_deeds_add_refused (self->call, before, after, self->reason);
}

/* Stores one user's change, or counts why not. FALSE only when the whole call has to fail. */
static gboolean
change_one (ReeveUserBulking *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (reeve_record_equal (before, after))
    return leave (self);
  if (!reeve_user_rules_allow (&self->rules, before, after, &refusal))
    {
      if (!g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_CONFLICT) &&
          !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_DENIED))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      refuse (self, before->id, before, reeve_error_get_reason (refusal));
      note_own_escalation (self, before, after);
      return TRUE;
    }

  self->result->changed++;
  self->outcome = "done";
  return self->body->dry_run || write_change (self, before, after, error);
}

/* Ends cooling off, as users_unlock() does; nothing that undo could turn back. */
static gboolean
unlock_one (ReeveUserBulking *self, ReeveUser *user, GError **error)
{
  if (g_strcmp0 (user->lock, "breach") == 0)
    {
      refuse (self, user->id, user, "breach_locked");
      return TRUE;
    }
  if (g_strcmp0 (user->lock, "cooling-off") != 0 || user->lock_ends <= self->call->now)
    return leave (self);
  if (!reeve_user_rules_check_reach (&self->rules, user, NULL))
    {
      refuse (self, user->id, user, "escalation");
      return TRUE;
    }

  self->result->changed++;
  self->outcome = "done";
  if (self->body->dry_run)
    return TRUE;
  user->lock = reeve_user_locks[0];
  user->lock_ends = 0;
  g_ptr_array_add (self->unlocked, g_strdup (user->id));
  reeve_deeds_add (self->call, "user.unlock", user->id, user->display_name, NULL);
  return reeve_users_update (self->call->tx, user, user->version, error) &&
         reeve_call_audit_fact (self->call, NULL, "user.unlock", "user", user->id, user->display_name, NULL,
                                error);
}

/* @groups with @some added or taken out. (nullable) */
static GStrv
change_groups (GStrv groups, const char *const *some, gboolean add)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    if (add || !g_strv_contains (some, groups[i]))
      {
        g_strv_builder_add (all, groups[i]);
        n++;
      }
  for (guint i = 0; add && some[i] != NULL; i++)
    if (groups == NULL || !g_strv_contains ((const char *const *) groups, some[i]))
      {
        g_strv_builder_add (all, some[i]);
        n++;
      }
  return n > 0 ? g_strv_builder_end (all) : NULL;
}

static gboolean
apply_action (ReeveUserBulking *self, ReeveUser *before, GError **error)
{
  const char *action = self->body->action;
  g_autoptr (ReeveUser) after = NULL;

  if (before->deleted != 0 && !g_str_equal (action, "delete") && !g_str_equal (action, "restore"))
    {
      refuse (self, before->id, before, "in_bin");
      return TRUE;
    }
  if (g_str_equal (action, "unlock"))
    return unlock_one (self, before, error);

  after = reeve_record_copy (before);
  if (g_str_equal (action, "suspend"))
    after->state = reeve_user_states[1];
  else if (g_str_equal (action, "reactivate"))
    after->state = reeve_user_states[0];
  else if (g_str_equal (action, "delete") && after->deleted == 0)
    after->deleted = self->call->now;
  else if (g_str_equal (action, "restore"))
    after->deleted = 0;
  else if (g_str_equal (action, "set-roles"))
    reeve_set_texts (&after->roles, (const char *const *) self->body->roles);
  else if (self->body->groups != NULL)
    {
      g_strfreev (after->groups);
      after->groups = change_groups (before->groups, (const char *const *) self->body->groups,
                                     g_str_equal (action, "add-to-groups"));
      if (after->groups != NULL && g_strv_length (after->groups) > REEVE_GROUP_MAX_OF_USER)
        {
          refuse (self, before->id, before, "too_many");
          return TRUE;
        }
    }

  return change_one (self, before, after, error);
}

/* For who asks after each of them. */
static void
note_person (ReeveUserBulking *self, ReeveUser *user)
{
  g_set_str (&self->email, user->email);
  g_set_str (&self->display_name, user->display_name);
}

/* NULL with *@missing when there is no such user, which refuses that one only. */
static ReeveUser *
get_one (ReeveUserBulking *self, const char *id, gboolean *missing, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ReeveUser *user = reeve_scope_check_user (self->call, id, &local_error)
                      ? reeve_users_get (self->call->tx, id, &local_error)
                      : NULL;

  *missing = g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
  if (*missing)
    refuse (self, id, NULL, "not_found");
  else if (user == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return user;
}

gboolean
reeve_user_bulking_change (ReeveUserBulking *self, const char *id, GError **error)
{
  gboolean missing;
  g_autoptr (ReeveUser) user = get_one (self, id, &missing, error);

  if (user == NULL)
    return missing;
  note_person (self, user);
  return apply_action (self, user, error);
}

/* The one user's field as the batch found it. */
static void
copy_field (const ReeveField *field, ReeveUser *from, ReeveUser *to)
{
  gpointer source = reeve_record_field (from, field);

  if (field->type == REEVE_FIELD_TEXTS)
    reeve_set_texts (reeve_record_field (to, field), *(const char *const **) source);
  else if (field->type == REEVE_FIELD_TIME || field->type == REEVE_FIELD_INTEGER)
    *(gint64 *) reeve_record_field (to, field) = *(gint64 *) source;
  else
    reeve_record_set_text (to, field, *(char **) source);
}

/* @user as it was before @entry: created ones go into the bin. */
static ReeveUser *
turn_back (ReeveUserBulking *self, ReeveUser *user, ReeveAuditEntry *entry, GError **error)
{
  g_autoptr (ReeveUser) back = reeve_record_copy (user);
  g_autoptr (ReeveUser) old = reeve_user_new ();
  g_autoptr (JsonObject) object = NULL;
  JsonObjectIter iter;
  const char *name;

  if (entry->before == NULL)
    {
      back->deleted = self->call->now;
      return g_steal_pointer (&back);
    }

  object = reeve_json_parse_object (entry->before, strlen (entry->before), &reeve_json_body, error);
  if (object == NULL || !reeve_record_read_json (old, object, REEVE_READ_REPLY, "", error))
    return NULL;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      const ReeveField *field =
        reeve_record_class_find_wire (reeve_record_class_of (reeve_user_get_type ()), name, strlen (name));

      if (field != NULL)
        copy_field (field, old, back);
    }

  return g_steal_pointer (&back);
}

static gboolean
is_latest (ReeveUserBulking *self, ReeveAuditEntry *entry, gboolean *latest, GError **error)
{
  g_autoptr (GPtrArray) newest = reeve_audit_list_object (self->call->tx, "user", entry->object_id, 1, error);

  if (newest == NULL)
    return FALSE;

  *latest =
    newest->len == 1 && g_str_equal (REEVE_AUDIT_ENTRY (g_ptr_array_index (newest, 0))->id, entry->id);
  return TRUE;
}

gboolean
reeve_user_bulking_undo (ReeveUserBulking *self, ReeveAuditEntry *entry, GError **error)
{
  gboolean missing;
  gboolean latest;
  g_autoptr (ReeveUser) user = get_one (self, entry->object_id, &missing, error);
  g_autoptr (ReeveUser) back = NULL;

  if (user == NULL)
    return missing;
  note_person (self, user);
  if (!is_latest (self, entry, &latest, error))
    return FALSE;
  if (!latest)
    {
      refuse (self, user->id, user, "changed_since");
      return TRUE;
    }

  back = turn_back (self, user, entry, error);
  return back != NULL && change_one (self, user, back, error);
}

gboolean
reeve_user_bulking_follow (ReeveUserBulking *self, GError **error)
{
  for (guint i = 0; i < self->put_out->len; i++)
    if (!reeve_user_put_out (self->call, g_ptr_array_index (self->put_out, i), error))
      return FALSE;

  for (guint i = 0; i < self->unlocked->len; i++)
    {
      const char *account = g_ptr_array_index (self->unlocked, i);

      if (!reeve_call_begin_directory (self->call, error) ||
          !reeve_failures_clear (self->call->directory, account, NULL, error) ||
          !reeve_accounts_mark (self->call->directory, account, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
reeve_user_bulking_check (ReeveUserBulking *self, GError **error)
{
  ReeveUserBulk *body = self->body;
  gboolean undo = g_str_equal (body->action, "undo");
  guint n = (body->ids != NULL) + (body->query != NULL) + (body->batch != NULL);
  g_autoptr (GError) refusal = NULL;

  if (n != 1 || undo != (body->batch != NULL))
    reeve_error_add_member (&refusal, undo ? "/batch" : "/ids", "required",
                            "give either ids or a query, or a batch to undo");
  if (g_str_equal (body->action, "set-roles") && (body->roles == NULL || body->roles[0] == NULL))
    reeve_error_add_member (&refusal, "/roles", "required", "which roles");
  if (g_str_has_suffix (body->action, "-groups") != (body->groups != NULL))
    reeve_error_add_member (&refusal, "/groups", "required", "for groups, and only for them, which");
  if (g_str_equal (body->action, "unlock") &&
      !reeve_scope_may (self->call, REEVE_CAPABILITY_USERS_CREDENTIALS))
    reeve_set_error (&refusal, REEVE_ERROR_DENIED, NULL, "unlocking needs users.credentials");
  if (refusal == NULL)
    return reeve_user_rules_check_roles (&self->rules, (const char *const *) body->roles, error) &&
           reeve_user_rules_check_groups (&self->rules, (const char *const *) body->groups, error);

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static GPtrArray *
list_batch (ReeveUserBulking *self, GError **error)
{
  g_autoptr (GPtrArray) ids = reeve_audit_list_batch_ids (self->call->tx, self->body->batch, error);

  if (ids != NULL && ids->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such batch");
      return NULL;
    }
  return g_steal_pointer (&ids);
}

GPtrArray *
reeve_user_bulking_select (ReeveUserBulking *self, GError **error)
{
  ReeveUserBulk *body = self->body;
  g_autoptr (ReeveQuery) query = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (body->batch != NULL)
    return list_batch (self, error);
  if (body->ids != NULL)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      ids = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; body->ids[i] != NULL; i++)
        if (g_hash_table_add (seen, body->ids[i]))
          g_ptr_array_add (ids, g_strdup (body->ids[i]));
      return g_steal_pointer (&ids);
    }

  query = reeve_query_from_string (body->query, reeve_user_sorts, reeve_user_filters, error);
  if (query == NULL)
    return NULL;
  query->scope = g_strdup (self->call->scope);
  ids = reeve_users_list_ids (self->call->tx, query, error);
  if (ids != NULL && body->expected_total != 0 && body->expected_total != (gint64) ids->len)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "matches_changed", "%u users match now", ids->len);
      return NULL;
    }

  return g_steal_pointer (&ids);
}
