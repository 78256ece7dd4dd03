/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What an event is to the rules, who they take somebody for, and from where: what they all rest on. */

#include "config.h"

#include "common/log-action.h"
#include "service/detect/sight.h"

#define USER "GET /v1/workspaces/{workspace}/users/{user}"

static const guint8 key[REEVE_SIGHT_KEY_BYTES] = "a key for tests";

static ReeveSight
take (ReeveAccessEvent event)
{
  ReeveSight sight;

  reeve_sight_take (&sight, &event, key);
  sight.event = NULL;
  return sight;
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *action;
    const char *route;
    ReeveSightKind kind;
  } cases[] = {
    { "access-log.export", NULL, REEVE_SIGHT_EXPORT },
    { REEVE_LOG_ACCOUNT_LOCK, NULL, REEVE_SIGHT_LOCK },
    { "account.report-breach", NULL, REEVE_SIGHT_REPORT },
    { "approval-rule.delete", NULL, REEVE_SIGHT_IMPAIR },
    { "backup.delete", NULL, REEVE_SIGHT_IMPAIR },
    { REEVE_LOG_FACTOR_CHALLENGE, "POST /v1/sign-in", REEVE_SIGHT_CHALLENGE },
    { REEVE_LOG_FACTOR_VERIFY, NULL, REEVE_SIGHT_CODE },
    { "group.administrators", NULL, REEVE_SIGHT_CHANGE },
    { REEVE_LOG_GROUP_CHANGE, NULL, REEVE_SIGHT_GRANT },
    { "invitation.accept", NULL, REEVE_SIGHT_OTHER },
    { "hold.lift", NULL, REEVE_SIGHT_IMPAIR },
    { REEVE_LOG_PASSWORD_ASK_RESET, NULL, REEVE_SIGHT_ASK_RESET },
    { REEVE_LOG_PASSWORD_CHANGE, NULL, REEVE_SIGHT_PASSWORD },
    { REEVE_LOG_PASSWORD_RESET, NULL, REEVE_SIGHT_RESET },
    { REEVE_LOG_ROLE_ASSIGN, NULL, REEVE_SIGHT_GRANT },
    { REEVE_LOG_ROLE_REMOVE, NULL, REEVE_SIGHT_TAKE },
    { "second-factor.reset", NULL, REEVE_SIGHT_RESET },
    { REEVE_LOG_SIGN_IN, "POST /v1/sign-in", REEVE_SIGHT_SIGN_IN },
    { REEVE_LOG_SIGN_IN, "POST /v1/sign-in/code", REEVE_SIGHT_CODE },
    { "support.approve", NULL, REEVE_SIGHT_SUPPORT_YES },
    { "support.end", NULL, REEVE_SIGHT_SUPPORT_END },
    { "support.request", NULL, REEVE_SIGHT_SUPPORT_ASK },
    { REEVE_LOG_TOKEN_REFRESH, NULL, REEVE_SIGHT_REFRESH },
    { "bulk-job.create", NULL, REEVE_SIGHT_CHANGE },
    { "user.bulk", NULL, REEVE_SIGHT_CHANGE },
    { REEVE_LOG_USER_CREATE, NULL, REEVE_SIGHT_CHANGE },
    { "user.export", NULL, REEVE_SIGHT_EXPORT },
    { "user.contain", NULL, REEVE_SIGHT_REPORT },
    { "user.release", NULL, REEVE_SIGHT_RELEASE },
    { "user.save", NULL, REEVE_SIGHT_CHANGE },
    { "user.unlock", NULL, REEVE_SIGHT_CHANGE },
    { NULL, USER, REEVE_SIGHT_READ_PERSON },
    { NULL, USER "/history", REEVE_SIGHT_READ_PERSON },
    { NULL, "GET /v1/workspaces/{workspace}/users", REEVE_SIGHT_READ },
    { NULL, "POST /v1/sign-in/refresh", REEVE_SIGHT_REFRESH },
    { "nothing.that-is-known", NULL, REEVE_SIGHT_OTHER },
    { NULL, NULL, REEVE_SIGHT_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ReeveSight sight =
        take ((ReeveAccessEvent) { .action = cases[i].action, .route = cases[i].route });

      g_test_message ("%s %s", cases[i].action, cases[i].route);
      g_assert_cmpint (sight.kind, ==, cases[i].kind);
    }
}

/* What was done to one of many is Reeve's own, has a route, and was no request: it is nowhere. */
static void
test_deeds (void)
{
  const ReeveAccessEvent one = { .action = "user.save",
                                 .route = "POST /v1/workspaces/{workspace}/users/bulk-job",
                                 .actor = "ada",
                                 .object = "bo",
                                 .outcome = REEVE_LOG_RIGHTS_GIVEN,
                                 .address = "192.0.2.7",
                                 .session = "s" };
  ReeveAccessEvent request = one;
  ReeveAccessEvent foreign = one;
  ReeveAccessEvent bare = one;
  ReeveSight sight = take (one);

  request.status = 200;
  foreign.source = "okta";
  bare.route = "-";
  g_assert_true (sight.is_deed);
  g_assert_cmpint (sight.kind, ==, REEVE_SIGHT_GRANT);
  g_assert_true (sight.actor != 0 && sight.object != 0);
  g_assert_true (sight.address == 0 && sight.network == 0 && sight.session == 0 && sight.ip_length == 0);
  const ReeveSight others[] = { take (request), take (foreign), take (bare) };
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (others[i].is_deed);
  g_assert_true (others[0].network != 0);
}

static void
test_tries (void)
{
  static const struct
  {
    const char *source;
    const char *outcome;
    const char *text;
    guint tries;
  } cases[] = {
    { NULL, "password_wrong", NULL, 1 },
    { NULL, "user_unknown", NULL, 1 },
    { "okta", "user_unknown", NULL, 1 },
    { "okta", "password_wrong", "repeated 9 times", 1 },
    { "sshd web1", "user_unknown", NULL, 0 },
    { "sshd web1", "no_credential", "none", 0 },
    { "sshd web1", "user_unknown", "password", 1 },
    { "sshd web1", "password_wrong", "password", 1 },
    { "sshd web1", "password_wrong", "password, repeated 5 times", 5 },
    { "sshd web1", "password_wrong", "password, repeated 0 times", 1 },
    { "sshd web1", "password_wrong", "password, repeated x times", 1 },
    { "sshd web1", "password_wrong", "password, repeated 99999999999999999999 times", 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ReeveSight sight = take ((ReeveAccessEvent) { .action = REEVE_LOG_SIGN_IN,
                                                          .source = cases[i].source,
                                                          .outcome = cases[i].outcome,
                                                          .text = cases[i].text });

      g_test_message ("%s %s %s", cases[i].source, cases[i].outcome, cases[i].text);
      g_assert_cmpuint (sight.tries, ==, cases[i].tries);
    }
}

/* What a change came to stands in its outcome; of one that failed it would be something else. */
static void
test_outcomes (void)
{
  static const struct
  {
    const char *action;
    const char *outcome;
    ReeveAccessResult result;
    ReeveSightKind kind;
  } cases[] = {
    { "policy.save", REEVE_LOG_WEAKENED, REEVE_ACCESS_OK, REEVE_SIGHT_IMPAIR },
    { "policy.save", NULL, REEVE_ACCESS_OK, REEVE_SIGHT_CHANGE },
    { "policy.save", REEVE_LOG_WEAKENED, REEVE_ACCESS_FAILED, REEVE_SIGHT_CHANGE },
    { "user.save", REEVE_LOG_RIGHTS_GIVEN, REEVE_ACCESS_OK, REEVE_SIGHT_GRANT },
    { "user.save", REEVE_LOG_RIGHTS_TAKEN, REEVE_ACCESS_OK, REEVE_SIGHT_TAKE },
    { "user.save", "stale", REEVE_ACCESS_FAILED, REEVE_SIGHT_CHANGE },
    { "group.administrators", REEVE_LOG_RIGHTS_TAKEN, REEVE_ACCESS_OK, REEVE_SIGHT_TAKE },
    { "invitation.accept", REEVE_LOG_RIGHTS_GIVEN, REEVE_ACCESS_OK, REEVE_SIGHT_ACCEPT },
    { "workspace.set-up", REEVE_LOG_RIGHTS_GIVEN, REEVE_ACCESS_OK, REEVE_SIGHT_ACCEPT },
    { "workspace.create", NULL, REEVE_ACCESS_OK, REEVE_SIGHT_OTHER },
    { REEVE_LOG_ROLE_ASSIGN, "SUCCESS", REEVE_ACCESS_OK, REEVE_SIGHT_GRANT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ReeveSight sight = take ((ReeveAccessEvent) {
        .action = cases[i].action, .outcome = cases[i].outcome, .result = cases[i].result });

      g_test_message ("%s %s", cases[i].action, cases[i].outcome);
      g_assert_cmpint (sight.kind, ==, cases[i].kind);
    }
}

/* One in all systems, by the e-mail address; else by what the source calls them. */
static void
test_people (void)
{
  guint64 reeve = take ((ReeveAccessEvent) { .actor = "0190", .actor_name = "Ada <Ada@example.org>" }).person;
  guint64 okta = take ((ReeveAccessEvent) { .actor = "00u1", .actor_name = "ada@example.org" }).person;
  guint64 google = take ((ReeveAccessEvent) { .actor = "ada@EXAMPLE.org" }).person;
  ReeveSight sshd = take ((ReeveAccessEvent) { .actor = "ada" });
  guint64 named = take ((ReeveAccessEvent) { .actor = "00u1", .actor_name = "Ada of <us>" }).person;
  guint64 plain = take ((ReeveAccessEvent) { .actor = "00u1" }).person;
  guint64 nobody = take ((ReeveAccessEvent) { .actor_name = "nobody" }).person;

  g_assert_cmphex (reeve, ==, okta);
  g_assert_cmphex (reeve, ==, google);
  g_assert_cmphex (reeve, !=, sshd.person);
  g_assert_cmphex (sshd.person, ==, sshd.actor);
  g_assert_cmphex (named, ==, plain);
  g_assert_cmphex (nobody, ==, 0);
}

static guint64
network (const char *address)
{
  return take ((ReeveAccessEvent) { .address = address }).network;
}

static guint64
device (const char *agent)
{
  return take ((ReeveAccessEvent) { .agent = agent }).device;
}

static void
test_places (void)
{
  g_assert_cmphex (network ("192.0.2.1"), ==, network ("192.0.2.254"));
  g_assert_cmphex (network ("192.0.2.1"), !=, network ("192.0.3.1"));
  g_assert_cmphex (network ("2001:db8:7::1"), ==, network ("2001:db8:7:9::2"));
  g_assert_cmphex (network ("2001:db8:7::1"), !=, network ("2001:db8:8::1"));
  g_assert_cmphex (network ("local"), !=, network ("remote"));
  g_assert_cmphex (network (NULL), ==, 0);
  /* Brought up to date, and another one. */
  g_assert_cmphex (device ("Mozilla/5.0 (X11; rv:128.0) Firefox/128.0"), ==,
                   device ("Mozilla/5.0 (X11; rv:131.0) Firefox/131.0"));
  g_assert_cmphex (device ("Mozilla/5.0 (X11)"), !=, device ("Mozilla/5.0 (Macintosh)"));
  g_assert_cmphex (device ("reeve/1.4.1"), ==, device ("reeve/1.4.2"));
  g_assert_cmphex (device ("reeve/1.4.1"), !=, device ("reeve/1.2.0"));
  g_assert_cmphex (device (NULL), ==, 0);
}

/* The address itself goes along, for whoever has a map; which site it is in the watch knows. */
static void
test_place (void)
{
  ReeveSight sight = take ((ReeveAccessEvent) { .address = "::ffff:192.0.2.7" });
  ReeveSight local = take ((ReeveAccessEvent) { .address = "local" });
  ReeveSight none = take ((ReeveAccessEvent) { .address = NULL });

  g_assert_cmpuint (sight.ip_length, ==, 4);
  g_assert_cmpmem (sight.ip, 4, ((const guint8[]) { 192, 0, 2, 7 }), 4);
  g_assert_cmpuint (local.ip_length, ==, 0);
  g_assert_cmpuint (none.ip_length, ==, 0);
  g_assert_cmpuint (sight.site, ==, 0);
  g_assert_cmpuint (reeve_sight_get_place (&sight), ==, sight.network);
  sight.site = 5;
  g_assert_cmpuint (reeve_sight_get_place (&sight), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/sight/kinds", test_kinds);
  g_test_add_func ("/detect/sight/deeds", test_deeds);
  g_test_add_func ("/detect/sight/tries", test_tries);
  g_test_add_func ("/detect/sight/outcomes", test_outcomes);
  g_test_add_func ("/detect/sight/people", test_people);
  g_test_add_func ("/detect/sight/places", test_places);
  g_test_add_func ("/detect/sight/place", test_place);
  return g_test_run ();
}
