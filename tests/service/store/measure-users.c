/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Measures lists of users in a workspace of 100,000 (or as many as the argument says), through SQLCipher. Not
 * a test: prints milliseconds, best and median of some tries, on a warm connection. --groups: group
 * administrators' lists instead, as lines of `./dev bench` (bench-groups.py). */

#include "config.h"

#include <stdlib.h>

#include "common/group.h"
#include "scratch.h"
#include "service/store/groups.h"
#include "service/store/users.h"

static const char *const first_names[] = { "Ada",     "Grace",    "Hana",   "Zoë",   "José",
                                           "Linus",   "Margaret", "Søren",  "Ines",  "Pavel",
                                           "Chloé",   "Dmitri",   "Fatima", "Oluwa", "Priya",
                                           "Quentin", "Rafael",   "Ursula", "Wanda", "Yusuf" };
static const char *const last_names[] = { "Lovelace",  "Hopper",   "Sato",        "Müller",  "García",
                                          "Torvalds",  "Hamilton", "Kierkegaard", "Duarte",  "Novák",
                                          "Dubois",    "Ivanov",   "Haddad",      "Okafor",  "Sharma",
                                          "Lambert",   "Moreno",   "Becker",      "Nowak",   "Demir",
                                          "Andersson", "Brown",    "Costa",       "Eriksen", "Fischer" };
static const char *const roles_of_many[] = { "member", NULL };
static const char *const roles_of_few[] = { "workspace-administrator", NULL };

static void
fill (ReeveDb *db, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 start = g_get_monotonic_time ();
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);

  for (guint i = 0; i < n; i++)
    {
      const char *first = first_names[g_rand_int_range (rand, 0, G_N_ELEMENTS (first_names))];
      const char *last = last_names[g_rand_int_range (rand, 0, G_N_ELEMENTS (last_names))];
      g_autofree char *name = g_strdup_printf ("%s %s", first, last);
      g_autofree char *email = g_strdup_printf ("person.%u@%s.example.org", i, i % 3 ? "mail" : "lab");
      g_autoptr (ReeveUser) user = make_user (name, email);
      g_autoptr (GError) error = NULL;

      reeve_set_texts (&user->roles, i % 1000 ? roles_of_many : roles_of_few);
      user->state = i % 33 ? "active" : "suspended";
      user->second_factor = i % 2 ? "on" : "off";
      user->lock = i % 20000 ? "none" : "breach";
      user->last_sign_in = i % 7 ? 1700000000000000 + g_rand_int (rand) : 0;
      g_assert_true (reeve_users_insert (tx, user, &error));
      if (i % 10000 == 9999)
        {
          commit (tx);
          tx = begin (db, REEVE_TX_WRITE);
        }
    }
  commit (tx);
  g_print ("%u users made\t%.3f\tms\treference\treached\n", n,
           (double) (g_get_monotonic_time () - start) / 1000);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static void
measure (ReeveDb *db, const char *what, const char *question, guint page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (question, reeve_user_sorts, reeve_user_filters, &error);
  gint64 times[21];
  gint64 cold = 0;
  gint64 total = 0;
  guint n = 0;
  gboolean estimate = FALSE;

  g_assert_no_error (error);
  for (guint i = 1; i < page; i++)
    {
      g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
      g_autoptr (ReeveListing) listing = reeve_users_list (tx, query, &error);

      g_assert_no_error (error);
      if (listing->next == NULL)
        break;
      g_set_str (&query->cursor, listing->next);
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
      g_autoptr (ReeveListing) listing = reeve_users_list (tx, query, &error);

      g_assert_no_error (error);
      times[i] = g_get_monotonic_time () - start;
      if (i == 0)
        cold = times[i];
      total = listing->total;
      n = listing->items->len;
      estimate = listing->total_is_estimate;
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_times);
  g_print ("%-34s %8.2f %8.2f first %8.2f ms   %3u of %s%" G_GINT64_FORMAT "\n", what,
           (double) times[0] / 1000, (double) times[G_N_ELEMENTS (times) / 2] / 1000, (double) cold / 1000, n,
           estimate ? "~" : "", total);
}

/* --- Group administrators --- */

/* A group of @n of all, evenly strewn, and somebody who administers it; their id. */
static char *
make_scope (ReeveDb *db, guint all, guint n)
{
  g_autofree char *name = g_strdup_printf ("Group of %u", n);
  g_autofree char *email = g_strdup_printf ("administrator.of.%u@mail.example.org", n);
  g_autoptr (ReeveGroup) group = reeve_group_new ();
  g_autoptr (ReeveUser) administrator = make_user (name, email);
  g_autofree char *sql = NULL;
  ReeveTx *tx = begin (db, REEVE_TX_WRITE);
  gboolean changed;
  gint64 number;

  group->name = g_strdup (name);
  g_assert_true (reeve_groups_insert (tx, group, NULL));
  g_assert_true (reeve_users_insert (tx, administrator, NULL));
  g_assert_true (reeve_groups_set_administrator (tx, group->id, administrator->id, TRUE, &changed, NULL));
  g_assert_true (reeve_groups_find_number (tx, group->id, NULL, &number, NULL));
  for (guint i = 0; i < n; i++)
    {
      guint user = 1 + (guint) ((guint64) i * all / n);
      g_autofree char *member = g_strdup_printf (
        "INSERT INTO group_members (grp, number) VALUES (%" G_GINT64_FORMAT ", %u)", number, user);
      g_autofree char *reach = g_strdup_printf (
        "INSERT INTO group_reach (grp, number) VALUES (%" G_GINT64_FORMAT ", %u)", number, user);

      run (tx, member);
      run (tx, reach);
    }
  commit (tx);
  return g_strdup (administrator->id);
}

#define TRIES 101

static gint64
time_list (ReeveDb *db, const char *question, const char *scope)
{
  g_autoptr (ReeveQuery) query =
    reeve_query_from_string (question, reeve_user_sorts, reeve_user_filters, NULL);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ReeveTx) tx = begin (db, REEVE_TX_READ);
  g_autoptr (ReeveListing) listing = NULL;

  query->scope = g_strdup (scope);
  listing = reeve_users_list (tx, query, NULL);
  g_assert_nonnull (listing);
  return g_get_monotonic_time () - start;
}

static double
get_median (gint64 *times)
{
  qsort (times, TRIES, sizeof *times, compare_times);
  return (double) times[TRIES / 2] / 1000;
}

/* In turn with everybody's list, so that both meet the same machine. */
static void
measure_scope (ReeveDb *db, const char *question, guint n, const char *scope)
{
  gint64 theirs[TRIES];
  gint64 alls[TRIES];
  double part;
  double all;

  for (guint i = 0; i < TRIES; i++)
    {
      alls[i] = time_list (db, question, NULL);
      theirs[i] = time_list (db, question, scope);
    }
  part = get_median (theirs);
  all = get_median (alls);
  g_print ("list of a group of %u, %s (%.3f ms), against everybody's (%.3f ms)\t%.3f\ttimes\t<= 1.300\t%s\n",
           n, question, part, all, part / all, part <= 1.3 * all ? "reached" : "short");
}

static void
measure_scopes (ReeveDb *db, guint all)
{
  static const char *const questions[] = {
    "sort=displayName",
    "sort=-displayName",
    "sort=email",
    "sort=secondFactor",
    "sort=state",
    "sort=lastSignIn",
    "sort=-lastSignIn",
    "sort=created",
    "sort=-created",
    "q=a",
    "q=ada",
    "q=zoe%20lovelace",
    "state=suspended",
    "secondFactor=off",
    "signedIn=never",
    "role=member",
  };
  static const guint sizes[] = { 100, 1000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autofree char *scope = make_scope (db, all, sizes[i]);

      g_print ("%u people put into a group\t%.3f\tms\treference\treached\n", sizes[i],
               (double) (g_get_monotonic_time () - start) / 1000);
      for (guint j = 0; j < G_N_ELEMENTS (questions); j++)
        {
          g_autofree char *question = g_strconcat ("limit=100&", questions[j], NULL);

          measure_scope (db, question, sizes[i], scope);
        }
    }
}

int
main (int argc, char **argv)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (ReeveDb) db = NULL;

  guint64 n = 100000;
  gboolean groups = argc == 2 && g_str_equal (argv[1], "--groups");

  if (!groups && argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, G_MAXUINT, &n, NULL))
    g_error ("measure-users [HOW-MANY | --groups]");
  scratch_init (&scratch);
  db = scratch_open (&scratch, "workspace");
  fill (db, (guint) n);
  if (groups)
    {
      measure_scopes (db, (guint) n);
      return 0;
    }
  measure (db, "page 1 by name", "limit=100&sort=displayName", 1);
  measure (db, "page 900 by name", "limit=100&sort=displayName", 900);
  measure (db, "page 1 by last sign-in, down", "limit=100&sort=-lastSignIn", 1);
  measure (db, "page 900 by second factor", "limit=100&sort=secondFactor", 900);
  measure (db, "page 1 of 500", "limit=500", 1);
  measure (db, "q: a", "q=a", 1);
  measure (db, "q: q", "q=q", 1);
  measure (db, "q: ad", "q=ad", 1);
  measure (db, "q: zo", "q=zo", 1);
  measure (db, "q: qx (none)", "q=qx", 1);
  measure (db, "q: ada", "q=ada", 1);
  measure (db, "q: example", "q=example", 1);
  measure (db, "q: lovela", "q=lovela", 1);
  measure (db, "q: 123", "q=123", 1);
  measure (db, "q: person.4711", "q=person.4711", 1);
  measure (db, "q: zoe lovelace", "q=zoe%20lovelace", 1);
  measure (db, "q: zoe lovelace lab", "q=zoe%20lovelace%20lab", 1);
  measure (db, "q: zoe yusuf (none, dense)", "q=zoe%20yusuf", 1);
  measure (db, "state=suspended", "state=suspended", 1);
  measure (db, "state=suspended by last sign-in", "state=suspended&sort=-lastSignIn", 1);
  measure (db, "state=active", "state=active", 1);
  measure (db, "secondFactor=off", "secondFactor=off", 1);
  measure (db, "signedIn=never", "signedIn=never", 1);
  measure (db, "lock=breach", "lock=breach", 1);
  measure (db, "role=administrator", "role=workspace-administrator", 1);
  measure (db, "role=member", "role=member", 1);
  measure (db, "active, off, never", "state=active&secondFactor=off&signedIn=never", 1);
  measure (db, "q: ada, suspended", "q=ada&state=suspended", 1);
  return 0;
}
