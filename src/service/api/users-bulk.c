/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One change for many users, in one transaction: all that can be changed is, the rest is listed with the
 * reason. A preview walks the same way and only leaves out the writing, so it cannot promise something else
 * than what happens. Every user gets an audit entry; they share a batch, and undo is a change from those
 * entries' after to their before, for users that nobody changed since. */

#include "config.h"

#include "service/api/users-many.h"

#include "common/clock.h"
#include "common/json.h"
#include "common/user-bulk.h"
#include "service/api/user-accounts.h"
#include "service/api/user-rules.h"
#include "service/jobs/jobs.h"
#include "service/store/accounts.h"
#include "service/store/audit.h"
#include "service/store/failures.h"
#include "service/store/users.h"

#define MAX_REFUSED 100

/* A hundred thousand users take some ten seconds, in one transaction so that all or none are changed. Reads
 * go on meanwhile; other writes to the workspace wait, and answer BUSY at their own deadline. */
#define DEADLINE (60 * REEVE_SECOND)

typedef struct
{
  /* owned */
  ReeveUserBulkResult *result;
  char *batch;
  GPtrArray *put_out;  /* of char *: accounts that lost access */
  GPtrArray *unlocked; /* of char * */
  /* borrowed */
  ReeveCall *call;
  ReeveUserBulk *body;
  ReeveUserRules rules;
} Bulk;

static void
clear_bulk (Bulk *self)
{
  g_clear_object (&self->result);
  g_clear_pointer (&self->batch, g_free);
  g_clear_pointer (&self->put_out, g_ptr_array_unref);
  g_clear_pointer (&self->unlocked, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bulk, clear_bulk)

static void
refuse (Bulk *self, const char *id, ReeveUser *user, const char *reason)
{
  ReeveUserBulkResult *result = self->result;
  ReeveUserRefusal *refusal;

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
write_change (Bulk *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  if (!reeve_users_update (self->call->tx, after, before->version, error) ||
      !reeve_call_audit (self->call, NULL, reeve_user_name_change (before, after), "user", after->id,
                         after->display_name, before, after, self->batch, NULL, error))
    return FALSE;

  if (reeve_user_is_member (before) && !reeve_user_is_member (after))
    g_ptr_array_add (self->put_out, g_strdup (after->id));
  return TRUE;
}

/* Stores one user's change, or counts why not. FALSE only when the whole call has to fail. */
static gboolean
change_one (Bulk *self, ReeveUser *before, ReeveUser *after, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (reeve_record_equal (before, after))
    {
      self->result->unchanged++;
      return TRUE;
    }
  if (!reeve_user_rules_allow (&self->rules, before, after, &refusal))
    {
      if (!g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_CONFLICT) &&
          !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_DENIED))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      refuse (self, before->id, before, reeve_error_get_reason (refusal));
      return TRUE;
    }

  self->result->changed++;
  return self->body->dry_run || write_change (self, before, after, error);
}

/* Ends cooling off, as users_unlock() does; nothing that undo could turn back. */
static gboolean
unlock_one (Bulk *self, ReeveUser *user, GError **error)
{
  if (g_strcmp0 (user->lock, "breach") == 0)
    {
      refuse (self, user->id, user, "breach_locked");
      return TRUE;
    }
  if (g_strcmp0 (user->lock, "cooling-off") != 0 || user->lock_ends <= self->call->now)
    {
      self->result->unchanged++;
      return TRUE;
    }
  if (!reeve_user_rules_check_reach (&self->rules, user, NULL))
    {
      refuse (self, user->id, user, "escalation");
      return TRUE;
    }

  self->result->changed++;
  if (self->body->dry_run)
    return TRUE;
  user->lock = reeve_user_locks[0];
  user->lock_ends = 0;
  g_ptr_array_add (self->unlocked, g_strdup (user->id));
  return reeve_users_update (self->call->tx, user, user->version, error) &&
         reeve_call_audit_fact (self->call, NULL, "user.unlock", "user", user->id, user->display_name, NULL,
                                error);
}

static gboolean
apply_action (Bulk *self, ReeveUser *before, GError **error)
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

  return change_one (self, before, after, error);
}

/* NULL with *@missing when there is no such user, which refuses that one only. */
static ReeveUser *
get_one (Bulk *self, const char *id, gboolean *missing, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ReeveUser *user = reeve_users_get (self->call->tx, id, &local_error);

  *missing = g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
  if (*missing)
    refuse (self, id, NULL, "not_found");
  else if (user == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return user;
}

static gboolean
apply_to_all (Bulk *self, GPtrArray *ids, GError **error)
{
  self->result->total = ids->len;
  for (guint i = 0; i < ids->len; i++)
    {
      gboolean missing;
      g_autoptr (ReeveUser) user = get_one (self, g_ptr_array_index (ids, i), &missing, error);

      if (user == NULL && !missing)
        return FALSE;
      if (user != NULL && !apply_action (self, user, error))
        return FALSE;
    }

  return TRUE;
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
turn_back (Bulk *self, ReeveUser *user, ReeveAuditEntry *entry, GError **error)
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
is_latest (Bulk *self, ReeveAuditEntry *entry, gboolean *latest, GError **error)
{
  g_autoptr (GPtrArray) newest = reeve_audit_list_object (self->call->tx, "user", entry->object_id, 1, error);

  if (newest == NULL)
    return FALSE;

  *latest =
    newest->len == 1 && g_str_equal (REEVE_AUDIT_ENTRY (g_ptr_array_index (newest, 0))->id, entry->id);
  return TRUE;
}

static gboolean
undo_one (Bulk *self, ReeveAuditEntry *entry, GError **error)
{
  gboolean missing;
  gboolean latest;
  g_autoptr (ReeveUser) user = get_one (self, entry->object_id, &missing, error);
  g_autoptr (ReeveUser) back = NULL;

  if (user == NULL)
    return missing;
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

static gboolean
undo_all (Bulk *self, GError **error)
{
  g_autoptr (GPtrArray) entries = reeve_audit_list_batch (self->call->tx, self->body->batch, error);

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such batch");
      return FALSE;
    }

  self->result->total = entries->len;
  for (guint i = 0; i < entries->len; i++)
    if (!undo_one (self, g_ptr_array_index (entries, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
check_body (Bulk *self, GError **error)
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
  if (g_str_equal (body->action, "unlock") &&
      !reeve_capabilities_have (self->call->caller->capabilities, REEVE_CAPABILITY_USERS_CREDENTIALS))
    reeve_set_error (&refusal, REEVE_ERROR_DENIED, NULL, "unlocking needs users.credentials");
  if (refusal == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The ids that are meant, each once. */
static GPtrArray *
select_users (Bulk *self, GError **error)
{
  ReeveUserBulk *body = self->body;
  g_autoptr (ReeveQuery) query = NULL;
  g_autoptr (GPtrArray) ids = NULL;

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
  ids = reeve_users_list_ids (self->call->tx, query, error);
  if (ids != NULL && body->expected_total != 0 && body->expected_total != (gint64) ids->len)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "matches_changed", "%u users match now", ids->len);
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/* The directory's part, after all users: its one writer is held for this alone. */
static gboolean
follow_in_directory (Bulk *self, GError **error)
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
users_bulk (ReeveCall *call, GError **error)
{
  g_auto (Bulk) self = {
    .result = reeve_user_bulk_result_new (),
    .batch = reeve_id_new (),
    .put_out = g_ptr_array_new_with_free_func (g_free),
    .unlocked = g_ptr_array_new_with_free_func (g_free),
    .call = call,
    .body = REEVE_USER_BULK (call->body),
    .rules = REEVE_USER_RULES_INIT (call),
  };

  self.result->refused = g_ptr_array_new_with_free_func (g_object_unref);
  call->deadline = g_get_monotonic_time () + DEADLINE;
  reeve_tx_set_deadline (call->tx, call->deadline);
  if (!check_body (&self, error) ||
      !reeve_user_rules_check_roles (&self.rules, (const char *const *) self.body->roles, error))
    return FALSE;
  if (self.body->batch != NULL)
    {
      if (!undo_all (&self, error))
        return FALSE;
    }
  else
    {
      g_autoptr (GPtrArray) ids = select_users (&self, error);

      if (ids == NULL || !apply_to_all (&self, ids, error))
        return FALSE;
    }
  if (!follow_in_directory (&self, error))
    return FALSE;

  if (self.body->dry_run || self.result->changed == 0)
    reeve_call_nothing_changed (call);
  else
    reeve_call_changed (call, "user", NULL, 0);
  if (!self.body->dry_run && self.result->changed > 0 && self.unlocked->len == 0)
    self.result->batch = g_strdup (self.batch);
  call->reply = REEVE_RECORD (g_steal_pointer (&self.result));
  return TRUE;
}
