/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Stable words of the wire turned into sentences. What is not known here (a newer service) is shown as it is,
 * never left out. */

#include "config.h"

#include "console/widgets/history-words.h"

#include <glib/gi18n.h>

#include "console/widgets/field-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/word-table.h"

static JsonObject *
parse_fields (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

/* Fields that a title says already, or that tell a person nothing. */
static gboolean
is_silent (const ReeveAuditEntry *entry, const char *field)
{
  if (g_strcmp0 (entry->object_type, "folder") == 0 &&
      (g_str_equal (field, "parent") || g_str_equal (field, "inherits")))
    return TRUE;
  if (g_strcmp0 (entry->object_type, "grant") == 0 &&
      (g_str_has_prefix (field, "principal") || g_str_equal (field, "folder")))
    return TRUE; /* told by name, and by whose history it is */
  if (g_strcmp0 (entry->object_type, "hold") == 0 &&
      (g_str_has_prefix (field, "account") || (g_str_equal (field, "reason") && entry->reason != NULL)))
    return TRUE; /* the name and the reason of the entry itself */
  if (g_strcmp0 (entry->object_type, "approval-rule") == 0 && g_str_equal (field, "folder"))
    return TRUE;
  if (g_strcmp0 (entry->object_type, "approval") ==
      0) /* the title says what became of it; the rest is proof */
    return TRUE;
  return g_str_equal (field, "id") || g_str_equal (field, "created") || g_str_equal (field, "deleted") ||
         g_str_has_prefix (field, "createdBy") || /* who is named beside it */
         g_str_equal (field, "moreLeavers") || g_str_equal (field, "version") ||
         g_str_equal (field, "action") || g_str_equal (field, "user");
}

/* The name says who it is; the trail has the id as well. */
static gboolean
is_named (JsonObject *fields, const char *field)
{
  g_autofree char *name = g_strconcat (field, "Name", NULL);

  return json_object_has_member (fields, name);
}

/* Who a grant was for, under the name that they had. @fields: (nullable) */
static char *
name_principal (const ReeveAuditEntry *entry, JsonObject *fields)
{
  const char *kind =
    fields != NULL ? json_object_get_string_member_with_default (fields, "principalKind", NULL) : NULL;
  g_autofree char *name = reeve_format_isolate (reeve_verb_words_name (kind, entry->object_name));

  /* Translators: who was given access, or had it; %s: a person, group, role or contact */
  return g_strdup_printf (_ ("For: %s"), name);
}

char *
reeve_format_history_changes (ReeveAuditEntry *entry)
{
  g_autoptr (JsonObject) before = entry ? parse_fields (entry->before) : NULL;
  g_autoptr (JsonObject) after = entry ? parse_fields (entry->after) : NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  JsonObject *named = after != NULL ? after : before;
  g_autoptr (GList) fields = named != NULL ? json_object_get_members (named) : NULL;

  if (entry != NULL && g_strcmp0 (entry->object_type, "grant") == 0 && entry->object_name != NULL)
    g_ptr_array_add (lines, name_principal (entry, named));
  for (GList *l = fields; l != NULL; l = l->next)
    {
      const char *field = l->data;
      g_autofree char *old =
        before ? reeve_field_words_value (field, json_object_get_member (before, field)) : NULL;
      g_autofree char *new =
        after ? reeve_field_words_value (field, json_object_get_member (after, field)) : NULL;

      if (is_silent (entry, field) || is_named (named, field))
        continue;
      if (old != NULL && new != NULL)
        /* Translators: one change of a field. %1$s: field, %2$s: old value, %3$s: new value */
        g_ptr_array_add (lines,
                         g_strdup_printf (_ ("%1$s: %2$s → %3$s"), reeve_field_words_name (field), old, new));
      else
        /* Translators: %1$s: field, %2$s: its value */
        g_ptr_array_add (lines,
                         g_strdup_printf (_ ("%1$s: %2$s"), reeve_field_words_name (field), new ? new : old));
    }
  if (entry != NULL && entry->reason != NULL && *entry->reason != '\0')
    /* Translators: why a change was made, in the words of who made it */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Reason: %s"), entry->reason));
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
add_texts (GStrvBuilder *builder, JsonNode *node)
{
  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_strv_builder_add (builder, json_node_get_string (node));
  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node));
       i++)
    add_texts (builder, json_array_get_element (json_node_get_array (node), i));
}

/* What the fields of @names (NULL-terminated) have, before and after. */
static GStrv
list_texts (ReeveAuditEntry *entry, const char *const *names)
{
  g_autoptr (JsonObject) before = parse_fields (entry->before);
  g_autoptr (JsonObject) after = parse_fields (entry->after);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (is_silent (entry, names[i])) /* a folder's parent is no group */
        continue;
      if (before != NULL)
        add_texts (builder, json_object_get_member (before, names[i]));
      if (after != NULL)
        add_texts (builder, json_object_get_member (after, names[i]));
    }
  return g_strv_builder_end (builder);
}

GStrv
reeve_history_list_groups (ReeveAuditEntry *entry)
{
  static const char *const fields[] = { "company", "groups", "parent", NULL };

  return list_texts (entry, fields);
}

GStrv
reeve_history_list_people (ReeveAuditEntry *entry)
{
  static const char *const fields[] = { "approvers", "users", NULL };

  return list_texts (entry, fields);
}

/* A save is named after what it changed. */
static const char *
name_save (ReeveAuditEntry *entry)
{
  g_autoptr (JsonObject) after = parse_fields (entry->after);

  if (after == NULL)
    return _ ("Changed");
  if (json_object_has_member (after, "state"))
    return g_strcmp0 (json_object_get_string_member_with_default (after, "state", NULL), "suspended") == 0
             ? _ ("Suspended")
             : _ ("Reactivated");
  if (json_object_has_member (after, "roles"))
    return _ ("Roles changed");
  if (json_object_has_member (after, "email"))
    return _ ("E-mail address changed");
  if (json_object_has_member (after, "displayName"))
    return _ ("Renamed");
  return _ ("Changed");
}

static const char *
name_group_save (ReeveAuditEntry *entry)
{
  g_autoptr (JsonObject) after = parse_fields (entry->after);

  if (after != NULL && json_object_has_member (after, "parent"))
    return _ ("Moved");
  if (after != NULL && json_object_has_member (after, "name"))
    return _ ("Renamed");
  return _ ("Changed");
}

static const char *
name_administration (ReeveAuditEntry *entry)
{
  g_autoptr (JsonObject) after = parse_fields (entry->after);

  return after != NULL &&
             g_strcmp0 (json_object_get_string_member_with_default (after, "action", ""), "add") == 0
           ? _ ("Group administrator named")
           : _ ("Group administrator taken away");
}

static const ReeveWords titles[] = {
  { "user.create", N_ ("Added") },
  { "user.import", N_ ("Added by an import") },
  { "user.delete", N_ ("Moved to the bin") },
  { "user.leave", N_ ("Left; everything taken") },
  { "user.restore", N_ ("Restored") },
  { "user.unlock", N_ ("Unlocked") },
  { "user.contain", N_ ("Locked for a breach") },
  { "user.keep-locked", N_ ("Kept locked") },
  { "user.release", N_ ("Released after a breach report") },
  { "breach-report.create", N_ ("Reported a breach by address") },
  { "case.create", N_ ("Breach reported, accounts locked") },
  { "case.report-again", N_ ("Reported again") },
  { "case.contain", N_ ("Accounts locked") },
  { "case.instruct", N_ ("Instruction given") },
  { "case.remind", N_ ("Reminded") },
  { "case.escalate", N_ ("Everybody who may was asked") },
  { "case.reopen", N_ ("Waits for another instruction") },
  { "case.dismiss", N_ ("Dismissed") },
  { "case.note", N_ ("Note added") },
  { "case.notify", N_ ("Customer told") },
  { "case.resolve", N_ ("Vulnerability closed") },
  { "recovery.ask", N_ ("Way back asked for, or confirmed") },
  { "recovery.release", N_ ("New credentials given out without an administrator") },
  { "recovery.stop", N_ ("Way back stopped") },
  { "case-settings.save", N_ ("Notices to customers changed") },
  { "case.close", N_ ("Closed") },
  { "case.save", N_ ("Case changed") },
  { "account.report-breach", N_ ("Reported a breach of the account") },
  { "breach-report.ask", N_ ("Asked for a link to report a breach") },
  { "user.suspend", N_ ("Suspended") },
  { "user.reactivate", N_ ("Reactivated") },
  { "user.set-roles", N_ ("Roles changed") },
  { "user.undo", N_ ("Change taken back") },
  { "role.create", N_ ("Role made") },
  { "role.save", N_ ("Role changed") },
  { "role.delete", N_ ("Role deleted") },
  { "second-factor.reset", N_ ("Second factor reset") },
  { "second-factor.ask-reset", N_ ("Asked to reset the second factor") },
  { "second-factor.decline-reset", N_ ("Reset of the second factor declined") },
  { "second-factor.demand", N_ ("Second factor demanded of other roles") },
  { "second-factor.enrol", N_ ("Second factor set up") },
  { "second-factor.renew-codes", N_ ("New recovery codes") },
  { "session.end", N_ ("Session ended") },
  { "session.end-all", N_ ("All sessions ended") },
  { "access-review.keep", N_ ("Role kept in the access review") },
  { "group.create", N_ ("Group made") },
  { "group.delete", N_ ("Group deleted") },
  { "folder.create", N_ ("Folder made") },
  { "folder.save", N_ ("Folder changed") },
  { "folder.move", N_ ("Moved into another folder") },
  { "folder.break", N_ ("Stopped inheriting grants") },
  { "folder.inherit", N_ ("Inherits grants again") },
  { "folder.bin", N_ ("Put into the bin") },
  { "folder.restore", N_ ("Restored from the bin") },
  { "folder.purge", N_ ("Removed from the bin") },
  { "contact.create", N_ ("Contact asked") },
  { "contact.resend", N_ ("Question sent again") },
  { "contact.revoke", N_ ("Contact revoked") },
  { "contact.join", N_ ("Became a user: link and access ended") },
  { "contact.open", N_ ("Link opened") },
  { "contact.answer", N_ ("Contact answered") },
  { "approval-rule.create", N_ ("Approval demanded") },
  { "approval-rule.save", N_ ("Rule changed") },
  { "approval-rule.delete", N_ ("Approval demanded no longer") },
  { "approval-rule.forget", N_ ("An approver left") },
  { "approval-rule.unguarded", N_ ("Loosened without its approvers: none of them could decide") },
  { "approval.ask", N_ ("Asked for") },
  { "approval.approve", N_ ("Approved") },
  { "approval.refuse", N_ ("Refused") },
  { "approval.withdraw", N_ ("Withdrawn") },
  { "approval.use", N_ ("Used") },
  { "approval.give-back", N_ ("Given back: the request failed") },
  { "approval.expire", N_ ("Expired") },
  { "approval.overtake", N_ ("Overtaken: nothing demands it any more") },
  { "approval.end", N_ ("Ended, because who asked is gone") },
  { "grant.create", N_ ("Access given") },
  { "grant.amend", N_ ("Access changed") },
  { "grant.revoke", N_ ("Access taken away") },
  { "permissions.apply", N_ ("Permissions changed") },
  { "permissions.export", N_ ("Permissions exported") },
  { "support.request", N_ ("Asked to be let in") },
  { "support.approve", N_ ("Let in") },
  { "support.refuse", N_ ("Not let in") },
  { "support.end", N_ ("Access of support ended") },
  { "support.expire", N_ ("Over by itself") },
  { "support.replace", N_ ("Replaced by the next one") },
  { "support.stop", N_ ("Ended with something else") },
  { "hold.create", N_ ("Hold made") },
  { "hold.lift", N_ ("Hold lifted") },
  { "hold.end", N_ ("Hold ended") },
  { "finding.decide", N_ ("Decided") },
  { "detections.save", N_ ("Detections changed") },
  { "notification-rule.create", N_ ("Notifications set up") },
  { "notification-rule.save", N_ ("Notifications changed") },
  { "notification-rule.delete", N_ ("Notifications deleted") },
  { "notification-rule.secret", N_ ("Given a new secret") },
  { "notification-rule.test", N_ ("Notifications tested") },
  { "notification-rule.pause", N_ ("Notifications paused") },
  { "finding.purge", N_ ("Deleted: decided on long ago") },
  { "mute.purge", N_ ("Deleted: over long ago, or of somebody who is gone") },
  { "mute.create", N_ ("Findings muted") },
  { "mute.save", N_ ("Mute changed") },
  { "mute.delete", N_ ("Mute lifted") },
  { "log-review.save", N_ ("Changed") },
  { "log-review.look", N_ ("Looked at") },
  { "log-review.sign", N_ ("Signed") },
  { "log-review.return", N_ ("Opened again") },
  { "access-log.ingest", N_ ("Events of another system taken into the access log") },
  { "access-log.import", N_ ("Log of another system imported") },
  { "access-log.export", N_ ("Access log exported") },
  { "case.evidence", N_ ("Evidence of a breach taken") },
  { "log.purge", N_ ("Old lines left the access log") },
  { "rotation.create", N_ ("Entered") },
  { "rotation.save", N_ ("Changed") },
  { "rotation.delete", N_ ("Deleted from the list of secrets") },
  { "rotation.rotated", N_ ("Rotated") },
  { "rotation.raise", N_ ("Due, because somebody left") },
  { "identity-provider.save", N_ ("Single sign-on changed") },
  { "identity-provider.delete", N_ ("Single sign-on removed") },
  { "session.begin", N_ ("Signed in") },
  { "user.break-glass", N_ ("Came in with a password, though the identity provider is required") },
  { "session.provider", N_ ("Signed in through an identity provider") },
  { "workspace.set-up", N_ ("Set up the workspace") },
  { "account.password", N_ ("Password set") },
  { "account.export", N_ ("Downloaded what is kept of them") },
  { "account.ask-confirmation", N_ ("Asked for a link that confirms the address") },
  { "account.confirm", N_ ("Address confirmed by a link from a mail and the password") },
  { "account.reset-password", N_ ("Password set by a link from a mail") },
  { "password-reset.by-owner", N_ ("A link for a new password was made on the service's own computer") },
  { "password-reset.ask", N_ ("Asked for a link for a new password") },
};

char *
reeve_format_history_title (ReeveAuditEntry *entry)
{
  const char *title;

  if (entry == NULL)
    return NULL;
  if (g_strcmp0 (entry->action, "user.save") == 0)
    return g_strdup (name_save (entry));
  if (g_strcmp0 (entry->action, "group.save") == 0)
    return g_strdup (name_group_save (entry));
  if (g_strcmp0 (entry->action, "group.administrators") == 0)
    return g_strdup (name_administration (entry));
  title = REEVE_WORDS_FIND (titles, entry->action);
  return g_strdup (title ? title : entry->action);
}

char *
reeve_format_history_who (ReeveAuditEntry *entry)
{
  g_autofree char *name = NULL;
  g_autofree char *when = NULL;

  if (entry == NULL)
    return NULL;
  when = reeve_format_time (entry->time);
  if (entry->actor_name == NULL)
    /* Translators: who made a change, when it was no person; %s: an exact time */
    return g_strdup_printf (_ ("The service, %s"), when);
  name = reeve_format_isolate (entry->actor_name);
  /* Translators: who made a change and when; %1$s: a name, %2$s: an exact time */
  return g_strdup_printf (_ ("%1$s, %2$s"), name, when);
}

char *
reeve_format_refusal (ReeveUserRefusal *refusal)
{
  static const ReeveWords reasons[] = {
    { "self", N_ ("Your own account") },
    { "last_administrator", N_ ("The last workspace administrator") },
    { "breach_locked", N_ ("Locked by a breach report") },
    { "changed_since", N_ ("Changed by somebody else since") },
    { "in_bin", N_ ("In the bin already") },
    { "not_found", N_ ("No longer there") },
    { "escalation", N_ ("Holds more than you") },
    { "unknown_group", N_ ("The group is gone") },
    { "group_scope", N_ ("Would be in none of your groups") },
    { "too_many", N_ ("Already in too many groups") },
    { "denied", N_ ("You may not change this person") },
    { "email_taken", N_ ("The e-mail address is in use by now") },
  };
  const char *reason;

  if (refusal == NULL)
    return NULL;
  reason = REEVE_WORDS_FIND (reasons, refusal->reason);
  return g_strdup (reason ? reason : refusal->reason);
}

char *
reeve_format_import_reason (ReeveUserImportRow *row)
{
  static const ReeveWords reasons[] = {
    { "email", N_ ("Not an e-mail address") },
    { "required", N_ ("Missing") },
    { "too_long", N_ ("Too long") },
    { "duplicate", N_ ("The same address stands further up in the file") },
    { "unknown_role", N_ ("No such role") },
    { "unknown_group", N_ ("No such group") },
    { "group_scope", N_ ("In none of your groups") },
    { "no_columns", N_ ("No column with e-mail addresses") },
    { "control_character", N_ ("Holds a character that cannot be shown") },
    { "bidi", N_ ("Holds a character that turns the reading direction") },
    { "bidi_override", N_ ("Holds a character that turns the reading direction") },
    { "mixed_scripts", N_ ("Mixes letters of several alphabets in one name") },
    { "encoding", N_ ("Not in UTF-8") },
  };
  const char *reason;

  if (row == NULL || row->reason == NULL)
    return NULL;
  reason = REEVE_WORDS_FIND (reasons, row->reason);
  if (reason == NULL)
    reason = row->message != NULL ? row->message : row->reason;
  if (row->column == NULL)
    return g_strdup (reason);
  /* Translators: what is wrong with a cell of a table; %1$s: the column's heading, %2$s: what is wrong */
  return g_strdup_printf (_ ("%1$s: %2$s"), row->column, reason);
}

const char *
reeve_format_import_password (const char *password)
{
  static const struct
  {
    const char *password;
    const char *words;
  } table[] = {
    { "usable", N_ ("password goes on working") },
    { "none", N_ ("no password") },
    { "unknown", N_ ("password not of a kind that can be kept") },
    { "not_allowed", N_ ("password left out: you may not set passwords") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i].password, password) == 0)
      return _ (table[i].words);
  return NULL;
}

const char *
reeve_format_import_format (const char *format)
{
  if (g_strcmp0 (format, "google-workspace") == 0)
    return _ ("Google Workspace template");
  if (g_strcmp0 (format, "microsoft-entra") == 0)
    return _ ("Microsoft Entra template");
  if (g_strcmp0 (format, "django") == 0)
    return _ ("Django user table");
  return _ ("CSV file");
}
