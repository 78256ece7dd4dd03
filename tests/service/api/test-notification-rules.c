/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notification rules through their handlers, and what becomes of a finding by them: whom it is told, how many
 * mails an hour, and what happens to a webhook that nobody answers. Webhooks that are answered are
 * notify.py's. */

#include "config.h"

#include <string.h>

#include "common/notification-rule.h"
#include "service/api/notification-rules.h"
#include "service/jobs/deliveries.h"
#include "service/rules/notifications.h"
#include "service/store/deliveries.h"
#include "service/store/keys.h"
#include "service/store/notification-rules.h"
#include "tests/service/api/fixture.h"

static ReeveDb *
get_db (Device *device)
{
  return reeve_installation_get_workspace (device->fixture->installation, device->workspace);
}

static ReeveNotificationRule *
new_rule (const char *name, const char *channel, const char *severity)
{
  ReeveNotificationRule *rule = reeve_notification_rule_new ();

  rule->name = g_strdup (name);
  rule->channel = channel;
  rule->severity = severity;
  return rule;
}

static ReeveNotificationRule *
new_webhook (const char *name, const char *uri)
{
  ReeveNotificationRule *rule = new_rule (name, "webhook", "low");

  rule->uri = g_strdup (uri);
  return rule;
}

static ReeveNotificationRule *
new_mail (const char *name, const char *severity, const char *user)
{
  ReeveNotificationRule *rule = new_rule (name, "mail", severity);
  const char *const users[] = { user, NULL };

  reeve_set_texts (&rule->users, users);
  return rule;
}

/* (transfer full): its id. @rule: (transfer full) */
static char *
make (Device *device, ReeveNotificationRule *rule)
{
  g_autoptr (Answer) answer = device_call (device, notification_rules_create, .body = rule);

  assert_done (answer);
  return g_strdup (REEVE_NOTIFICATION_RULE (answer->reply)->id);
}

static ReeveNotificationRule *
get (Device *device, const char *id)
{
  g_autoptr (Answer) answer = device_call (device, notification_rules_get, .object = id);

  assert_done (answer);
  return g_object_ref (REEVE_NOTIFICATION_RULE (answer->reply));
}

static void
raise_it (Device *device, const char *rule, const char *severity)
{
  static guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (get_db (device), REEVE_TX_WRITE, G_MAXINT64, &error);
  g_autoptr (ReeveFinding) finding = reeve_finding_new ();

  finding->id = reeve_id_new ();
  finding->version = 1;
  finding->rule = g_strdup (rule);
  finding->technique = g_strdup ("T1110.001");
  finding->severity = reeve_finding_severities[reeve_finding_rank (severity)];
  finding->raised = reeve_clock_now () - ++n * REEVE_SECOND;
  finding->key = g_strdup_printf ("key%u", n);
  finding->person_name = g_strdup ("Größe <x@example.org>");
  finding->state = "open";
  g_assert_true (reeve_deliveries_enqueue (tx, finding, reeve_clock_now (), &error));
  g_assert_true (reeve_tx_commit (tx, &error));
  g_assert_no_error (error);
}

static gint64
count (Device *device, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx = reeve_db_begin (get_db (device), REEVE_TX_READ, G_MAXINT64, &error);
  gint64 n;

  g_assert_true (reeve_statement_read_int (reeve_tx_prepare (tx, sql, &error), &n, &error));
  return n;
}

/* Everything that is due. (transfer none) Returns when there is more to do. */
static gint64
deliver (Device *device, gboolean private_addresses)
{
  const ReeveFetchOptions options = { .private_addresses = private_addresses };
  g_autoptr (ReeveDeliveries) deliveries =
    reeve_deliveries_new (device->fixture->installation, &options, NULL);
  g_autoptr (GError) error = NULL;
  gint64 next;

  g_assert_true (reeve_deliveries_run (deliveries, &next, &error));
  g_assert_no_error (error);
  return next;
}

/* --- Handlers --- */

/* The secret is told once, and is sealed; with another address there is another one. */
static void
test_secret (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) made =
    device_call (hana, notification_rules_create, .body = new_webhook ("On call", "https://hooks.example/x"));
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) moved = NULL;
  ReeveNotificationRule *rule;

  assert_done (made);
  rule = REEVE_NOTIFICATION_RULE (made->reply);
  g_assert_nonnull (rule->secret);
  g_assert_true (g_str_has_prefix (reeve_secret_get_text (rule->secret), "whsec_"));
  g_assert_cmpuint (reeve_secret_get_length (rule->secret), ==, 6 + 44);
  g_assert_cmpstr (rule->owner, ==, hana->account);
  list = device_call (hana, notification_rules_list, .query = "");
  assert_done (list);
  g_assert_null (REEVE_NOTIFICATION_RULE (list->listing->items->pdata[0])->secret);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM notification_rules WHERE length(sealed) > 60"), ==, 1);

  same = device_call (hana, notification_rules_save, .object = rule->id, .patch = "{\"severity\":\"high\"}",
                      .if_match = 1);
  assert_done (same);
  g_assert_null (REEVE_NOTIFICATION_RULE (same->reply)->secret);
  moved = device_call (hana, notification_rules_save, .object = rule->id,
                       .patch = "{\"uri\":\"https://other.example/\"}", .if_match = 2);
  assert_done (moved);
  g_assert_nonnull (REEVE_NOTIFICATION_RULE (moved->reply)->secret);
  g_assert_false (reeve_secret_equal (REEVE_NOTIFICATION_RULE (moved->reply)->secret, rule->secret));
}

/* Another one each time, told once, with an entry that tells nothing of it; a mail has none. */
static void
test_renew (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Answer) made =
    device_call (hana, notification_rules_create, .body = new_webhook ("On call", "https://hooks.example/x"));
  const char *id = (assert_done (made), REEVE_NOTIFICATION_RULE (made->reply)->id);
  g_autoptr (Answer) renewed = device_call (hana, notification_rules_renew_secret, .object = id);
  g_autoptr (Answer) again = device_call (hana, notification_rules_renew_secret, .object = id);
  g_autoptr (Answer) read = device_call (hana, notification_rules_get, .object = id);
  g_autoptr (Answer) history = device_call (hana, notification_rules_history, .object = id, .query = "");
  g_autofree char *mail = make (hana, new_mail ("Mail", "high", hana->account));
  g_autoptr (Answer) refused = device_call (hana, notification_rules_renew_secret, .object = mail);
  ReeveSecret *first = REEVE_NOTIFICATION_RULE (made->reply)->secret;
  ReeveAuditEntry *entry;

  assert_done (renewed);
  assert_done (again);
  assert_done (read);
  g_assert_false (reeve_secret_equal (REEVE_NOTIFICATION_RULE (renewed->reply)->secret, first));
  g_assert_false (reeve_secret_equal (REEVE_NOTIFICATION_RULE (again->reply)->secret,
                                      REEVE_NOTIFICATION_RULE (renewed->reply)->secret));
  g_assert_null (REEVE_NOTIFICATION_RULE (read->reply)->secret);
  g_assert_cmpint (REEVE_NOTIFICATION_RULE (read->reply)->version, ==, 1);
  assert_done (history);
  g_assert_cmpuint (history->listing->items->len, ==, 3);
  entry = history->listing->items->pdata[0];
  g_assert_cmpstr (entry->action, ==, "notification-rule.secret");
  g_assert_null (entry->before);
  g_assert_null (entry->after);
  assert_refused (refused, REEVE_ERROR_NOT_FOUND, NULL);
}

static void
assert_bad (Device *device, ReeveNotificationRule *rule, const char *pointer, const char *reason)
{
  g_autoptr (Answer) answer = device_call (device, notification_rules_create, .body = rule);

  assert_refused (answer, REEVE_ERROR_INVALID, NULL);
  assert_member (answer, pointer, reason);
}

/* What a rule cannot be. */
static void
test_bad (void)
{
  static const char *const uris[] = {
    "http://hooks.example/x",     "ftp://hooks.example/", "hooks.example", "https://",
    "https://a:b@hooks.example/", "javascript:alert(1)"
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  ReeveNotificationRule *rule;
  g_autoptr (Answer) twice = NULL;
  g_autoptr (Answer) channel = NULL;
  g_autofree char *id = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    assert_bad (hana, new_webhook ("A", uris[i]), "/uri", "uri");
  assert_bad (hana, new_webhook ("A", NULL), "/uri", "required");
  assert_bad (hana, new_rule ("A", "mail", "low"), "/users", "too_few");
  assert_bad (hana, new_mail ("A", "low", "0190c5a4-0000-7000-8000-000000000000"), "/users/0",
              "unknown_user");
  rule = new_rule ("A", "mail", "low");
  reeve_set_texts (&rule->roles, (const char *const[]) { "nobody", NULL });
  assert_bad (hana, rule, "/roles/0", "unknown_role");
  rule = new_webhook ("A", "https://hooks.example/x");
  reeve_set_texts (&rule->rules, (const char *const[]) { "brute-force", "lost", NULL });
  assert_bad (hana, rule, "/rules/1", "unknown_rule");
  rule = new_webhook ("A", "https://hooks.example/x");
  reeve_set_texts (&rule->users, (const char *const[]) { hana->account, NULL });
  assert_bad (hana, rule, "/users", "one_of");

  id = make (hana, new_mail ("Größe", "low", hana->account));
  twice = device_call (hana, notification_rules_create, .body = new_mail ("größe", "low", hana->account));
  assert_refused (twice, REEVE_ERROR_CONFLICT, "name_taken");
  channel = device_call (hana, notification_rules_save, .object = id, .patch = "{\"channel\":\"webhook\"}",
                         .if_match = 1);
  assert_member (channel, "/channel", "read_only");
}

/* Of one that is gone the trail still tells; what waited by it is gone with it. */
static void
test_delete (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = make (hana, new_webhook ("On call", "https://hooks.example/x"));
  g_autoptr (Answer) tested = device_call (hana, notification_rules_test, .object = id);
  g_autoptr (Answer) stale = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) history = NULL;

  assert_done (tested);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 1);
  stale = device_call (hana, notification_rules_delete, .object = id, .if_match = 7);
  assert_refused (stale, REEVE_ERROR_STALE, NULL);
  gone = device_call (hana, notification_rules_delete, .object = id, .if_match = 1);
  assert_done (gone);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 0);
  history = device_call (hana, notification_rules_history, .object = id);
  assert_done (history);
  g_assert_cmpint (history->listing->total, ==, 3);
}

/* --- What is told --- */

/* By severity and detection; not by one that is paused. */
static void
test_which (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *all = make (hana, new_mail ("All", "low", hana->account));
  g_autofree char *high = make (hana, new_mail ("High", "high", hana->account));
  ReeveNotificationRule *only = new_mail ("Only", "low", hana->account);
  ReeveNotificationRule *paused = new_mail ("Paused", "low", hana->account);
  g_autofree char *chosen = NULL;
  g_autofree char *silent = NULL;

  reeve_set_texts (&only->rules, (const char *const[]) { "mass-read", NULL });
  paused->paused = TRUE;
  chosen = make (hana, only);
  silent = make (hana, paused);
  raise_it (hana, "brute-force", "medium");
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 1);
  raise_it (hana, "brute-force", "critical");
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 3);
  raise_it (hana, "mass-read", "low");
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 5);
  deliver (hana, FALSE);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox WHERE kind = 'finding'"), ==, 5);
  /* in words, and not as detections call themselves */
  g_assert_cmpint (
    count (hana, "SELECT count(*) FROM outbox WHERE subject = 'Finding (critical): Password guessing'"), ==,
    2);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox WHERE subject LIKE '%brute-force%'"), ==, 0);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries WHERE state = 'sent'"), ==, 5);
}

/* What waits when it is paused is not told when it is turned on again. */
static void
test_paused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = make (hana, new_mail ("All", "low", hana->account));
  g_autoptr (Answer) paused = NULL;
  g_autoptr (Answer) again = NULL;

  raise_it (hana, "brute-force", "high");
  paused =
    device_call (hana, notification_rules_save, .object = id, .patch = "{\"paused\":true}", .if_match = 1);
  assert_done (paused);
  raise_it (hana, "brute-force", "high");
  again =
    device_call (hana, notification_rules_save, .object = id, .patch = "{\"paused\":false}", .if_match = 2);
  assert_done (again);
  g_assert_cmpint (deliver (hana, FALSE), ==, G_MAXINT64);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries WHERE state = 'given_up'"), ==, 1);
}

/* Ten an hour, then all that is left in one; a test is no part of that. */
static void
test_digest (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = make (hana, new_mail ("All", "low", hana->account));
  gint64 begun = reeve_clock_now ();
  gint64 next;
  g_autoptr (Answer) test = NULL;

  for (guint i = 0; i < 13; i++)
    raise_it (hana, "brute-force", "high");
  next = deliver (hana, FALSE);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox"), ==, 10);
  g_assert_cmpint (next, ==, begun + REEVE_HOUR);
  test = device_call (hana, notification_rules_test, .object = id);
  assert_done (test);
  deliver (hana, FALSE);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox"), ==, 11);

  reeve_clock_advance_for_tests (REEVE_HOUR);
  raise_it (hana, "mass-read", "high");
  next = deliver (hana, FALSE);
  g_assert_cmpint (next, ==, G_MAXINT64);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox"), ==, 12);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox WHERE subject LIKE '4 %'"), ==, 1);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries WHERE state = 'sent'"), ==, 15);
}

/* Whoever holds the role when it is sent, each once; nobody who left. */
static void
test_recipients (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *eve = device_add_user (hana, "eve@vallis.example", "Eve", "reviewer");
  ReeveNotificationRule *rule = new_mail ("All", "low", eve);
  g_autofree char *id = NULL;

  reeve_set_texts (&rule->roles, (const char *const[]) { "reviewer", NULL });
  id = make (hana, rule);
  raise_it (hana, "brute-force", "high");
  deliver (hana, FALSE);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox WHERE kind = 'finding'"), ==, 1);
}

/* --- A webhook that nobody answers --- */

/* A minute, two, four; all that waits for it waits. After three days it is paused, and its owner told. */
static void
test_give_up (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = make (hana, new_webhook ("On call", "https://127.0.0.1:1/"));
  g_autoptr (ReeveNotificationRule) rule = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) history = NULL;
  gint64 begun = reeve_clock_now ();
  gint64 next;

  raise_it (hana, "brute-force", "high");
  raise_it (hana, "brute-force", "high");
  for (guint i = 0; i < 8; i++)
    {
      next = deliver (hana, TRUE);
      g_assert_cmpint (next - reeve_clock_now (), ==, MIN ((1 << i) * REEVE_MINUTE, REEVE_HOUR));
      g_assert_cmpint (count (hana, "SELECT count(DISTINCT due) FROM deliveries"), ==, 1);
      g_assert_cmpint (count (hana, "SELECT sum(tries) FROM deliveries"), ==, i + 1);
      reeve_clock_advance_for_tests (next - reeve_clock_now ());
    }
  rule = get (hana, id);
  g_assert_cmpint (rule->failing_since, ==, begun);
  g_assert_cmpstr (rule->last_answer, ==, "unreachable");
  g_assert_cmpint (rule->version, ==, 1);
  g_clear_object (&rule);

  while (reeve_clock_now () < begun + REEVE_NOTIFICATION_GIVE_UP)
    reeve_clock_advance_for_tests (REEVE_HOUR);
  deliver (hana, TRUE);
  rule = get (hana, id);
  g_assert_true (rule->paused);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries WHERE state = 'given_up'"), ==, 2);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM outbox WHERE kind = 'notification'"), ==, 1);
  history = device_call (hana, notification_rules_history, .object = id);
  assert_done (history);
  g_assert_cmpstr (REEVE_AUDIT_ENTRY (history->listing->items->pdata[0])->action, ==,
                   "notification-rule.pause");

  again = device_call (hana, notification_rules_save, .object = id, .patch = "{\"paused\":false}",
                       .if_match = rule->version);
  assert_done (again);
  g_assert_cmpint (REEVE_NOTIFICATION_RULE (again->reply)->failing_since, ==, 0);
}

/* Nothing of the service's own network is asked, unless the operator allows it. A test is not tried again,
 * and no reason to call it failing. */
static void
test_private (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *id = make (hana, new_webhook ("On call", "https://127.0.0.1:1/"));
  g_autoptr (Answer) test = device_call (hana, notification_rules_test, .object = id);
  g_autoptr (ReeveNotificationRule) rule = NULL;

  assert_done (test);
  g_assert_cmpint (deliver (hana, FALSE), ==, G_MAXINT64);
  rule = get (hana, id);
  g_assert_cmpstr (rule->last_answer, ==, "private_address");
  g_assert_cmpint (rule->failing_since, ==, 0);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries WHERE state = 'given_up'"), ==, 1);
  reeve_clock_advance_for_tests (REEVE_DELIVERIES_KEEP + REEVE_DAY);
  deliver (hana, FALSE);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 0);
}

/* The last one signs besides for a day, and no longer; the one before that not at all. */
static void
test_renewed_signatures (void)
{
  const gint64 now = G_GINT64_CONSTANT (1614265330000000);
  g_autoptr (ReeveSecret) first = reeve_notification_make_secret ();
  g_autoptr (ReeveSecret) second = reeve_notification_make_secret ();
  g_autoptr (ReeveSecret) third = reeve_notification_make_secret ();
  g_autoptr (ReeveSecret) none = reeve_notification_renew (NULL, first, now);
  g_autoptr (ReeveSecret) both = reeve_notification_renew (first, second, now + REEVE_DAY);
  g_autoptr (ReeveSecret) later = reeve_notification_renew (both, third, now + REEVE_DAY);
  g_auto (GStrv) by_none = reeve_notification_sign (none, "msg", now, "{}");
  g_auto (GStrv) by_first = reeve_notification_sign (first, "msg", now, "{}");
  g_auto (GStrv) by_second = reeve_notification_sign (second, "msg", now, "{}");
  g_auto (GStrv) by_third = reeve_notification_sign (third, "msg", now, "{}");
  g_auto (GStrv) by_both = reeve_notification_sign (both, "msg", now, "{}");
  g_auto (GStrv) by_later = reeve_notification_sign (later, "msg", now, "{}");
  g_auto (GStrv) after = reeve_notification_sign (both, "msg", now + REEVE_DAY, "{}");
  g_auto (GStrv) by_second_after = reeve_notification_sign (second, "msg", now + REEVE_DAY, "{}");
  g_autofree char *both_expected = g_strconcat (by_second[2], " ", strstr (by_first[2], "v1,"), NULL);
  g_autofree char *later_expected = g_strconcat (by_third[2], " ", strstr (by_second[2], "v1,"), NULL);

  g_assert_cmpstr (by_none[2], ==, by_first[2]);
  g_assert_cmpstr (by_both[2], ==, both_expected);
  g_assert_cmpstr (by_later[2], ==, later_expected);
  g_assert_cmpstr (after[2], ==, by_second_after[2]);
}

/* The example of the specification's own libraries (Standard Webhooks, "msg_p5jXN8AQM9LWM0D4loKWxJek"). */
static void
test_signature (void)
{
  gsize length;
  g_autofree guchar *key = g_base64_decode ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &length);
  g_autoptr (ReeveSecret) secret = reeve_secret_new (key, length);
  g_auto (GStrv) headers = reeve_notification_sign (
    secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", G_GINT64_CONSTANT (1614265330000000), "{\"test\": 2432232314}");

  g_assert_cmpstr (headers[1], ==, "webhook-timestamp: 1614265330");
  g_assert_cmpstr (headers[2], ==, "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

/* It is in the way of everything that detections write: fifty rules, none of which tells of it. */
static void
test_cost (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  gint64 begun;

  for (guint i = 0; i < REEVE_NOTIFICATION_RULES; i++)
    {
      g_autofree char *name = g_strdup_printf ("Rule %u", i);
      g_autofree char *id = make (hana, new_mail (name, "critical", hana->account));
    }
  begun = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    raise_it (hana, "brute-force", "low");
  g_test_message ("%.0f µs a finding, with its transaction",
                  (double) (g_get_monotonic_time () - begun) / 100);
  g_assert_cmpint (count (hana, "SELECT count(*) FROM deliveries"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notification-rules/secret", test_secret);
  g_test_add_func ("/notification-rules/bad", test_bad);
  g_test_add_func ("/notification-rules/delete", test_delete);
  g_test_add_func ("/notification-rules/which", test_which);
  g_test_add_func ("/notification-rules/paused", test_paused);
  g_test_add_func ("/notification-rules/digest", test_digest);
  g_test_add_func ("/notification-rules/recipients", test_recipients);
  g_test_add_func ("/notification-rules/give-up", test_give_up);
  g_test_add_func ("/notification-rules/private", test_private);
  g_test_add_func ("/notification-rules/cost", test_cost);
  g_test_add_func ("/notification-rules/renew", test_renew);
  g_test_add_func ("/notification-rules/renewed-signatures", test_renewed_signatures);
  g_test_add_func ("/notification-rules/signature", test_signature);
  return g_test_run ();
}
