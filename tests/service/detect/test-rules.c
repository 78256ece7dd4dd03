/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each rule raises what it is there for, once, with its numbers and its events, and leaves alone what only
 * looks like it. Three weeks of ordinary days go before. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/detection-site.h"
#include "common/log-action.h"
#include "service/detect/watch.h"

#define MONDAY (G_GINT64_CONSTANT (1790553600) * G_USEC_PER_SEC) /* 2026-09-28, 00:00 UTC */
#define WEEKS  3
#define NOW    (MONDAY + WEEKS * 7 * REEVE_DAY) /* a Monday again */

#define ADA  "0190aaaa-0000-7000-8000-000000000001" /* administers */
#define BO   "0190aaaa-0000-7000-8000-000000000002"
#define MANY 40 /* others */

#define OFFICE "192.0.2.10"
#define HOME   "198.51.100.7"
#define HOTEL  "203.0.113.99"
#define LAPTOP "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"
#define PHONE  "Mozilla/5.0 (Android 15; Mobile) Firefox/128.0"
#define SCRIPT "python-requests/2.32"

typedef struct
{
  ReeveWatch *watch;
  GPtrArray *findings;
  gint64 last;
} World;

static void
say (World *world, gint64 time, ReeveAccessEvent event)
{
  event.time = MAX (time, world->last + 1);
  world->last = event.time;
  reeve_watch_look (world->watch, &event, world->findings);
}

static ReeveAccessEvent
sign_in (const char *who, const char *address, const char *agent)
{
  return (ReeveAccessEvent) { .action = REEVE_LOG_SIGN_IN,
                              .route = "POST /v1/sign-in",
                              .actor = who,
                              .address = address,
                              .agent = agent,
                              .status = 200 };
}

static ReeveAccessEvent
wrong (const char *who, const char *address, const char *agent)
{
  ReeveAccessEvent event = sign_in (who, address, agent);

  event.status = 401;
  event.result = REEVE_ACCESS_REFUSED;
  event.outcome = "password_wrong";
  return event;
}

static ReeveAccessEvent
refused (ReeveAccessEvent event, const char *outcome)
{
  event.status = 401;
  event.result = REEVE_ACCESS_REFUSED;
  event.outcome = outcome;
  return event;
}

static ReeveAccessEvent
did (const char *who, const char *action, const char *object)
{
  return (ReeveAccessEvent) {
    .action = action, .actor = who, .object = object, .address = OFFICE, .agent = LAPTOP, .status = 200
  };
}

static ReeveAccessEvent
came_to (ReeveAccessEvent event, const char *outcome)
{
  event.outcome = outcome;
  return event;
}

static ReeveAccessEvent
looked_at (const char *who, const char *whom)
{
  return (ReeveAccessEvent) { .route = "GET /v1/workspaces/{workspace}/users/{user}",
                              .actor = who,
                              .object = whom,
                              .address = OFFICE,
                              .agent = LAPTOP,
                              .status = 200 };
}

static const char *
other (guint i)
{
  static char names[MANY * 20][40];

  g_assert_cmpuint (i, <, G_N_ELEMENTS (names));
  g_snprintf (names[i], sizeof names[i], "0190bbbb-0000-7000-8000-%012u", i);
  return names[i];
}

/* Ada and Bo on work days, in the morning at home, later in the office; the others in the office. */
static void
live_a_day (World *world, gint64 midnight)
{
  say (world, midnight + 7 * REEVE_HOUR, sign_in (ADA, HOME, LAPTOP));
  say (world, midnight + 7 * REEVE_HOUR, sign_in (BO, HOME, LAPTOP));
  for (guint i = 0; i < MANY; i++)
    say (world, midnight + 8 * REEVE_HOUR + i * REEVE_SECOND, sign_in (other (i), OFFICE, LAPTOP));
  for (guint hour = 9; hour < 17; hour++)
    {
      say (world, midnight + hour * REEVE_HOUR, did (ADA, "user.save", BO));
      for (guint i = 0; i < 3; i++)
        say (world, midnight + hour * REEVE_HOUR + i * REEVE_MINUTE, looked_at (ADA, other (hour + i)));
      say (world, midnight + hour * REEVE_HOUR + 30 * REEVE_MINUTE, did (BO, NULL, NULL));
    }
}

static void
world_init (World *world)
{
  static const guint8 key[REEVE_SIGHT_KEY_BYTES] = "a key for tests";

  *world = (World) { .watch = reeve_watch_new (key) };
  world->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  for (guint day = 0; day < WEEKS * 7; day++)
    if (day % 7 < 5)
      live_a_day (world, MONDAY + day * REEVE_DAY);
  g_assert_cmpuint (world->findings->len, ==, 0);
}

static void
world_clear (World *world)
{
  reeve_watch_free (world->watch);
  g_ptr_array_unref (world->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* (nullable): of those that @rule raised the first; there may be others of what it is part of. */
static const ReeveRaised *
find (World *world, const char *rule, guint expected)
{
  const ReeveRaised *first = NULL;
  guint n = 0;

  for (guint i = 0; i < world->findings->len; i++)
    {
      const ReeveRaised *finding = world->findings->pdata[i];

      if (!g_str_equal (finding->rule, rule))
        continue;
      first = first != NULL ? first : finding;
      n++;
    }
  g_assert_cmpuint (n, ==, expected);
  return first;
}

static void
assert_number (const ReeveRaised *finding, const char *name, gint64 value)
{
  for (guint i = 0; i < finding->n_numbers; i++)
    if (g_str_equal (finding->numbers[i].name, name))
      {
        g_assert_cmpint (finding->numbers[i].value, ==, value);
        return;
      }
  g_assert_not_reached ();
}

/* --- Guessing --- */

static void
test_brute_force (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 60; i++) /* their own script, with the password of before */
    say (&world, NOW + i * REEVE_MINUTE, wrong (BO, HOME, LAPTOP));
  find (&world, "brute-force", 0);
  for (guint i = 0; i < 50; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_MINUTE, wrong (BO, HOTEL, SCRIPT));
  finding = find (&world, "brute-force", 1);
  g_assert_cmpstr (finding->key, ==, BO);
  g_assert_cmpint (finding->time, ==, NOW + REEVE_DAY + 19 * REEVE_MINUTE);
  g_assert_cmpuint (finding->n_events, ==, 20);
  g_assert_cmpint (finding->events[0], ==, NOW + REEVE_DAY);
  assert_number (finding, "failures", 20);
  assert_number (finding, "limit", 20);
}

static void
test_locks (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 4; j++)
      say (&world, NOW + i * REEVE_HOUR / 2 + j * REEVE_SECOND,
           refused (wrong (BO, HOTEL, SCRIPT), j < 3 ? "password_wrong" : "cooling_off"));
  assert_number (find (&world, "brute-force", 1), "locks", 3);
}

/* As any server on the internet sees it. */
static void
test_scanners (void)
{
  static const char *const scanners[] = { "100.67.1.3", "100.68.7.9" };
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 40; i++) /* one try each */
    {
      g_autofree char *address = g_strdup_printf ("100.69.%u.1", i);

      say (&world, NOW + i * REEVE_SECOND, wrong ("root", address, NULL));
    }
  g_assert_cmpstr (find (&world, "brute-force", 1)->key, ==, "root"); /* an account, for all that is known */
  for (guint i = 0; i < 60; i++)
    say (&world, NOW + REEVE_HOUR + i * 2 * REEVE_SECOND,
         wrong (i % 9 == 0 ? "pgadmin" : "root", scanners[i / 30], NULL));
  find (&world, "brute-force", 1 + G_N_ELEMENTS (scanners));
  finding = world.findings->pdata[world.findings->len - 1];
  g_assert_cmpstr (finding->key, ==, scanners[1]);
  assert_number (finding, "failures", 20);
}

/* sshd tells of a name that nobody has and of what was tried with it, each in a line; rsyslog folds lines. */
static void
test_sshd (void)
{
  ReeveAccessEvent event = { .action = REEVE_LOG_SIGN_IN,
                             .source = "sshd web1",
                             .actor = "admin",
                             .address = HOTEL,
                             .result = REEVE_ACCESS_FAILED };
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 19; i++)
    {
      event.outcome = "user_unknown";
      event.text = NULL;
      say (&world, NOW + i * REEVE_SECOND, event);
      event.outcome = "no_credential";
      event.text = "none";
      say (&world, NOW + i * REEVE_SECOND, event);
      event.outcome = "user_unknown";
      event.text = "password";
      say (&world, NOW + i * REEVE_SECOND, event);
    }
  find (&world, "brute-force", 0);
  event.text = "password, repeated 5 times";
  say (&world, NOW + REEVE_MINUTE, event);
  finding = find (&world, "brute-force", 2); /* of the address, and of the name */
  assert_number (finding, "failures", 24);
  g_assert_cmpuint (finding->n_events, ==, 20);
}

static void
test_many_networks (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 12; i++) /* on the way, with their own telephone's mistakes */
    {
      g_autofree char *address = g_strdup_printf ("100.64.%u.1", i);

      say (&world, NOW + i * REEVE_HOUR / 4, wrong (BO, address, LAPTOP));
    }
  find (&world, "many-networks", 0);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *address = g_strdup_printf ("100.65.%u.1", i);

      say (&world, NOW + REEVE_DAY + i * REEVE_HOUR, wrong (BO, address, SCRIPT));
    }
  finding = find (&world, "many-networks", 5); /* an hour apart: the same goes on only while it is told */
  assert_number (finding, "networks", 8);
  find (&world, "brute-force", 0);
}

static void
test_spray (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 30; i++) /* Monday */
    say (&world, NOW + 8 * REEVE_HOUR + i * REEVE_MINUTE, wrong (other (i), OFFICE, LAPTOP));
  find (&world, "password-spray", 0);
  for (guint i = 0; i < 7; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_HOUR, wrong (other (i), HOTEL, LAPTOP));
  finding = find (&world, "password-spray", 3);
  g_assert_cmpstr (finding->key, ==, HOTEL);
  assert_number (finding, "accounts", 5);
}

static void
test_stuffing (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *address = g_strdup_printf ("100.66.%u.1", i % 6);

      say (&world, NOW + i * REEVE_SECOND * 20, wrong (other (i), address, SCRIPT));
    }
  finding = find (&world, "credential-stuffing", 1);
  assert_number (finding, "accounts", 10);
  assert_number (finding, "networks", 6);
  find (&world, "password-spray", 0);
}

static void
test_lockout_storm (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 4; i++)
    say (&world, NOW + i * REEVE_MINUTE, refused (wrong (other (i), HOTEL, SCRIPT), "cooling_off"));
  for (guint i = 0; i < 4; i++)
    say (&world, NOW + REEVE_HOUR + i * REEVE_MINUTE,
         refused (wrong (other (i), HOTEL, SCRIPT), "cooling_off"));
  find (&world, "lockout-storm", 0);
  for (guint i = 0; i < 6; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_MINUTE,
         refused (wrong (other (i), HOTEL, SCRIPT), "cooling_off"));
  assert_number (find (&world, "lockout-storm", 1), "accounts", 5);
}

static void
test_success (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 10; i++) /* they remembered */
    say (&world, NOW + i * REEVE_MINUTE, wrong (BO, HOME, LAPTOP));
  say (&world, NOW + 11 * REEVE_MINUTE, sign_in (BO, HOME, LAPTOP));
  find (&world, "success-after-attack", 0);
  for (guint i = 0; i < 10; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_MINUTE, wrong (BO, HOTEL, SCRIPT));
  say (&world, NOW + REEVE_DAY + REEVE_HOUR, sign_in (BO, HOTEL, SCRIPT));
  finding = find (&world, "success-after-attack", 1);
  assert_number (finding, "failures", 10);
  g_assert_cmpuint (finding->n_events, ==, 11);
}

static void
test_codes (void)
{
  ReeveAccessEvent code = wrong (BO, HOTEL, SCRIPT);
  g_auto (World) world = { 0 };

  world_init (&world);
  code.route = "POST /v1/sign-in/code";
  code.outcome = "code_wrong";
  for (guint i = 0; i < 4; i++)
    say (&world, NOW + i * REEVE_MINUTE, code);
  find (&world, "code-guessing", 0);
  for (guint i = 0; i < 5; i++)
    say (&world, NOW + REEVE_HOUR + i * REEVE_MINUTE, code);
  assert_number (find (&world, "code-guessing", 1), "codes", 5);
}

static void
test_resets (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 9; i++)
    say (&world, NOW + i * REEVE_MINUTE,
         (ReeveAccessEvent) { .action = REEVE_LOG_PASSWORD_ASK_RESET, .actor = other (i), .address = HOTEL });
  find (&world, "reset-burst", 0);
  say (&world, NOW + 10 * REEVE_MINUTE,
       (ReeveAccessEvent) { .action = REEVE_LOG_PASSWORD_ASK_RESET, .actor = other (9), .address = HOTEL });
  g_assert_cmpstr (find (&world, "reset-burst", 1)->key, ==, HOTEL);
}

/* --- From elsewhere --- */

static void
test_new_place (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, sign_in (ADA, HOTEL, LAPTOP));            /* on a journey */
  say (&world, NOW + REEVE_HOUR, sign_in (ADA, HOME, PHONE)); /* a new telephone */
  say (&world, NOW + REEVE_HOUR, sign_in (BO, "203.0.114.1", SCRIPT));
  find (&world, "new-network-and-device", 0);
  say (&world, NOW + REEVE_HOUR, sign_in (ADA, "203.0.115.1", SCRIPT));
  g_assert_cmpstr (find (&world, "new-network-and-device", 1)->key, ==, ADA);
}

/* Whoever asks for a link, locks the account or gives the right password alone teaches nothing of the person,
 * however long ago. */
static void
test_new_place_prepared (void)
{
  const char *const actions[] = { REEVE_LOG_PASSWORD_ASK_RESET, REEVE_LOG_ACCOUNT_LOCK,
                                  REEVE_LOG_FACTOR_CHALLENGE };
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      ReeveAccessEvent event = sign_in (ADA, "203.0.115.1", SCRIPT);

      event.action = actions[i];
      say (&world, NOW, event);
    }
  say (&world, NOW + REEVE_DAY, sign_in (ADA, "203.0.115.1", SCRIPT));
  g_assert_cmpstr (find (&world, "new-network-and-device", 1)->key, ==, ADA);
}

/* Who was given rights administers, before they ever changed anything; not any more once they are taken. */
static void
test_given (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, came_to (did (ADA, "user.save", BO), "rights_given"));
  say (&world, NOW, did (ADA, REEVE_LOG_ROLE_ASSIGN, other (1))); /* in whatever system: who knows of what */
  say (&world, NOW, came_to (did (ADA, "user.save", other (2)), "rights_given"));
  say (&world, NOW, came_to (did (ADA, "user.save", other (2)), "rights_taken"));
  for (guint i = 0; i < 3; i++)
    say (&world, NOW + REEVE_DAY, sign_in (i == 0 ? BO : other (i), HOTEL, SCRIPT));
  g_assert_cmpstr (find (&world, "new-network-and-device", 1)->key, ==, BO);
}

/* An event of Reeve's says who they are and how they are reached. */
static ReeveAccessEvent
named (ReeveAccessEvent event)
{
  event.actor = other (MANY);
  event.actor_name = "Fay <fay@example.org>";
  return event;
}

/* What was given to an id is the person's, whose address came with their first sign-in; an invitation that
 * they accepted says it at once, and on one that they offer nothing depends. */
static void
test_given_early (void)
{
  for (guint accepted = 0; accepted < 3; accepted++)
    {
      g_auto (World) world = { 0 };
      ReeveAccessEvent given =
        accepted == 0   ? came_to (did (ADA, "user.create", other (MANY)), "rights_given")
        : accepted == 1 ? came_to (named (did (NULL, "invitation.accept", NULL)), "rights_given")
                        : named (did (NULL, "invitation.accept", NULL));

      world_init (&world);
      say (&world, NOW + 9 * REEVE_HOUR, given);
      for (guint day = 0; day < 20; day++)
        {
          say (&world, NOW + day * REEVE_DAY + 9 * REEVE_HOUR, named (sign_in (NULL, OFFICE, LAPTOP)));
          say (&world, NOW + day * REEVE_DAY + 16 * REEVE_HOUR, named (did (NULL, NULL, NULL)));
        }
      find (&world, "new-network-and-device", 0);
      for (guint i = 0; i < 3; i++) /* the first that they ever change, at night */
        say (&world, NOW + 20 * REEVE_DAY + 2 * REEVE_HOUR + i * REEVE_MINUTE,
             named (did (NULL, "group.save", other (i))));
      find (&world, "off-hours-administration", accepted < 2);
      say (&world, NOW + 20 * REEVE_DAY + 4 * REEVE_HOUR, named (sign_in (NULL, HOTEL, SCRIPT)));
      find (&world, "new-network-and-device", 1);
    }
}

static ReeveAccessEvent
work (const char *who, const char *session, const char *address, const char *agent)
{
  return (ReeveAccessEvent) {
    .route = "GET /v1/me", .actor = who, .session = session, .address = address, .agent = agent, .status = 200
  };
}

static void
test_travel (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  say (&world, NOW, work (BO, "s1", HOME, LAPTOP));
  say (&world, NOW + REEVE_MINUTE, work (BO, "s2", HOME, SCRIPT));
  say (&world, NOW + 2 * REEVE_MINUTE, work (BO, "s3", HOTEL, LAPTOP));
  find (&world, "impossible-travel", 0);
  say (&world, NOW + REEVE_DAY, work (BO, "s1", HOME, LAPTOP));
  say (&world, NOW + REEVE_DAY + 6 * REEVE_MINUTE, work (BO, "s4", "203.0.115.1", PHONE));
  find (&world, "impossible-travel", 0);
  say (&world, NOW + REEVE_DAY + 8 * REEVE_MINUTE, work (BO, "s1", HOME, LAPTOP));
  finding = find (&world, "impossible-travel", 1);
  assert_number (finding, "apart", 2 * REEVE_MINUTE);
}

/* --- Sites --- */

#define LINE_TWO "203.0.113.65" /* of the office */
#define BERLIN   "192.0.2.10"   /* the office */
#define POTSDAM  "198.51.101.7"
#define SYDNEY   "198.51.102.7"
#define PERTH    "198.51.103.7"

typedef struct
{
  const char *name;
  const char *networks;
  const char *place;
} Site;

/* Ends with a site that has no name. */
static void
set_sites (World *world, const Site *sites)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (; sites->name != NULL; sites++)
    {
      ReeveDetectionSite *site = reeve_detection_site_new ();

      site->name = g_strdup (sites->name);
      site->networks = g_strsplit (sites->networks, " ", -1);
      site->place = g_strdup (sites->place);
      g_ptr_array_add (all, site);
    }
  reeve_watch_set_sites (world->watch, reeve_sites_new (all));
}

static const Site places[] = {
  { "Berlin", "192.0.2.0/24 203.0.113.64/26", "52.52,13.405" },
  { "Potsdam", "198.51.101.0/24", "52.4,13.0667" },
  { "Sydney", "198.51.102.0/24", "-33.8688,151.2093" },
  { "Perth", "198.51.103.0/24", "-31.95,115.86" },
  { NULL },
};

/* The same office has two lines; behind the second, next to it, somebody else. */
static void
test_travel_in_one_site (void)
{
  static const Site office[] = { { "Office", "192.0.2.0/24 203.0.113.64/26", NULL }, { NULL } };

  for (guint known = 0; known < 2; known++)
    {
      g_auto (World) world = { 0 };

      world_init (&world);
      if (known)
        set_sites (&world, office);
      say (&world, NOW, work (BO, "s1", OFFICE, LAPTOP));
      say (&world, NOW + REEVE_MINUTE, work (BO, "s2", LINE_TWO, PHONE));
      find (&world, "impossible-travel", !known);
      say (&world, NOW + REEVE_DAY, work (other (3), "s3", OFFICE, LAPTOP));
      say (&world, NOW + REEVE_DAY + REEVE_MINUTE, work (other (3), "s4", "203.0.113.9", PHONE));
      find (&world, "impossible-travel", 1 + !known);
    }
}

/* An hour between Berlin and Sydney: with one laptop, in one session, on any day. Twenty hours are enough. */
static void
test_travel_far (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  set_sites (&world, places);
  say (&world, NOW, work (BO, "s1", BERLIN, LAPTOP));
  say (&world, NOW + 20 * REEVE_HOUR, work (BO, "s1", SYDNEY, LAPTOP));
  find (&world, "impossible-travel", 0);
  say (&world, NOW + 21 * REEVE_HOUR, work (BO, "s1", BERLIN, LAPTOP));
  finding = find (&world, "impossible-travel", 1);
  assert_number (finding, "apart", REEVE_HOUR);
  assert_number (finding, "kilometres", 16094);
  g_assert_cmpuint (finding->n_events, ==, 2);
  g_assert_cmpstr (finding->key, ==, BO);
  say (&world, NOW + 3 * REEVE_DAY, sign_in (other (1), PERTH, LAPTOP));
  say (&world, NOW + 3 * REEVE_DAY + 3 * REEVE_HOUR, sign_in (other (1), SYDNEY, PHONE));
  find (&world, "impossible-travel", 2); /* no session is needed */
}

/* Neighbours are one's own way to work, whatever the device; nor is a password alone anybody. */
static void
test_travel_near (void)
{
  g_auto (World) world = { 0 };
  ReeveAccessEvent challenge = sign_in (BO, SYDNEY, SCRIPT);

  world_init (&world);
  set_sites (&world, places);
  say (&world, NOW, work (BO, "s1", BERLIN, LAPTOP));
  say (&world, NOW + REEVE_SECOND, work (BO, "s2", POTSDAM, SCRIPT));
  challenge.action = REEVE_LOG_FACTOR_CHALLENGE;
  say (&world, NOW + REEVE_MINUTE, challenge);
  challenge.action = REEVE_LOG_ACCOUNT_LOCK; /* by a guesser, as other systems tell it */
  say (&world, NOW + REEVE_MINUTE, challenge);
  challenge.action = REEVE_LOG_PASSWORD_ASK_RESET;
  say (&world, NOW + REEVE_MINUTE, challenge);
  say (&world, NOW + REEVE_MINUTE, wrong (BO, SYDNEY, SCRIPT));
  say (&world, NOW + 3 * REEVE_MINUTE, work (other (2), "s3", SYDNEY, SCRIPT)); /* somebody else */
  find (&world, "impossible-travel", 0);
  say (&world, NOW + 4 * REEVE_MINUTE, work (BO, "s2", SYDNEY, SCRIPT));
  find (&world, "impossible-travel", 1);
}

/* As fast as it is set, and where the map says from the next event on. */
static void
test_travel_map (void)
{
  static const Site moved[] = { { "Berlin", "192.0.2.0/24", "52.52,13.405" },
                                { "Sydney", "198.51.102.0/24", "48.137,11.575" },
                                { NULL } };
  g_auto (World) world = { 0 };

  world_init (&world);
  set_sites (&world, places);
  g_assert_true (reeve_watch_set_number (world.watch, "impossible-travel", "kilometres-per-hour", 500));
  say (&world, NOW, work (BO, "s1", BERLIN, LAPTOP));
  say (&world, NOW + 20 * REEVE_HOUR, work (BO, "s1", SYDNEY, LAPTOP));
  find (&world, "impossible-travel", 1);
  set_sites (&world, moved); /* Sydney is Munich's line */
  say (&world, NOW + 22 * REEVE_HOUR, work (BO, "s1", BERLIN, LAPTOP));
  find (&world, "impossible-travel", 1);
  reeve_watch_set_sites (world.watch, NULL);
  say (&world, NOW + 22 * REEVE_HOUR + REEVE_MINUTE, work (BO, "s1", SYDNEY, LAPTOP));
  find (&world, "impossible-travel", 1);
}

/* Lines of one site are one network of a guesser's. */
static void
test_many_networks_of_a_site (void)
{
  static const Site site[] = { { "Hotel", "203.0.0.0/16", NULL }, { NULL } };

  for (guint known = 0; known < 2; known++)
    {
      g_auto (World) world = { 0 };

      world_init (&world);
      if (known)
        set_sites (&world, site);
      for (guint i = 0; i < 10; i++)
        {
          g_autofree char *address = g_strdup_printf ("203.0.%u.1", 114 + i);

          say (&world, NOW + i * 50 * REEVE_MINUTE, wrong (BO, address, SCRIPT));
        }
      g_assert_cmpint (world.findings->len > 0, ==, !known);
      find (&world, "many-networks", !known);
    }
}

static void
test_dormant (void)
{
  g_auto (World) world = { 0 };
  gint64 friday = NOW - 3 * REEVE_DAY + 17 * REEVE_HOUR;

  world_init (&world);
  say (&world, friday, came_to (did (ADA, "user.save", other (1)), "rights_given"));
  say (&world, friday + 40 * REEVE_DAY, sign_in (BO, HOTEL, SCRIPT));
  find (&world, "dormant-account", 0);
  say (&world, friday + 40 * REEVE_DAY, sign_in (other (1), "203.0.116.1", SCRIPT));
  g_assert_cmpstr (find (&world, "dormant-account", 1)->key, ==, other (1));
  g_ptr_array_set_size (world.findings, 0);
  say (&world, friday + 40 * REEVE_DAY, sign_in (ADA, HOTEL, SCRIPT));
  find (&world, "dormant-account", 1);
  say (&world, friday + 90 * REEVE_DAY, sign_in (other (0), OFFICE, LAPTOP)); /* back again */
  find (&world, "dormant-account", 1);
  say (&world, friday + 90 * REEVE_DAY, sign_in (BO, "203.0.115.1", PHONE));
  find (&world, "dormant-account", 2);
}

static void
test_factor_reset (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, did (ADA, "second-factor.reset", BO));
  say (&world, NOW + REEVE_HOUR, sign_in (BO, HOME, PHONE)); /* a new telephone */
  find (&world, "factor-reset", 0);
  say (&world, NOW + 2 * REEVE_HOUR, sign_in (BO, HOTEL, SCRIPT));
  assert_number (find (&world, "factor-reset", 1), "after", 2 * REEVE_HOUR);
  say (&world, NOW + REEVE_DAY, did (ADA, "second-factor.reset", other (0)));
  say (&world, NOW + 2 * REEVE_DAY, sign_in (other (0), HOTEL, SCRIPT));
  find (&world, "factor-reset", 1);
}

static void
test_token (void)
{
  ReeveAccessEvent refresh = { .route = "POST /v1/sign-in/refresh", .actor = BO, .address = HOTEL };
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, refused (refresh, "proof"));
  say (&world, NOW + REEVE_MINUTE, refused (refresh, "token_expired"));
  find (&world, "token-theft", 0);
  say (&world, NOW + REEVE_HOUR, refused (refresh, "refresh_reused"));
  find (&world, "token-theft", 1);
}

static void
test_breach (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, did (BO, "account.report-breach", NULL));
  say (&world, NOW + REEVE_MINUTE, wrong (BO, HOTEL, SCRIPT));
  find (&world, "use-after-breach", 0);
  say (&world, NOW + 2 * REEVE_MINUTE, work (BO, "s1", HOTEL, SCRIPT));
  assert_number (find (&world, "use-after-breach", 1), "after", 2 * REEVE_MINUTE);
  say (&world, NOW + REEVE_DAY, did (ADA, "user.release", BO));
  say (&world, NOW + REEVE_DAY + REEVE_HOUR, work (BO, "s2", HOME, LAPTOP));
  find (&world, "use-after-breach", 1);
}

/* --- From within --- */

static void
test_many_people (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 50; i++)
    say (&world, NOW + 9 * REEVE_HOUR + i * REEVE_MINUTE, looked_at (ADA, other (i)));
  find (&world, "excessive-admin-access", 0);
  for (guint i = 50; i < 80; i++)
    say (&world, NOW + 10 * REEVE_HOUR + i * REEVE_MINUTE, looked_at (ADA, other (i)));
  finding = find (&world, "excessive-admin-access", 1);
  g_assert_cmpuint (finding->n_events, >=, REEVE_RING_MOST);
  assert_number (finding, "usual", 50);
  /* Who only just came is looked at. */
  for (guint i = 0; i < 80; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_SECOND, sign_in (other (200 + i), OFFICE, LAPTOP));
  for (guint i = 0; i < 80; i++)
    say (&world, NOW + REEVE_DAY + 9 * REEVE_HOUR + i * REEVE_MINUTE, looked_at (ADA, other (200 + i)));
  find (&world, "excessive-admin-access", 1);
}

static void
test_mass_read (void)
{
  g_auto (World) world = { 0 };
  const ReeveRaised *finding;

  world_init (&world);
  for (guint i = 0; i < 190; i++)
    say (&world, NOW + 9 * REEVE_HOUR + i * REEVE_SECOND, work (BO, "s1", HOME, LAPTOP));
  for (guint i = 0; i < 60; i++)
    say (&world, NOW + 10 * REEVE_HOUR + i * REEVE_SECOND, did (BO, "user.export", NULL));
  find (&world, "mass-read", 0);
  for (guint i = 0; i < 400; i++)
    {
      ReeveAccessEvent event = work (BO, "s1", HOME, LAPTOP);

      event.object = other (i);
      say (&world, NOW + REEVE_DAY + i * REEVE_SECOND, event);
    }
  find (&world, "mass-read", 1);
  for (guint i = 0; i < 63; i++)
    say (&world, NOW + 3 * REEVE_DAY + i * REEVE_SECOND, did (BO, "user.export", NULL));
  finding = find (&world, "mass-read", 2);
  g_assert_cmpstr (finding->numbers[0].name, ==, "objects");
  g_assert_cmpint (finding->numbers[0].value, ==, 301);
  g_assert_cmpint (ABS ((gint64) finding->n_events - REEVE_RING_MOST), <=, 1);
}

static void
test_off_hours (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 5; i++)
    say (&world, NOW + 17 * REEVE_HOUR + i * REEVE_MINUTE, did (ADA, "user.save", BO));
  find (&world, "off-hours-administration", 0);
  for (guint i = 0; i < 5; i++)
    say (&world, NOW + REEVE_DAY + 2 * REEVE_HOUR + i * REEVE_MINUTE, did (ADA, "user.save", BO));
  assert_number (find (&world, "off-hours-administration", 1), "changes", 3);
}

static void
test_escalation (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW + 9 * REEVE_HOUR, did (ADA, REEVE_LOG_ROLE_ASSIGN, BO));
  say (&world, NOW + 3 * REEVE_DAY, did (ADA, REEVE_LOG_ROLE_REMOVE, BO));
  find (&world, "privilege-escalation", 0);
  say (&world, NOW + 3 * REEVE_DAY + 9 * REEVE_HOUR, did (ADA, REEVE_LOG_ROLE_ASSIGN, ADA));
  find (&world, "privilege-escalation", 1);
  say (&world, NOW + 4 * REEVE_DAY + 9 * REEVE_HOUR, did (ADA, REEVE_LOG_ROLE_ASSIGN, BO));
  say (&world, NOW + 4 * REEVE_DAY + 10 * REEVE_HOUR, did (BO, "user.save", ADA));
  say (&world, NOW + 4 * REEVE_DAY + 11 * REEVE_HOUR, did (ADA, REEVE_LOG_ROLE_REMOVE, BO));
  find (&world, "privilege-escalation", 2);
}

/* Reeve's own events say what a save came to: one's own name is nothing, nor is more for who has some. */
static void
test_escalation_told (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, refused (did (BO, NULL, NULL), "denied"));
  say (&world, NOW, did (BO, "user.save", BO));
  say (&world, NOW, came_to (did (BO, "user.save", BO), "rights_taken"));
  say (&world, NOW, came_to (did (ADA, "user.save", other (1)), "rights_given"));
  say (&world, NOW + REEVE_HOUR, did (other (1), "group.save", BO));
  say (&world, NOW + REEVE_HOUR, did (ADA, "user.save", other (1)));
  say (&world, NOW + REEVE_HOUR, came_to (did (ADA, "user.save", other (1)), "rights_given"));
  find (&world, "privilege-escalation", 0);
  say (&world, NOW + 2 * REEVE_HOUR, came_to (did (ADA, "user.save", other (1)), "rights_taken"));
  g_assert_cmpstr (find (&world, "privilege-escalation", 1)->key, ==, other (1));
  say (&world, NOW + 3 * REEVE_HOUR, came_to (did (BO, "user.save", BO), "rights_given"));
  find (&world, "privilege-escalation", 2);
  say (&world, NOW + 3 * REEVE_HOUR, refused (did (other (2), "user.save", other (3)), "denied"));
  find (&world, "privilege-escalation", 2);
  {
    ReeveAccessEvent tried = refused (did (other (2), "user.save", other (2)), "escalation");

    say (&world, NOW + 3 * REEVE_HOUR, tried);
    find (&world, "privilege-escalation", 3);
    assert_number (world.findings->pdata[world.findings->len - 1], "refusals", 1);
  }
  {
    ReeveAccessEvent theirs = did (other (4), "user.save", other (4));

    theirs.source = "keycloak";
    say (&world, NOW + 4 * REEVE_HOUR, refused (did (other (4), NULL, NULL), "denied"));
    say (&world, NOW + 4 * REEVE_HOUR, theirs);
    find (&world, "privilege-escalation", 4);
  }
}

/* What is done to one of many says whom it was done to, and nothing of where and when who asked for it was:
 * it goes on when they have left, and is told again of every one. */
static ReeveAccessEvent
one_of_many (ReeveAccessEvent event)
{
  event.status = 0;
  event.agent = NULL;
  event.route = "POST /v1/workspaces/{workspace}/users/bulk-job";
  return event;
}

static void
test_escalation_of_many (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 10; i++)
    say (&world, NOW + i, one_of_many (came_to (did (ADA, "user.save", other (i)), "rights_given")));
  say (&world, NOW + REEVE_HOUR, did (other (3), "group.save", BO));
  find (&world, "privilege-escalation", 0);
  for (guint i = 0; i < 10; i++)
    say (&world, NOW + 2 * REEVE_HOUR + i,
         one_of_many (came_to (did (ADA, "user.save", other (i)), "rights_taken")));
  g_assert_cmpstr (find (&world, "privilege-escalation", 1)->key, ==, other (3));
  say (&world, NOW + 3 * REEVE_HOUR,
       one_of_many (refused (did (other (5), "user.save", other (5)), "escalation")));
  find (&world, "privilege-escalation", 2);
}

/* A job teaches nobody's places: whoever signs in from where it was asked for comes from somewhere new. */
static void
test_many_teach_nothing (void)
{
  g_auto (World) world = { 0 };
  ReeveAccessEvent asked = one_of_many (did (ADA, "user.save", BO));

  world_init (&world);
  asked.address = HOTEL;
  asked.agent = SCRIPT;
  asked.session = "there";
  for (guint i = 0; i < 100; i++)
    say (&world, NOW + i * REEVE_SECOND, asked);
  find (&world, "impossible-travel", 0);
  say (&world, NOW + REEVE_DAY, sign_in (ADA, HOTEL, SCRIPT));
  find (&world, "new-network-and-device", 1);
}

/* Somebody is invited with rights, uses them, and has none a few hours later. */
static void
test_escalation_invited (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, came_to (named (did (NULL, "invitation.accept", NULL)), "rights_given"));
  say (&world, NOW + REEVE_HOUR, named (did (NULL, "user.export", NULL)));
  find (&world, "privilege-escalation", 0);
  say (&world, NOW + 5 * REEVE_HOUR, came_to (did (ADA, "user.suspend", other (MANY)), "rights_taken"));
  find (&world, "privilege-escalation", 1);
}

static void
test_impairment (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, refused (did (ADA, "hold.lift", NULL), "step_up"));
  find (&world, "impairment", 0);
  say (&world, NOW, did (ADA, "policy.save", NULL));
  find (&world, "impairment", 0);
  say (&world, NOW, did (ADA, "hold.lift", NULL));
  find (&world, "impairment", 1);
  say (&world, NOW + REEVE_DAY, came_to (did (ADA, "policy.save", NULL), "weakened"));
  find (&world, "impairment", 2);
}

static void
test_support (void)
{
  const char *agent = other (1);
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, looked_at (agent, BO)); /* of whom nobody knows that they are of support */
  say (&world, NOW, looked_at (agent, ADA));
  say (&world, NOW + REEVE_HOUR, did (agent, "support.request", "grant-1"));
  say (&world, NOW + 2 * REEVE_HOUR, did (ADA, "support.approve", "grant-1"));
  for (guint i = 0; i < 5; i++)
    say (&world, NOW + 3 * REEVE_HOUR + i * REEVE_MINUTE, looked_at (agent, other (2 + i)));
  find (&world, "support-outside-grant", 0);
  say (&world, NOW + 4 * REEVE_HOUR, did (ADA, "support.end", "grant-1"));
  say (&world, NOW + 4 * REEVE_HOUR + REEVE_MINUTE, looked_at (agent, BO));
  find (&world, "support-outside-grant", 0);
  say (&world, NOW + 4 * REEVE_HOUR + 2 * REEVE_MINUTE, looked_at (agent, ADA));
  assert_number (find (&world, "support-outside-grant", 1), "accesses", 2);
}

static void
test_got_in (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  for (guint i = 0; i < 3; i++) /* who may see people may not see everything */
    say (&world, NOW + i * REEVE_MINUTE, refused (did (ADA, NULL, NULL), "denied"));
  for (guint i = 0; i < 3; i++)
    say (&world, NOW + REEVE_HOUR + i * REEVE_MINUTE, looked_at (ADA, other (i)));
  find (&world, "support-outside-grant", 0);
  for (guint i = 0; i < 3; i++)
    say (&world, NOW + REEVE_DAY + i * REEVE_MINUTE, refused (did (BO, NULL, NULL), "denied"));
  for (guint i = 0; i < 3; i++)
    say (&world, NOW + REEVE_DAY + REEVE_HOUR + i * REEVE_MINUTE, looked_at (BO, other (i)));
  find (&world, "support-outside-grant", 1);
}

/* In a system that does not say what a save came to. */
static ReeveAccessEvent
elsewhere (const char *who, const char *action, const char *object)
{
  ReeveAccessEvent event = did (who, action, object);

  event.source = "other";
  return event;
}

static void
test_accomplice (void)
{
  g_auto (World) world = { 0 };

  world_init (&world);
  say (&world, NOW, elsewhere (ADA, "user.save", ADA)); /* a telephone number */
  find (&world, "privilege-escalation", 0);
  say (&world, NOW + REEVE_DAY, refused (did (ADA, "policy.save", NULL), "denied"));
  say (&world, NOW + REEVE_DAY + REEVE_HOUR, elsewhere (ADA, "user.save", ADA));
  find (&world, "privilege-escalation", 1);
  say (&world, NOW + 3 * REEVE_DAY, elsewhere (ADA, "user.save", BO));
  say (&world, NOW + 3 * REEVE_DAY + REEVE_HOUR, looked_at (BO, other (1)));
  say (&world, NOW + 3 * REEVE_DAY + 2 * REEVE_HOUR, elsewhere (ADA, "user.save", BO));
  find (&world, "privilege-escalation", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/rules/brute-force", test_brute_force);
  g_test_add_func ("/detect/rules/locks", test_locks);
  g_test_add_func ("/detect/rules/scanners", test_scanners);
  g_test_add_func ("/detect/rules/sshd", test_sshd);
  g_test_add_func ("/detect/rules/many-networks", test_many_networks);
  g_test_add_func ("/detect/rules/password-spray", test_spray);
  g_test_add_func ("/detect/rules/credential-stuffing", test_stuffing);
  g_test_add_func ("/detect/rules/lockout-storm", test_lockout_storm);
  g_test_add_func ("/detect/rules/success-after-attack", test_success);
  g_test_add_func ("/detect/rules/code-guessing", test_codes);
  g_test_add_func ("/detect/rules/reset-burst", test_resets);
  g_test_add_func ("/detect/rules/new-network-and-device", test_new_place);
  g_test_add_func ("/detect/rules/new-network-and-device-prepared", test_new_place_prepared);
  g_test_add_func ("/detect/rules/given", test_given);
  g_test_add_func ("/detect/rules/given-early", test_given_early);
  g_test_add_func ("/detect/rules/impossible-travel", test_travel);
  g_test_add_func ("/detect/rules/impossible-travel/one-site", test_travel_in_one_site);
  g_test_add_func ("/detect/rules/impossible-travel/far", test_travel_far);
  g_test_add_func ("/detect/rules/impossible-travel/near", test_travel_near);
  g_test_add_func ("/detect/rules/impossible-travel/map", test_travel_map);
  g_test_add_func ("/detect/rules/many-networks/one-site", test_many_networks_of_a_site);
  g_test_add_func ("/detect/rules/dormant-account", test_dormant);
  g_test_add_func ("/detect/rules/factor-reset", test_factor_reset);
  g_test_add_func ("/detect/rules/token-theft", test_token);
  g_test_add_func ("/detect/rules/use-after-breach", test_breach);
  g_test_add_func ("/detect/rules/excessive-admin-access", test_many_people);
  g_test_add_func ("/detect/rules/mass-read", test_mass_read);
  g_test_add_func ("/detect/rules/off-hours-administration", test_off_hours);
  g_test_add_func ("/detect/rules/privilege-escalation", test_escalation);
  g_test_add_func ("/detect/rules/privilege-escalation-of-many", test_escalation_of_many);
  g_test_add_func ("/detect/rules/many-teach-nothing", test_many_teach_nothing);
  g_test_add_func ("/detect/rules/escalation-told", test_escalation_told);
  g_test_add_func ("/detect/rules/escalation-invited", test_escalation_invited);
  g_test_add_func ("/detect/rules/impairment", test_impairment);
  g_test_add_func ("/detect/rules/support-outside-grant", test_support);
  g_test_add_func ("/detect/rules/got-in", test_got_in);
  g_test_add_func ("/detect/rules/accomplice", test_accomplice);
  return g_test_run ();
}
