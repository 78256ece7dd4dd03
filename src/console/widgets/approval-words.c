/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a newer service asks for is shown as a request, never left out. */

#include "config.h"

#include "console/widgets/approval-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/json.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

static const ReeveJsonLimits body_limits = { 1024 * 1024, 32 };

static const struct
{
  const char *state;
  const char *word;
  const char *icon;
  const char *tone;
} states[] = {
  { "waiting", N_ ("Waits for a decision"), "changes-prevent-symbolic", "tone-warning" },
  { "approved", N_ ("Approved"), "changes-allow-symbolic", "tone-success" },
  { "refused", N_ ("Refused"), "dialog-error-symbolic", "tone-error" },
  { "withdrawn", N_ ("Withdrawn"), "edit-undo-symbolic", "tone-neutral" },
  { "expired", N_ ("Expired"), "task-past-due-symbolic", "tone-neutral" },
  { "overtaken", N_ ("Not needed any more"), "user-offline-symbolic", "tone-neutral" },
  { "used", N_ ("Done"), "object-select-symbolic", "tone-success" },
};

/* The words of service/rules/approvals, which mails use. */
static const struct
{
  const char *operation;
  const char *words;
} operations[] = {
  { "users.export", N_ ("Export users") },
  { "permissions.export", N_ ("Export permissions") },
  { "log.export", N_ ("Export the access log") },
  { "users.remove", N_ ("Remove users") },
  { "users.release", N_ ("Open an account that was locked after a breach report") },
  { "policy.save", N_ ("Change the policy") },
  { "provider.save", N_ ("Change the identity provider") },
  { "roles.save", N_ ("Change roles") },
  { "sessions.end-all", N_ ("End everybody’s sessions") },
  { "contacts.create", N_ ("Ask somebody from outside") },
  { "second-factor.reset", N_ ("Reset a second factor") },
};

static guint
find_state (ReeveApproval *approval)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].state, approval->state) == 0)
      return i;
  return 0;
}

const char *
reeve_approval_words_operation (const char *operation)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_strcmp0 (operations[i].operation, operation) == 0)
      return _ (operations[i].words);
  return _ ("Something that needs approval");
}

const char *
reeve_approval_words_title (ReeveApproval *approval)
{
  if (g_strcmp0 (approval->kind, "rule") == 0)
    return _ ("Change a rule that demands approval");
  if (g_strcmp0 (approval->kind, "folder") == 0)
    return _ ("Change who may do what in folders");
  return reeve_approval_words_operation (approval->operation);
}

char *
reeve_approval_words_rule (ReeveApprovalRule *rule, const char *root)
{
  if (rule->folder == NULL)
    return g_strdup (reeve_approval_words_operation (rule->operation));
  return reeve_verb_words_path (root, (const char *const *) rule->folder_path, 0);
}

char *
reeve_approval_words_approvers (ReeveApprovalRule *rule)
{
  guint n = rule->approvers != NULL ? g_strv_length (rule->approvers) : 0;

  if (rule->approver_names != NULL && rule->approver_names[0] != NULL)
    return g_strjoinv (", ", rule->approver_names);
  if (n == 0)
    return g_strdup (_ ("Whoever may approve there"));
  return g_strdup_printf (g_dngettext (NULL, "%u approver", "%u approvers", n), n);
}

const char *
reeve_approval_words_state (ReeveApproval *approval)
{
  return _ (states[find_state (approval)].word);
}

const char *
reeve_approval_words_state_icon (ReeveApproval *approval)
{
  return states[find_state (approval)].icon;
}

const char *
reeve_approval_words_state_tone (ReeveApproval *approval)
{
  return states[find_state (approval)].tone;
}

static const char *
describe_end (ReeveApproval *approval)
{
  if (g_strcmp0 (approval->because, "left") == 0)
    return _ ("Who asked is gone.");
  if (g_strcmp0 (approval->because, "suspended") == 0)
    return _ ("Who asked was suspended.");
  if (g_strcmp0 (approval->because, "locked") == 0)
    return _ ("The account of who asked was locked.");
  if (g_strcmp0 (approval->because, "rule") == 0 || g_strcmp0 (approval->state, "overtaken") == 0)
    return _ ("Nothing demands an approval of this any more.");
  return _ ("Who asked took it back.");
}

char *
reeve_approval_words_outcome (ReeveApproval *approval)
{
  g_autofree char *decider = reeve_format_account_name (approval->decided_by_name);
  g_autofree char *end = reeve_format_time (approval->expires);

  if (g_strcmp0 (approval->state, "waiting") == 0)
    /* Translators: %s is a date and time */
    return g_strdup_printf (_ ("To be decided and done until %s"), end);
  if (g_strcmp0 (approval->state, "approved") == 0)
    /* Translators: a person, and a date and time */
    return g_strdup_printf (_ ("Approved by %1$s; can be done once, until %2$s"), decider, end);
  if (g_strcmp0 (approval->state, "refused") == 0)
    /* Translators: %s is a person */
    return g_strdup_printf (_ ("Refused by %s"), decider);
  if (g_strcmp0 (approval->state, "used") == 0)
    {
      g_autofree char *used = reeve_format_time (approval->used);

      /* Translators: a person, and a date and time */
      return g_strdup_printf (_ ("Approved by %1$s; done %2$s"), decider, used);
    }
  if (g_strcmp0 (approval->state, "expired") == 0)
    /* Translators: %s is a date and time */
    return g_strdup_printf (_ ("Not decided, or not done, until %s"), end);
  return g_strdup (describe_end (approval));
}

static JsonObject *
parse_body (ReeveApproval *approval)
{
  if (approval->body == NULL)
    return NULL;
  return reeve_json_parse_object (approval->body, strlen (approval->body), &body_limits, NULL);
}

ReevePermissionDraft *
reeve_approval_words_read_draft (ReeveApproval *approval)
{
  g_autoptr (ReevePermissionDraft) draft = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (approval->path == NULL || !(g_str_has_suffix (approval->path, "/permissions/apply") ||
                                  g_str_has_suffix (approval->path, "/permissions/apply-sensitive")))
    return NULL;
  object = parse_body (approval);
  draft = reeve_permission_draft_new ();
  if (object == NULL || !reeve_record_read_json (draft, object, REEVE_READ_REPLY, "", NULL))
    return NULL;
  return g_steal_pointer (&draft);
}

/* "displayName" as "Display name". */
static char *
format_member (const char *member)
{
  GString *text = g_string_new (NULL);

  for (const char *at = member; *at != '\0'; at++)
    {
      if (at > member && g_ascii_isupper (*at))
        g_string_append_c (text, ' ');
      g_string_append_c (text, at == member ? g_ascii_toupper (*at) : g_ascii_tolower (*at));
    }
  return g_string_free_and_steal (text);
}

static char *
format_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("—");
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) words = NULL;

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_take (builder, format_value (json_array_get_element (array, i)));
      words = g_strv_builder_end (builder);
      return g_strjoinv (", ", words);
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return reeve_format_isolate (json_node_get_string (node));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
  return json_to_string (node, FALSE);
}

/* Nothing is left out: who decides sees all that they let through. */
char *
reeve_approval_words_body (ReeveApproval *approval)
{
  g_autoptr (JsonObject) object = parse_body (approval);
  g_autoptr (GList) members = object != NULL ? json_object_get_members (object) : NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autofree char *name = format_member (l->data);
      g_autofree char *value = format_value (json_object_get_member (object, l->data));

      /* Translators: %1$s: field, %2$s: its value */
      g_ptr_array_add (lines, g_strdup_printf (_ ("%1$s: %2$s"), name, value));
    }
  if (lines->len == 0)
    return g_strdup (approval->body); /* what cannot be read is shown as it is */
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* What stands after "/v1/workspaces/ID/". */
static const char *
find_below (ReeveApproval *approval)
{
  static const char prefix[] = "/v1/workspaces/";
  const char *end =
    g_str_has_prefix (approval->path, prefix) ? strchr (approval->path + sizeof prefix - 1, '/') : NULL;

  return end != NULL ? end + 1 : approval->path;
}

char *
reeve_approval_words_request (ReeveApproval *approval)
{
  g_autofree char *path = g_uri_unescape_string (find_below (approval), NULL);

  return g_strdup_printf ("%s %s", approval->method, path != NULL ? path : find_below (approval));
}

char *
reeve_approval_words_user (ReeveApproval *approval)
{
  g_auto (GStrv) parts = g_strsplit_set (find_below (approval), "/?", 3);

  if (g_strcmp0 (parts[0], "users") != 0 || parts[1] == NULL || !g_uuid_string_is_valid (parts[1]))
    return NULL;
  return g_strdup (parts[1]);
}
