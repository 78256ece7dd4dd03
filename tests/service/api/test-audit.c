/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The audit trail of a workspace: narrowed by who, what, whose and when; in pages; and no more of it than the
 * reader may see the history of. */

#include "config.h"

#include "common/hold.h"
#include "service/api/audit.h"
#include "service/api/folders.h"
#include "service/api/holds.h"
#include "tests/service/api/permission-world.h"

static GPtrArray *
ask (Device *device, const char *query)
{
  g_autoptr (Answer) answer = device_call (device, audit_list, .query = query);

  assert_done (answer);
  return g_ptr_array_ref (answer->listing->items);
}

static guint
count (Device *device, const char *query)
{
  g_autoptr (GPtrArray) entries = ask (device, query);

  return entries->len;
}

/* The newest entry that @query finds. */
static ReeveAuditEntry *
find (Device *device, const char *query)
{
  g_autoptr (GPtrArray) entries = ask (device, query);

  g_assert_cmpuint (entries->len, >, 0);
  return g_object_ref (entries->pdata[0]);
}

static void
rename_user (Device *device, const char *id, const char *name)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);
  g_autofree char *patch = g_strdup_printf ("{\"displayName\":\"%s\"}", name);
  g_autoptr (Answer) answer =
    device_call (device, users_save, .object = id, .patch = patch, .if_match = user->version);

  assert_done (answer);
}

static char *
print_time (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static void
test_narrowed (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *folder = make_folder (hana, "Ledgers", NULL);
  g_autofree char *of_cy = g_strdup_printf ("objectType=user&object=%s", world->cy);
  g_autofree char *of_folder = g_strdup_printf ("objectType=folder&object=%s", folder);
  g_autofree char *by_hana = g_strdup_printf ("actor=%s", hana->account);
  g_autofree char *by_bo = g_strdup_printf ("actor=%s", world->bo->account);
  g_autofree char *of_session = g_strdup_printf ("session=%s", hana->session);
  guint before = count (hana, of_cy);
  g_autoptr (ReeveAuditEntry) newest = NULL;

  rename_user (hana, world->cy, "Cyprian Obi");
  g_assert_cmpuint (count (hana, of_cy), ==, before + 1);
  newest = find (hana, of_cy);
  g_assert_cmpstr (newest->action, ==, "user.save");
  g_assert_cmpstr (newest->after, ==, "{\"displayName\":\"Cyprian Obi\"}");
  g_assert_cmpuint (count (hana, of_folder), ==, 1);
  g_assert_cmpuint (count (hana, by_hana), >, before + 2);
  g_assert_cmpuint (count (hana, by_bo), <, count (hana, by_hana));
  g_assert_cmpuint (count (hana, of_session), >, 2);
  g_assert_cmpuint (count (hana, "action=folder.create"), ==, 1);
  g_assert_cmpuint (count (hana, "objectType=spaceship"), ==, 0);

  /* Words, wherever they stand, in whatever case; all of them. */
  g_assert_cmpuint (count (hana, "q=cyprian"), ==, 1);
  g_assert_cmpuint (count (hana, "q=CYPRIAN%20hana"), ==, 1);
  g_assert_cmpuint (count (hana, "q=cyprian%20ledgers"), ==, 0);
  g_assert_cmpuint (count (hana, "q=ledgers"), ==, 1);
}

/* A moment is bounded to the microsecond, and what lies outside is not in it. */
static void
test_times (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  gint64 first;
  g_autofree char *at = NULL;
  g_autofree char *after = NULL;
  g_autofree char *then = NULL;
  g_autofree char *later = NULL;

  reeve_clock_advance_for_tests (40 * G_TIME_SPAN_DAY);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  first = reeve_clock_now ();
  rename_user (hana, world->cy, "Cy One");
  reeve_clock_advance_for_tests (3 * G_TIME_SPAN_DAY);
  device_enter (hana, ADMIN, PASSWORD, hana->key);
  rename_user (hana, world->cy, "Cy Two");
  at = print_time (first);
  after = print_time (first + 1);
  then = g_strdup_printf ("action=user.save&since=%s&until=%s", at, after);
  later = g_strdup_printf ("action=user.save&since=%s", after);
  g_assert_cmpuint (count (hana, then), ==, 1);
  g_assert_cmpuint (count (hana, later), ==, 1);

  {
    g_autoptr (Answer) wrong = device_call (hana, audit_list, .query = "since=yesterday");

    assert_member (wrong, "?since", "time");
  }
}

/* All pages together are the whole, in its order. */
static void
test_pages (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autoptr (GPtrArray) whole = NULL;
  g_autofree char *cursor = NULL;
  guint n = 0;

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("Cy %u", i);

      rename_user (hana, world->cy, name);
    }
  whole = ask (hana, "q=user");
  do
    {
      g_autofree char *query =
        cursor != NULL ? g_strdup_printf ("q=user&limit=3&cursor=%s", cursor) : g_strdup ("q=user&limit=3");
      g_autoptr (Answer) answer = device_call (hana, audit_list, .query = query);

      assert_done (answer);
      for (guint i = 0; i < answer->listing->items->len; i++, n++)
        g_assert_true (reeve_record_equal (answer->listing->items->pdata[i], whole->pdata[n]));
      g_set_str (&cursor, answer->listing->next);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n, ==, whole->len);
}

/* Who may not see a folder's history does not read it here either. */
static void
test_readers (World *world, gconstpointer unused)
{
  Device *hana = world->hana;
  g_autofree char *folder = make_folder (hana, "Ledgers", NULL);
  g_autoptr (Device) reviewer = device_add_colleague (hana, "rea@vallis.example", "Rea View", "reviewer");
  g_autoptr (ReeveAuditEntry) hidden = find (hana, "action=folder.create");
  g_autoptr (ReeveAuditEntry) shown = NULL;

  g_assert_cmpuint (count (reviewer, "objectType=folder"), ==, 0);
  g_assert_cmpuint (count (reviewer, "q=ledgers"), ==, 0);
  g_assert_cmpuint (count (reviewer, "objectType=user"), >, 0);
  shown = find (reviewer, "objectType=user");
  {
    g_autoptr (Answer) one = device_call (reviewer, audit_get, .object = shown->id);
    g_autoptr (Answer) other = device_call (reviewer, audit_get, .object = hidden->id);
    g_autoptr (Answer) all = device_call (hana, audit_get, .object = hidden->id);
    g_autoptr (Answer) none = device_call (world->bo, audit_list);

    assert_done (one);
    g_assert_true (reeve_record_equal (one->reply, shown));
    assert_refused (other, REEVE_ERROR_NOT_FOUND, NULL);
    assert_done (all);
    assert_refused (none, REEVE_ERROR_DENIED, NULL);
  }
}

/* Who reads the log and nothing else reads what was done to the log, and of nobody and nothing else. */
static void
test_log_alone (World *world, gconstpointer unused)
{
  static const char *const capabilities[] = { "log.read", NULL };
  Device *hana = world->hana;
  ReeveRole *body = reeve_role_new ();
  g_autoptr (Answer) made = NULL;
  g_autoptr (Device) reader = NULL;
  g_autoptr (ReeveAuditEntry) user = find (hana, "objectType=user");
  g_autoptr (Answer) hold = NULL;
  ReeveHold *asked = reeve_hold_new ();

  body->name = g_strdup ("Log reader");
  reeve_set_texts (&body->capabilities, capabilities);
  made = device_call (hana, roles_create, .body = body);
  assert_done (made);
  reader = device_add_colleague (hana, "lo@vallis.example", "Lo Reed", REEVE_ROLE (made->reply)->id);
  asked->since = reeve_clock_now () - G_TIME_SPAN_DAY;
  asked->until = reeve_clock_now () + G_TIME_SPAN_HOUR;
  asked->ends = reeve_clock_now () + 2 * G_TIME_SPAN_DAY;
  asked->reason = g_strdup ("Asked for by the customer");
  hold = device_call (hana, holds_create, .body = asked);
  assert_done (hold);

  g_assert_cmpuint (count (reader, NULL), ==, 1);
  g_assert_cmpuint (count (reader, "objectType=hold"), ==, 1);
  {
    g_autoptr (Answer) refused = device_call (reader, audit_get, .object = user->id);

    assert_refused (refused, REEVE_ERROR_NOT_FOUND, NULL);
  }
}

#define ADD(name, func) g_test_add (name, World, NULL, world_set_up, func, world_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/api/audit/narrowed", test_narrowed);
  ADD ("/api/audit/times", test_times);
  ADD ("/api/audit/pages", test_pages);
  ADD ("/api/audit/readers", test_readers);
  ADD ("/api/audit/log-alone", test_log_alone);
  return g_test_run ();
}
