/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who may do what to whom: nobody more than they hold, nobody themselves, and never the last administrator.
 */

#include "config.h"

#include "tests/service/api/fixture.h"

static Answer *
create (Device *device, const char *email, const char *name, const char *role)
{
  const char *const roles[] = { role, NULL };
  ReeveUser *body = reeve_user_new ();

  body->email = g_strdup (email);
  body->display_name = g_strdup (name);
  reeve_set_texts (&body->roles, role != NULL ? roles : NULL);
  return device_call (device, users_create, .body = body);
}

static Answer *
save (Device *device, const char *id, const char *patch)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return device_call (device, users_save, .object = id, .patch = patch, .if_match = user->version);
}

static Answer *
put_in_bin (Device *device, const char *id)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return device_call (device, users_delete, .object = id, .if_match = user->version);
}

typedef struct
{
  Device *device;
  const char *b;
  GMutex *gate;
  gint done; /* atomic */
} Race;

/* Nobody puts themselves out, by any door; one's own name is free. */
static void
test_self (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autoptr (Device) bea = device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Answer) suspended = save (bea, bea->account, "{\"state\":\"suspended\"}");
  g_autoptr (Answer) demoted = save (bea, bea->account, "{\"roles\":[\"member\"]}");
  g_autoptr (Answer) deleted = put_in_bin (bea, bea->account);
  g_autoptr (Answer) renamed = save (bea, bea->account, "{\"displayName\":\"Beatrix\"}");

  assert_refused (suspended, REEVE_ERROR_CONFLICT, "self");
  assert_refused (demoted, REEVE_ERROR_CONFLICT, "self");
  assert_refused (deleted, REEVE_ERROR_CONFLICT, "self");
  assert_done (renamed);
}

static gpointer
race_demote (gpointer data)
{
  Race *race = data;
  g_autoptr (Answer) answer = NULL;

  g_mutex_lock (race->gate);
  g_mutex_unlock (race->gate);
  answer = device_call (race->device, users_save, .object = race->b, .patch = "{\"roles\":[\"member\"]}",
                        .if_match = 2);
  if (answer->error == NULL)
    g_atomic_int_inc (&race->done);
  return NULL;
}

static gint64
count_administrators (Device *device)
{
  g_autoptr (Answer) list = device_call (device, users_list, .query = "role=workspace-administrator");

  assert_done (list);
  return list->listing->items->len;
}

static gint64
get_version (Device *device, const char *id)
{
  g_autoptr (ReeveUser) user = device_get_user (device, id);

  return user->version;
}

/* Two administrators who demote each other at the same moment: one of them stays. */
static void
test_last_administrator (void)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (Device) hana = device_set_up (fixture);
      g_autoptr (Device) bea =
        device_add_colleague (hana, "bea@vallis.example", "Bea", REEVE_ROLE_ADMINISTRATOR);
      g_autoptr (Answer) touch = NULL;
      g_autoptr (Answer) other = NULL;
      GMutex gate;
      Race first = { .device = hana, .b = bea->account, .gate = &gate };
      Race second = { .device = bea, .b = hana->account, .gate = &gate };
      GThread *threads[2];

      fixture_mirror (fixture);
      /* Both at version 2, which the race expects. */
      while (get_version (hana, bea->account) < 2)
        {
          g_clear_pointer (&touch, answer_free);
          touch = save (hana, bea->account, "{\"displayName\":\"Beatrix\"}");
        }
      other = save (hana, hana->account, "{\"displayName\":\"Hana S\"}");
      g_assert_cmpint (get_version (hana, hana->account), ==, 2);
      g_mutex_init (&gate);
      g_mutex_lock (&gate);
      threads[0] = g_thread_new ("demote", race_demote, &first);
      threads[1] = g_thread_new ("demote", race_demote, &second);
      g_mutex_unlock (&gate);
      g_thread_join (threads[0]);
      g_thread_join (threads[1]);
      g_mutex_clear (&gate);
      g_assert_cmpint (first.done + second.done, ==, 1);
      g_assert_cmpint (count_administrators (first.done ? hana : bea), ==, 1);
    }
}

/* Who holds less can neither give more nor touch those who hold more; and learns no more than that. */
static void
test_escalation (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Device) hana = device_set_up (fixture);
  g_autofree char *desk = device_make_desk_role (hana);
  g_autoptr (Device) gil = device_add_colleague (hana, "gil@vallis.example", "Gil", desk);
  g_autofree char *ada = device_add_user (hana, "ada@vallis.example", "Ada", NULL);
  g_autoptr (Answer) made = create (gil, "eve@vallis.example", "Eve", REEVE_ROLE_ADMINISTRATOR);
  g_autoptr (Answer) raised = save (gil, ada, "{\"roles\":[\"workspace-administrator\"]}");
  g_autofree char *both = g_strdup_printf ("{\"roles\":[\"%s\",\"workspace-administrator\"]}", desk);
  g_autofree char *same = g_strdup_printf ("{\"roles\":[\"%s\"]}", desk);
  g_autoptr (Answer) raised_self = save (gil, gil->account, both);
  g_autoptr (Answer) address = save (gil, hana->account, "{\"email\":\"gil+admin@vallis.example\"}");
  g_autoptr (Answer) suspended = save (gil, hana->account, "{\"state\":\"suspended\"}");
  g_autoptr (Answer) deleted = put_in_bin (gil, hana->account);
  g_autoptr (Answer) unlocked = device_call (gil, users_unlock, .object = hana->account);
  g_autoptr (Answer) own_kind = save (gil, ada, same);
  g_autoptr (Answer) export = device_call (gil, users_export);
  g_autoptr (Device) max = device_add_colleague (hana, "max@vallis.example", "Max", NULL);
  g_autoptr (Answer) list = device_call (max, users_list);

  assert_refused (made, REEVE_ERROR_DENIED, "escalation");
  assert_refused (raised, REEVE_ERROR_DENIED, "escalation");
  assert_refused (raised_self, REEVE_ERROR_DENIED, "escalation");
  assert_refused (address, REEVE_ERROR_DENIED, "escalation");
  assert_refused (suspended, REEVE_ERROR_DENIED, "escalation");
  assert_refused (deleted, REEVE_ERROR_DENIED, "escalation");
  assert_refused (unlocked, REEVE_ERROR_DENIED, "escalation");
  assert_done (own_kind);
  assert_refused (export, REEVE_ERROR_DENIED, NULL);
  assert_refused (list, REEVE_ERROR_DENIED, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/user-rules/self", test_self);
  g_test_add_func ("/user-rules/last-administrator", test_last_administrator);
  g_test_add_func ("/user-rules/escalation", test_escalation);
  return g_test_run ();
}
