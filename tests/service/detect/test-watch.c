/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is raised follows from the events alone: gone through again it is the same to the byte, also where
 * what the watch knew was saved and restored on the way, by whichever process. Spoilt savings are refused, or
 * lead to other findings, and to nothing worse. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/detection-site.h"
#include "common/log-action.h"
#include "service/detect/watch.h"

#define START  (G_GINT64_CONSTANT (1790553600) * G_USEC_PER_SEC) /* 2026-09-28 */
#define EVENTS 30000
#define SPOILS 300

static const guint8 key[REEVE_SIGHT_KEY_BYTES] = "a key for tests";

static const char *const people[] = { "ada", "bo", "cy", "dee", "eli", "fay", NULL };
static const char *const addresses[] = { "192.0.2.1",   "192.0.2.9",     "198.51.100.4", "203.0.113.5",
                                         "2001:db8::7", "2001:db8:1::9", "local",        NULL };
static const char *const agents[] = { "Firefox/128.0 (X11)", "Firefox/129.1 (X11)", "curl/8.14.1", NULL };
static const char *const actions[] = { REEVE_LOG_SIGN_IN,
                                       REEVE_LOG_SIGN_IN,
                                       REEVE_LOG_SIGN_IN,
                                       REEVE_LOG_PASSWORD_ASK_RESET,
                                       REEVE_LOG_ROLE_ASSIGN,
                                       REEVE_LOG_ROLE_REMOVE,
                                       "user.save",
                                       "user.save",
                                       "invitation.accept",
                                       "user.export",
                                       "second-factor.reset",
                                       "account.report-breach",
                                       "user.release",
                                       "hold.lift",
                                       NULL };
static const char *const routes[] = { "POST /v1/sign-in", "POST /v1/sign-in/code", "POST /v1/sign-in/refresh",
                                      "GET /v1/workspaces/{workspace}/users/{user}", NULL };
static const char *const outcomes[] = { "password_wrong", "cooling_off",   "code_wrong", "refresh_reused",
                                        "proof",          "support_grant", NULL };

static const char *const came_to[] = { REEVE_LOG_RIGHTS_GIVEN, REEVE_LOG_RIGHTS_TAKEN, REEVE_LOG_WEAKENED,
                                       NULL };

#define PICK(list) (list)[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

static ReeveAccessEvent
make_event (void)
{
  gboolean good = g_test_rand_bit ();

  return (ReeveAccessEvent) {
    .status = good ? 200 : 401,
    .result = good ? REEVE_ACCESS_OK : REEVE_ACCESS_REFUSED,
    .actor = PICK (people),
    .object = PICK (people),
    .session = PICK (people),
    .address = PICK (addresses),
    .agent = PICK (agents),
    .action = PICK (actions),
    .route = PICK (routes),
    .outcome = good ? PICK (came_to) : PICK (outcomes),
  };
}

/* (transfer full): busy stretches and quiet weeks, so that every kind of memory is used and forgotten; and
 * now and then somebody who does one thing over and over, of which most findings are. */
static GPtrArray *
make_events (void)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  ReeveAccessEvent same = make_event ();
  gint64 time = START;

  for (guint i = 0; i < EVENTS; i++)
    {
      gboolean pause = g_test_rand_int_range (0, 400) == 0;
      ReeveAccessEvent event = make_event ();

      if (i % 60 == 0)
        same = event;
      if (i % 60 < 40)
        {
          const char *object = event.object;

          event = same;
          event.object = object;
        }
      time +=
        pause ? g_test_rand_int_range (1, 60) * REEVE_DAY : g_test_rand_int_range (1, 200) * REEVE_SECOND;
      event.time = time;
      g_ptr_array_add (events, reeve_access_event_copy (&event));
    }
  return events;
}

static void
print_all (GPtrArray *findings, GString *text)
{
  for (guint i = 0; i < findings->len; i++)
    {
      reeve_raised_print (findings->pdata[i], text);
      g_string_append_c (text, '\n');
    }
}

/* Two that are far away from each other, one with two lines. */
static void
set_sites (ReeveWatch *watch)
{
  static const char *const texts[][3] = { { "Berlin", "192.0.2.0/29 198.51.100.0/24", "52.52,13.405" },
                                          { "Sydney", "203.0.113.0/24 2001:db8:1::/48",
                                            "-33.8688,151.2093" } };
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      ReeveDetectionSite *site = reeve_detection_site_new ();

      site->name = g_strdup (texts[i][0]);
      site->networks = g_strsplit (texts[i][1], " ", -1);
      site->place = g_strdup (texts[i][2]);
      g_ptr_array_add (sites, site);
    }
  reeve_watch_set_sites (watch, reeve_sites_new (sites));
}

/* (transfer full): the findings. @one_in: how often it is another watch that goes on; 0: never */
static char *
go_through (GPtrArray *events, guint one_in, gboolean sites)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);
  g_autoptr (GString) text = g_string_new (NULL);

  if (sites)
    set_sites (watch);
  for (guint i = 0; i < events->len; i++)
    {
      reeve_watch_look (watch, events->pdata[i], findings);
      if (one_in > 0 && g_test_rand_int_range (0, (gint32) one_in) == 0)
        {
          static const guint8 another[REEVE_SIGHT_KEY_BYTES] = "another key";
          g_autoptr (GBytes) saved = reeve_watch_save (watch);

          reeve_watch_free (watch);
          watch = reeve_watch_new (another);
          if (sites)
            set_sites (watch);
          g_assert_true (reeve_watch_restore (watch, saved));
        }
    }
  print_all (findings, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_again (void)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autofree char *once = go_through (events, 0, FALSE);
  g_autofree char *again = go_through (events, 0, FALSE);
  g_autofree char *interrupted = go_through (events, 300, FALSE);
  g_autofree char *sited = go_through (events, 0, TRUE);
  g_autofree char *sited_interrupted = go_through (events, 300, TRUE);
  guint n_rules = 0;

  g_assert_cmpstr (once, ==, again);
  g_assert_cmpstr (once, ==, interrupted);
  g_assert_cmpstr (sited, ==, sited_interrupted);
  g_assert_cmpstr (sited, !=, once);
  g_assert_nonnull (strstr (sited, "kilometres"));
  for (guint i = 0; i < reeve_n_rules; i++)
    {
      g_autofree char *name = g_strdup_printf ("\"rule\":\"%s\"", reeve_rules[i]->name);

      n_rules += strstr (once, name) != NULL;
    }
  g_test_message ("%u of %u rules raised something", n_rules, reeve_n_rules);
  g_assert_cmpuint (n_rules, >=, reeve_n_rules / 4); /* else it says little */
}

static void
test_spoilt (void)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);
  g_autoptr (GBytes) saved = NULL;
  gsize length;
  const guint8 *bytes;

  for (guint i = 0; i < 2000; i++)
    reeve_watch_look (watch, events->pdata[i], findings);
  saved = reeve_watch_save (watch);
  bytes = g_bytes_get_data (saved, &length);
  for (guint i = 0; i < SPOILS; i++)
    {
      gsize kept = i % 2 == 0 ? (gsize) g_test_rand_int_range (0, (gint32) length) : length;
      g_autofree guint8 *spoilt = g_memdup2 (bytes, MAX (kept, 1));
      g_autoptr (GBytes) other = NULL;

      for (guint j = 0; j < 8 && kept > 0; j++)
        spoilt[g_test_rand_int_range (0, (gint32) kept)] ^= (guint8) g_test_rand_int_range (1, 256);
      other = g_bytes_new (spoilt, kept);
      if (kept < length)
        g_assert_false (reeve_watch_restore (watch, other));
      else
        g_test_message ("restored: %d", reeve_watch_restore (watch, other));
      for (guint j = 2000; j < 2100; j++)
        reeve_watch_look (watch, events->pdata[j], findings);
    }
}

/* Of whatever strangers send, no more is kept than there is room for. */
static void
test_bounded (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);
  gsize before = 0;

  for (guint i = 0; i < 300000; i++)
    {
      char actor[20];
      char address[40];
      ReeveAccessEvent event = { .time = START + (gint64) i * REEVE_SECOND,
                                 .action = REEVE_LOG_SIGN_IN,
                                 .actor = actor,
                                 .address = address,
                                 .agent = "x",
                                 .session = actor,
                                 .object = address,
                                 .result = i % 2 == 0 ? REEVE_ACCESS_OK : REEVE_ACCESS_REFUSED };

      g_snprintf (actor, sizeof actor, "a%u", i);
      g_snprintf (address, sizeof address, "2001:db8:%x:%x::1", i >> 8, i);
      reeve_watch_look (watch, &event, findings);
      if (i == 200000)
        before = reeve_watch_get_memory (watch);
    }
  g_assert_cmpuint (reeve_watch_get_memory (watch), ==, before);
  g_assert_cmpuint (before, <, 200 * 1000 * 1000);
}

/* Of ten thousand people, each of whom does everything and fails at it, what is known has room in 64 MB. */
static void
test_memory (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_raised_free);
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);

  for (guint i = 0; i < 400000; i++)
    {
      gboolean good = g_test_rand_bit ();
      char actor[20];
      char address[40];
      ReeveAccessEvent event = { .time = START + (gint64) i * REEVE_SECOND,
                                 .action = PICK (actions),
                                 .route = PICK (routes),
                                 .actor = actor,
                                 .address = address,
                                 .agent = PICK (agents),
                                 .session = actor,
                                 .object = actor,
                                 .outcome = good ? PICK (came_to) : PICK (outcomes),
                                 .result = good ? REEVE_ACCESS_OK : REEVE_ACCESS_REFUSED };

      g_snprintf (actor, sizeof actor, "a%u", i % 10000);
      g_snprintf (address, sizeof address, "10.%u.%u.%d", i % 10000 / 256, i % 256,
                  g_test_rand_int_range (0, 3));
      reeve_watch_look (watch, &event, findings);
    }
  g_test_message ("%" G_GSIZE_FORMAT " bytes", reeve_watch_get_memory (watch));
  g_assert_cmpuint (reeve_watch_get_memory (watch), <=, 64 * 1000 * 1000);
}

static void
test_numbers (void)
{
  g_autoptr (ReeveWatch) watch = reeve_watch_new (key);

  g_assert_true (reeve_watch_set_number (watch, "brute-force", "failures", 5));
  g_assert_false (reeve_watch_set_number (watch, "brute-force", "failures", 0));
  g_assert_false (reeve_watch_set_number (watch, "brute-force", "mistakes", 5));
  g_assert_false (reeve_watch_set_number (watch, "brute", "failures", 5));
  for (guint i = 0; i < reeve_n_rules; i++)
    for (guint j = 0; j < REEVE_RULE_NUMBERS && reeve_rules[i]->numbers[j].name != NULL; j++)
      {
        const ReeveRuleNumber *number = &reeve_rules[i]->numbers[j];

        g_assert_cmpint (number->least, <=, number->usual);
        g_assert_cmpint (number->usual, <=, number->most);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detect/watch/again", test_again);
  g_test_add_func ("/detect/watch/spoilt", test_spoilt);
  g_test_add_func ("/detect/watch/bounded", test_bounded);
  g_test_add_func ("/detect/watch/memory", test_memory);
  g_test_add_func ("/detect/watch/numbers", test_numbers);
  return g_test_run ();
}
