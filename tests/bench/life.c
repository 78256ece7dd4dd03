/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "tests/bench/life.h"

static char *
make_id (GRand *chance)
{
  return g_strdup_printf ("0190%04x-%04x-7%03x-8%03x-%08x%04x", g_rand_int (chance) & 0xffff,
                          g_rand_int (chance) & 0xffff, g_rand_int (chance) & 0xfff,
                          g_rand_int (chance) & 0xfff, g_rand_int (chance), g_rand_int (chance) & 0xffff);
}

void
life_init (Life *life)
{
  life->chance = g_rand_new_with_seed (1);
  life->people = g_ptr_array_new_with_free_func (g_free);
  life->names = g_ptr_array_new_with_free_func (g_free);
  life->sessions = g_ptr_array_new_with_free_func (g_free);
  life->objects = g_ptr_array_new_with_free_func (g_free);
  life->foreign = 0;
  for (guint i = 0; i < LIFE_PEOPLE; i++)
    {
      g_ptr_array_add (life->people, make_id (life->chance));
      g_ptr_array_add (life->names, g_strdup_printf ("Person %u <person%u@example.org>", i, i));
      g_ptr_array_add (life->sessions, make_id (life->chance));
    }
  for (guint i = 0; i < 10 * LIFE_PEOPLE; i++)
    g_ptr_array_add (life->objects, make_id (life->chance));
}

void
life_clear (Life *life)
{
  g_clear_pointer (&life->chance, g_rand_free);
  g_clear_pointer (&life->people, g_ptr_array_unref);
  g_clear_pointer (&life->names, g_ptr_array_unref);
  g_clear_pointer (&life->sessions, g_ptr_array_unref);
  g_clear_pointer (&life->objects, g_ptr_array_unref);
}

guint
life_pick (Life *life, guint n)
{
  double x = g_rand_double (life->chance);

  return (guint) (x * x * n);
}

void
life_append (Life *life, ReeveAccessLog *log, const char *workspace, gint64 time)
{
  static const char *const agents[] = { "Reeve/0.1", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                                        "curl/8.14.1" };
  static const char *const routes[] = { "GET /v1/workspaces/{workspace}/users",
                                        "GET /v1/workspaces/{workspace}/users/{user}",
                                        "PATCH /v1/workspaces/{workspace}/users/{user}",
                                        "GET /v1/workspaces/{workspace}/folders/{folder}/grants",
                                        "POST /v1/workspaces/{workspace}/sign-in" };
  static const char *const actions[] = { NULL, NULL, "user.update", NULL, "sign-in" };
  guint person = life_pick (life, LIFE_PEOPLE);
  guint route = (guint) g_rand_int_range (life->chance, 0, 5);
  gboolean failed = g_rand_int_range (life->chance, 0, 30) == 0;
  char address[32];
  const ReeveAccessEvent event = {
    .time = time,
    .duration_us = g_rand_int_range (life->chance, 100, 30000),
    .status = failed ? 403 : 200,
    .bytes_out = g_rand_int_range (life->chance, 100, 20000),
    .result = failed ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
    .action = actions[route],
    .actor = life->people->pdata[person],
    .actor_name = life->names->pdata[person],
    .address = address,
    .agent = agents[person % 3],
    .object = route == 0 ? NULL : life->objects->pdata[life_pick (life, life->objects->len)],
    .outcome = failed ? "forbidden" : NULL,
    .route = routes[route],
    .session = life->sessions->pdata[person],
  };

  g_snprintf (address, sizeof address, "10.%u.%u.%u", person % 7, person / 256 % 256, person % 256);
  reeve_access_log_append (log, workspace, &event);
}

void
life_append_foreign (Life *life, ReeveAccessLog *log, const char *workspace, gint64 time)
{
  static const char *const users[] = { "root", "deploy", "admin", "postgres", "git" };
  guint user = life_pick (life, G_N_ELEMENTS (users));
  gboolean failed = g_rand_boolean (life->chance);
  g_autofree char *address =
    g_strdup_printf ("203.%d.%d.%d", g_rand_int_range (life->chance, 0, 7),
                     g_rand_int_range (life->chance, 0, 4), g_rand_int_range (life->chance, 0, 256));
  g_autofree char *text = g_strdup_printf (
    "%s for %s%u from %s port %d ssh2", failed ? "Failed password" : "Accepted publickey", users[user],
    life_pick (life, 300), address, g_rand_int_range (life->chance, 32768, 61000));
  g_autofree char *id = make_id (life->chance);
  const ReeveAccessEvent event = {
    .time = time,
    .result = failed ? REEVE_ACCESS_REFUSED : REEVE_ACCESS_OK,
    .action = "sign-in",
    .actor = users[user],
    .actor_name = users[user],
    .address = address,
    .outcome = failed ? "password_wrong" : NULL,
    .source = "sshd web1",
    .source_id = id,
    .text = text,
  };

  reeve_access_log_append (log, workspace, &event);
}
