/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* To say who is told takes a code: whoever can make a rule could have all findings sent away. Where a webhook
 * goes is part of what its secret is good for: another address gets another secret. */

#include "config.h"

#include "service/api/notification-rules.h"

#include "common/clock.h"
#include "common/finding.h"
#include "common/log-action.h"
#include "common/notification-rule.h"
#include "service/detect/rules.h"
#include "service/openid/fetch.h"
#include "service/rules/notifications.h"
#include "service/store/audit.h"
#include "service/store/deliveries.h"
#include "service/store/keys.h"
#include "service/store/notification-rules.h"
#include "service/store/roles.h"

static ReeveNotificationRule *
get (ReeveCall *call, GError **error)
{
  return reeve_notification_rules_get (call->tx, reeve_call_get_path (call, "rule"), error);
}

gboolean
notification_rules_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_notification_rules_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
notification_rules_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

/* Of one that was deleted the trail alone still tells. */
gboolean
notification_rules_history (ReeveCall *call, GError **error)
{
  call->listing =
    reeve_audit_list (call->tx, "notification-rule", reeve_call_get_path (call, "rule"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such rule");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- What a rule may be --- */

static gboolean
is_empty (GStrv texts)
{
  return texts == NULL || texts[0] == NULL;
}

static gboolean
is_webhook (ReeveNotificationRule *rule)
{
  return g_strcmp0 (rule->channel, "webhook") == 0;
}

static gboolean
is_detection (const char *name)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    if (g_str_equal (reeve_rules[i]->name, name))
      return TRUE;
  return FALSE;
}

static void
check_detections (ReeveNotificationRule *rule, GError **refusal)
{
  for (guint i = 0; rule->rules != NULL && rule->rules[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/rules/%u", i);

      if (!is_detection (rule->rules[i]))
        reeve_error_add_member (refusal, pointer, "unknown_rule", "there is no such rule");
    }
}

static void
check_webhook (ReeveNotificationRule *rule, GError **refusal)
{
  const ReeveFetchOptions options = { 0 };

  if (rule->uri == NULL)
    reeve_error_add_member (refusal, "/uri", "required", "is missing");
  else if (!reeve_fetch_may_ask (&options, rule->uri))
    reeve_error_add_member (refusal, "/uri", "uri", "is no https address");
  if (!is_empty (rule->users) || !is_empty (rule->roles))
    reeve_error_add_member (refusal, !is_empty (rule->users) ? "/users" : "/roles", "one_of",
                            "a webhook has no recipients");
}

static void
check_mail (ReeveNotificationRule *rule, GError **refusal)
{
  if (is_empty (rule->users) && is_empty (rule->roles))
    reeve_error_add_member (refusal, "/users", "too_few", "names nobody");
  if (rule->uri != NULL)
    reeve_error_add_member (refusal, "/uri", "one_of", "a mail has recipients");
}

/* @known: (nullable): the rule as it was; whom it names already may be gone. */
static gboolean
check_users (ReeveCall *call,
             ReeveNotificationRule *rule,
             ReeveNotificationRule *known,
             GError **refusal,
             GError **error)
{
  for (guint i = 0; rule->users != NULL && rule->users[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/users/%u", i);
      g_autoptr (ReeveRolePerson) person = NULL;

      if (known != NULL && known->users != NULL &&
          g_strv_contains ((const char *const *) known->users, rule->users[i]))
        continue;
      if (!reeve_notification_rules_find_person (call->tx, rule->users[i], &person, error))
        return FALSE;
      if (person == NULL)
        reeve_error_add_member (refusal, pointer, "unknown_user", "there is no such user");
    }
  return TRUE;
}

static gboolean
check_roles (ReeveCall *call,
             ReeveNotificationRule *rule,
             ReeveNotificationRule *known,
             GError **refusal,
             GError **error)
{
  for (guint i = 0; rule->roles != NULL && rule->roles[i] != NULL; i++)
    {
      const char *const one[] = { rule->roles[i], NULL };
      g_autofree char *pointer = g_strdup_printf ("/roles/%u", i);
      g_autofree char *unknown = NULL;
      ReeveCapabilities held = 0;

      if (known != NULL && known->roles != NULL &&
          g_strv_contains ((const char *const *) known->roles, rule->roles[i]))
        continue;
      if (!reeve_roles_resolve (call->tx, one, &held, &unknown, error))
        return FALSE;
      if (unknown != NULL)
        reeve_error_add_member (refusal, pointer, "unknown_role", "there is no such role");
    }
  return TRUE;
}

static gboolean
check (ReeveCall *call, ReeveNotificationRule *rule, ReeveNotificationRule *known, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  check_detections (rule, &refusal);
  if (is_webhook (rule))
    check_webhook (rule, &refusal);
  else
    check_mail (rule, &refusal);
  if (!check_users (call, rule, known, &refusal, error) || !check_roles (call, rule, known, &refusal, error))
    return FALSE;
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* --- Making, changing, deleting --- */

/* A new one, which @rule tells in this one answer. @before: (nullable): what was kept, to go on besides for a
 * while */
static gboolean
give_secret (ReeveCall *call, ReeveNotificationRule *rule, const ReeveSecret *before, GError **error)
{
  g_autoptr (ReeveSecret) secret = reeve_notification_make_secret ();
  g_autoptr (ReeveSecret) kept =
    reeve_notification_renew (before, secret, call->now + REEVE_NOTIFICATION_OLD_SECRET);
  g_autofree char *context = reeve_notification_get_context (call->workspace, rule->id);
  g_autoptr (GBytes) sealed =
    reeve_seal (reeve_installation_get_sealing_key (call->installation), kept, context);

  rule->secret = reeve_notification_show_secret (secret);
  return reeve_notification_rules_set_secret (call->tx, rule->id, sealed, error);
}

gboolean
notification_rules_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveNotificationRule) rule = reeve_record_copy (call->body);

  if (!check (call, rule, NULL, error))
    return FALSE;
  rule->id = reeve_id_new ();
  rule->version = 1;
  rule->created = call->now;
  g_set_str (&rule->owner, call->caller->account);
  g_set_str (&rule->owner_name, call->caller->account_name);
  if (!reeve_notification_rules_insert (call->tx, rule, error) ||
      !reeve_call_audit (call, NULL, NULL, "notification-rule", rule->id, rule->name, NULL, rule, NULL, NULL,
                         error) ||
      (is_webhook (rule) && !give_secret (call, rule, NULL, error)))
    return FALSE;
  reeve_call_changed (call, "notification-rule", rule->id, rule->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&rule));
  return TRUE;
}

static gboolean
check_version (ReeveCall *call, ReeveNotificationRule *rule, GError **error)
{
  if (call->if_match == rule->version)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the rule was changed since it was read");
  return FALSE;
}

/* Whoever turns it on again, or sends it elsewhere, gives it another three days. What waits when it is paused
 * is not told: nobody wants to hear of it months later. */
static gboolean
begin_anew (ReeveCall *call, ReeveNotificationRule *before, ReeveNotificationRule *after, GError **error)
{
  if (!before->paused && after->paused && !reeve_deliveries_give_up (call->tx, after->id, call->now, error))
    return FALSE;
  if (g_strcmp0 (before->uri, after->uri) == 0 && (!before->paused || after->paused))
    return TRUE;
  after->failing_since = 0;
  g_clear_pointer (&after->last_answer, g_free);
  call->has_deliveries = TRUE;
  return reeve_notification_rules_note (call->tx, after, error);
}

static int
rank_severity (const char *severity)
{
  for (int i = 0; reeve_finding_severities[i] != NULL; i++)
    if (g_strcmp0 (severity, reeve_finding_severities[i]) == 0)
      return i;
  return -1;
}

/* Of fewer findings than before: it is paused, or takes graver ones or fewer detections only. */
static gboolean
tells_less (ReeveNotificationRule *before, ReeveNotificationRule *after)
{
  if ((after->paused && !before->paused) ||
      rank_severity (after->severity) > rank_severity (before->severity) ||
      (before->rules == NULL && after->rules != NULL))
    return TRUE;
  for (guint i = 0; before->rules != NULL && before->rules[i] != NULL && after->rules != NULL; i++)
    if (!g_strv_contains ((const char *const *) after->rules, before->rules[i]))
      return TRUE;
  return FALSE;
}

gboolean
notification_rules_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveNotificationRule) before = get (call, error);
  g_autoptr (ReeveNotificationRule) after = NULL;

  if (before == NULL || !check_version (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (g_strcmp0 (before->channel, after->channel) != 0)
    {
      reeve_error_add_member (error, "/channel", "read_only", "cannot be changed");
      return FALSE;
    }
  if (!check (call, after, before, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }
  if (!begin_anew (call, before, after, error) ||
      !reeve_notification_rules_update (call->tx, before, after, error) ||
      !reeve_call_audit (call, NULL, NULL, "notification-rule", after->id, after->name, before, after, NULL,
                         NULL, error) ||
      (g_strcmp0 (before->uri, after->uri) != 0 && !give_secret (call, after, NULL, error)))
    return FALSE;
  if (tells_less (before, after))
    reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "notification-rule", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
notification_rules_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveNotificationRule) rule = get (call, error);

  if (rule == NULL || !check_version (call, rule, error) ||
      !reeve_notification_rules_delete (call->tx, rule->id, error) ||
      !reeve_call_audit (call, NULL, NULL, "notification-rule", rule->id, rule->name, rule, NULL, NULL, NULL,
                         error))
    return FALSE;
  reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "notification-rule", rule->id, 0);
  return TRUE;
}

/* (nullable) (transfer full): it cannot be read any more, and nothing that was signed with it either */
static ReeveSecret *
open_secret (ReeveCall *call, const char *id, GBytes *sealed)
{
  g_autofree char *context = reeve_notification_get_context (call->workspace, id);

  return reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, context, NULL);
}

/* The receiver has a day to learn of it. Of an address that was given anew the secret of the one before is
 * none of its. */
gboolean
notification_rules_renew_secret (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveNotificationRule) rule = get (call, error);
  g_autoptr (ReeveSecret) before = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (rule == NULL || !reeve_notification_rules_get_secret (call->tx, rule->id, &sealed, error))
    return FALSE;
  if (sealed == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "a mail has no secret");
      return FALSE;
    }
  before = open_secret (call, rule->id, sealed);
  if (!give_secret (call, rule, before, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "notification-rule", rule->id, rule->name, NULL, error))
    return FALSE;
  reeve_call_changed (call, "notification-rule", rule->id, rule->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&rule));
  return TRUE;
}

/* How it went, the rule tells soon after: last_sent, or last_answer. */
gboolean
notification_rules_test (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveNotificationRule) rule = get (call, error);

  if (rule == NULL || !reeve_deliveries_put_test (call->tx, rule->id, call->now, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "notification-rule", rule->id, rule->name, NULL, error))
    return FALSE;
  call->has_deliveries = TRUE;
  call->reply = REEVE_RECORD (g_steal_pointer (&rule));
  return TRUE;
}
