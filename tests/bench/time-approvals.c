/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a rule that demands approval costs a call: the same one over HTTP, signed and committed, without any
 * rule, beside rules about other things, refused for want of an approval, and let through with one.
 * tests/bench/bench-permissions.py runs it; prints "name value" a line. */

#include <config.h>

#include <stdio.h>

#include "tests/service/http/approving.h"

#define CALLS   200
#define LET     9 /* each is asked for and approved before, with codes of their own */
#define MEASURE "/policy"

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The calls change something each. @version: (inout). @approval: (nullable). ms */
static double
save (World *world, gint64 *version, const char *body, const char *approval, guint status)
{
  g_autofree char *headers = g_strdup_printf (
    "If-Match: \"%" G_GINT64_FORMAT "\"\r\n%s%s%s", *version, approval != NULL ? "Reeve-Approval: " : "",
    approval != NULL ? approval : "", approval != NULL ? "\r\n" : "");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ApiReply) reply = person_send (world->ada, "PATCH", MEASURE, body, headers);
  double taken = (double) (g_get_monotonic_time () - start) / 1e3;

  if (reply->status != status)
    g_error ("%u instead of %u: %s", reply->status, status, reply->body);
  if (status == 200)
    *version = json_object_get_int_member (reply->json, "version");
  return taken;
}

static char *
write_body (guint i)
{
  return g_strdup_printf ("{\"passwordMinLength\":%u}", 14 + i % 7);
}

static double
take_median (GArray *times)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, times->len / 2);
}

/* The median of many. */
static double
measure (World *world, gint64 *version, guint status)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < CALLS; i++)
    {
      g_autofree char *body = write_body (i);
      double taken = save (world, version, body, NULL, status);

      g_array_append_val (times, taken);
    }
  return take_median (times);
}

static double
measure_let (World *world, gint64 *version)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < LET; i++)
    {
      g_autofree char *body = write_body (i);
      g_autofree char *id = ask (world->ada, "PATCH", MEASURE, body);
      double taken;

      expect (decide (world->bo, id, "approve", NULL), 200, NULL);
      taken = save (world, version, body, id, 200);
      g_array_append_val (times, taken);
      step_on (world);
    }
  return take_median (times);
}

int
main (void)
{
  static const char *const others[] = { "users.export", "users.remove", "roles.save", "contacts.create" };
  World world = { NULL };
  gint64 version;

  approving_set_up (&world, NULL);
  {
    g_autoptr (ApiReply) now = person_send (world.ada, "GET", MEASURE, NULL, NULL);

    version = json_object_get_int_member (now->json, "version");
  }
  measure (&world, &version, 200); /* warm */
  printf ("free_ms %.4f\n", measure (&world, &version, 200));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_free (make_rule (&world, "operation", others[i], world.bo, NULL));
  printf ("beside_ms %.4f\n", measure (&world, &version, 200));
  g_free (make_rule (&world, "operation", "policy.save", world.bo, NULL));
  printf ("refused_ms %.4f\n", measure (&world, &version, 403));
  printf ("let_ms %.4f\n", measure_let (&world, &version));
  approving_tear_down (&world, NULL);
  return 0;
}
