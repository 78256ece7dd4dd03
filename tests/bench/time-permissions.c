/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the permission model costs in a made-up workspace of a given size, beside two other designs that
 * answer the same. tests/bench/bench-permissions.py runs it, and says what the figures should be.
 *
 *   time-permissions figures USERS    prints "name value" a line
 *   time-permissions dump USERS       prints the world, a line a thing, and pairs with their verbs */

#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/permission-model-private.h"
#include "common/permission-plan.h"
#include "common/permission-why.h"

static guint64 state = 1;

/* xorshift64* (Vigna 2016): the same world in every run. */
static guint
chance (guint below)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (guint) ((state * G_GUINT64_CONSTANT (2685821657736338717)) >> 33) % below;
}

/* --- The world. 1,000 people are in the group g0, and f1 is a branch of 1,000 folders, whatever its size ---
 */

#define BIG 1000

typedef struct
{
  guint n_users;
  guint n_groups;
  guint n_folders;
  guint n_grants;
} Size;

/* Who tells a line of it. */
typedef void (*Teller) (gpointer data, char **words);

static void
tell (Teller teller, gpointer data, const char *format, ...)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  words = g_strsplit (line, " ", -1);
  teller (data, words);
}

static void
tell_grant (Teller teller, gpointer data, const Size *size, guint i)
{
  static const char *const verbs[] = { "view", "view", "view", "edit", "edit", "approve", "manage" };
  guint folder = chance (size->n_folders);
  guint kind = chance (10);
  const char *verb = verbs[chance (G_N_ELEMENTS (verbs))];

  if (kind < 6)
    tell (teller, data, "grant x%u f%u group g%u %s", i, folder, 1 + chance (size->n_groups - 1), verb);
  else if (kind < 9)
    tell (teller, data, "grant x%u f%u user u%u %s", i, folder, chance (size->n_users), verb);
  else
    tell (teller, data, "grant x%u f%u role r%u %s", i, folder, chance (8), verb);
}

static void
tell_world (const Size *size, Teller teller, gpointer data)
{
  state = 1;
  for (guint i = 0; i < size->n_groups; i++)
    {
      /* four levels at most, as companies have them */
      guint level = i % 4;

      if (i == 0 || level == 0)
        tell (teller, data, "group g%u -", i);
      else
        tell (teller, data, "group g%u g%u", i, i - 1);
    }
  for (guint i = 0; i < size->n_users; i++)
    {
      guint first = 1 + chance (size->n_groups - 1);
      guint second = 1 + chance (size->n_groups - 1);

      tell (teller, data, "user u%u %sg%u,g%u r%u", i, i < BIG ? "g0," : "", first, second, chance (8));
    }
  for (guint i = 0; i < size->n_folders; i++)
    {
      gboolean inherits = chance (25) != 0 || i == 0;

      if (i <= 1)
        tell (teller, data, i == 0 ? "folder f0 - 1" : "folder f1 f0 1");
      else if (i <= BIG)
        tell (teller, data, "folder f%u f%u 1", i, 1 + chance (i - 1));
      else
        tell (teller, data, "folder f%u f%u %d", i,
              i == BIG + 1 || chance (8) == 0 ? 0 : BIG + 1 + chance (i - BIG - 1), inherits);
    }
  for (guint i = 0; i < size->n_grants; i++)
    tell_grant (teller, data, size, i);
}

static void
fill (gpointer data, char **words)
{
  ReevePermissionModel *model = data;
  gboolean done = TRUE;

  if (strcmp (words[0], "group") == 0)
    done = reeve_permission_model_set_group (model, words[1], strcmp (words[2], "-") == 0 ? NULL : words[2]);
  else if (strcmp (words[0], "user") == 0)
    {
      g_auto (GStrv) groups = g_strsplit (words[2], ",", -1);
      g_auto (GStrv) roles = g_strsplit (words[3], ",", -1);

      reeve_permission_model_set_user (model, words[1], (const char *const *) groups,
                                       (const char *const *) roles);
    }
  else if (strcmp (words[0], "folder") == 0)
    done = reeve_permission_model_set_folder (model, words[1], strcmp (words[2], "-") == 0 ? NULL : words[2],
                                              words[3][0] == '1', FALSE, NULL);
  else
    {
      const char *verbs[] = { words[5], NULL };
      ReevePrincipalKind kind = 0;

      while (strcmp (reeve_principal_kinds[kind], words[3]) != 0)
        kind++;
      reeve_permission_model_set_grant (model, words[1], words[2], kind, words[4],
                                        reeve_verbs_from_wire (verbs), 0);
    }
  g_assert_true (done);
}

static void
print_line (gpointer data, char **words)
{
  g_autofree char *line = g_strjoinv (" ", words);

  puts (line);
}

static ReevePermissionModel *
make_model (const Size *size)
{
  ReevePermissionModel *model = reeve_permission_model_new ("f0");

  tell_world (size, fill, model);
  return model;
}

/* --- Another design: for each folder all that reaches it, by principal --- */

typedef struct
{
  ReevePrincipal *principals; /* sorted */
  guint8 *verbs;
  guint n;
  gboolean shared; /* with the parent */
} Merged;

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  guint32 left = ((const ReeveEntry *) a)->principal;
  guint32 right = ((const ReeveEntry *) b)->principal;

  return left < right ? -1 : left > right;
}

static void
merge (ReevePermissionModel *model, Merged *all, guint32 folder)
{
  const ReeveFolderNode *node = reeve_permission_folder (model, folder);
  const Merged *above =
    node->inherits && node->node.parent != REEVE_NO_NUMBER ? &all[node->node.parent] : NULL;
  Merged *merged = &all[folder];
  g_autofree ReeveEntry *own = NULL;
  guint i = 0;

  if (!merged->shared)
    {
      g_free (merged->principals);
      g_free (merged->verbs);
    }
  if (above != NULL && node->own.n == 0)
    {
      *merged = *above;
      merged->shared = TRUE;
      return;
    }
  own = g_memdup2 (node->own.items, node->own.n * sizeof *own);
  if (own != NULL)
    qsort (own, node->own.n, sizeof *own, compare_entries);
  *merged = (Merged) { g_new (ReevePrincipal, node->own.n + (above != NULL ? above->n : 0) + 1),
                       g_malloc (node->own.n + (above != NULL ? above->n : 0) + 1), 0, FALSE };
  for (guint k = 0; k < node->own.n || (above != NULL && i < above->n);)
    {
      gboolean take_own =
        above == NULL || i == above->n || (k < node->own.n && own[k].principal < above->principals[i]);
      ReevePrincipal principal = take_own ? own[k].principal : above->principals[i];
      guint8 verbs = take_own ? own[k++].verbs : above->verbs[i++];

      if (merged->n > 0 && merged->principals[merged->n - 1] == principal)
        merged->verbs[merged->n - 1] |= verbs;
      else
        {
          merged->principals[merged->n] = principal;
          merged->verbs[merged->n++] = verbs;
        }
    }
}

static void
merge_below (ReevePermissionModel *model, Merged *all, guint32 top)
{
  for (guint32 folder = top; folder != REEVE_NO_NUMBER;
       folder = reeve_permission_next_folder (model, top, folder))
    merge (model, all, folder);
}

static ReeveVerbs
check_merged (ReevePermissionModel *model, const Merged *all, guint32 subject, guint32 folder)
{
  ReeveClosure closure = reeve_closure_of_subject (model, subject);
  const Merged *merged = &all[folder];
  ReeveClosure list = { merged->principals, merged->n, 0 };
  ReeveVerbs verbs = REEVE_VERBS_NONE;

  for (guint i = 0; i < closure.n; i++)
    {
      guint low = 0;
      guint high = list.n;

      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (list.items[middle] < closure.items[i])
            low = middle + 1;
          else
            high = middle;
        }
      if (low < list.n && list.items[low] == closure.items[i])
        verbs |= merged->verbs[low];
    }
  return verbs;
}

static gsize
get_merged_memory (const Merged *all, guint n)
{
  gsize bytes = n * sizeof (Merged);

  for (guint i = 0; i < n; i++)
    if (!all[i].shared)
      bytes += all[i].n * (sizeof (ReevePrincipal) + 1);
  return bytes;
}

static void
free_merged (Merged *all, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!all[i].shared)
      {
        g_free (all[i].principals);
        g_free (all[i].verbs);
      }
  g_free (all);
}

/* --- Another: for each folder everybody's verbs, four bits a person --- */

typedef struct
{
  guint8 *bits;
  gboolean shared;
} Bitmap;

static void
map_folder (ReevePermissionModel *model, Bitmap *all, guint32 folder, guint8 *room)
{
  const ReeveFolderNode *node = reeve_permission_folder (model, folder);
  guint n = model->subjects->len;

  if (!all[folder].shared)
    g_free (all[folder].bits);
  if (node->inherits && node->node.parent != REEVE_NO_NUMBER && node->own.n == 0)
    {
      all[folder] = (Bitmap) { all[node->node.parent].bits, TRUE };
      return;
    }
  reeve_permission_who (model, folder, 0, room);
  all[folder] = (Bitmap) { g_malloc0 (n / 2 + 1), FALSE };
  for (guint i = 0; i < n; i++)
    all[folder].bits[i / 2] |= (guint8) (room[i] << (i % 2 * 4));
}

static void
map_below (ReevePermissionModel *model, Bitmap *all, guint32 top, guint8 *room)
{
  for (guint32 folder = top; folder != REEVE_NO_NUMBER;
       folder = reeve_permission_next_folder (model, top, folder))
    map_folder (model, all, folder, room);
}

/* --- Timing --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
get_median (double *times, guint n)
{
  qsort (times, n, sizeof *times, compare_doubles);
  return times[n / 2];
}

static gint64
now_ns (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

#define BATCHES 2001
#define BATCH   100

typedef ReeveVerbs (*Check) (ReevePermissionModel *model,
                             gconstpointer data,
                             guint32 subject,
                             guint32 folder);

static ReeveVerbs
check_model (ReevePermissionModel *model, gconstpointer data, guint32 subject, guint32 folder)
{
  return reeve_permission_check (model, subject, folder, 1);
}

static ReeveVerbs
check_merged_at (ReevePermissionModel *model, gconstpointer data, guint32 subject, guint32 folder)
{
  return check_merged (model, data, subject, folder);
}

static ReeveVerbs
check_bitmap (ReevePermissionModel *model, gconstpointer data, guint32 subject, guint32 folder)
{
  const Bitmap *all = data;

  return all[folder].bits[subject / 2] >> (subject % 2 * 4) & 15;
}

/* ns; and that all say the same. */
static double
time_checks (ReevePermissionModel *model, const Size *size, Check check, gconstpointer data, guint64 *sum)
{
  g_autofree double *times = g_new (double, BATCHES);
  guint32 pairs[BATCH][2];

  state = 7;
  *sum = 0;
  for (guint i = 0; i < BATCHES; i++)
    {
      gint64 start;

      for (guint k = 0; k < BATCH; k++)
        {
          pairs[k][0] = chance (size->n_users);
          pairs[k][1] = chance (size->n_folders);
        }
      start = now_ns ();
      for (guint k = 0; k < BATCH; k++)
        *sum = *sum * 31 + check (model, data, pairs[k][0], pairs[k][1]);
      times[i] = (double) (now_ns () - start) / BATCH;
    }
  return get_median (times, BATCHES);
}

/* ms */
static double
time_who (ReevePermissionModel *model, const Size *size)
{
  double times[301];
  g_autofree guint8 *verbs = g_malloc (reeve_permission_model_get_n_subjects (model));

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = now_ns ();

      reeve_permission_who (model, chance (size->n_folders), 1, verbs);
      times[i] = (double) (now_ns () - start) / 1e6;
    }
  return get_median (times, G_N_ELEMENTS (times));
}

static double
time_reach (ReevePermissionModel *model, const Size *size)
{
  double times[101];
  g_autofree guint8 *verbs = g_malloc (reeve_permission_model_get_n_folders (model));

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *id = g_strdup_printf ("u%u", chance (size->n_users));
      gint64 start = now_ns ();

      g_assert_true (reeve_permission_reach (model, REEVE_PRINCIPAL_USER, id, 1, verbs));
      times[i] = (double) (now_ns () - start) / 1e6;
    }
  return get_median (times, G_N_ELEMENTS (times));
}

static double
time_why (ReevePermissionModel *model, const Size *size)
{
  double times[301];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = now_ns ();
      g_autoptr (ReevePermissionAnswer) answer =
        reeve_permission_why (model, chance (size->n_users), chance (size->n_folders), REEVE_VERB_VIEW, 1);

      g_assert_nonnull (answer);
      times[i] = (double) (now_ns () - start) / 1e6;
    }
  return get_median (times, G_N_ELEMENTS (times));
}

static ReevePermissionChange *
make_big_grant (void)
{
  const char *verbs[] = { "manage", NULL };
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("grant", "f1");

  change->principal_kind = "group";
  change->principal = g_strdup ("g0");
  change->verbs = g_strdupv ((char **) verbs);
  return change;
}

/* ms: one grant to 1,000 people on a branch of 1,000 folders; @n: pairs that it changes */
static double
time_plan (ReevePermissionModel *model, guint *n)
{
  double times[15];
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (changes, make_big_grant ());
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = now_ns ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ReevePermissionPlan) plan = reeve_permission_plan_new (model, changes, 1, &error);

      g_assert_no_error (error);
      times[i] = (double) (now_ns () - start) / 1e6;
      *n = plan->differences->len;
    }
  return get_median (times, G_N_ELEMENTS (times));
}

/* us: one grant near the top, until all answers are right again. */
static double
time_change (ReevePermissionModel *model, Merged *merged, Bitmap *bitmaps, guint8 *room)
{
  double times[5];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 start = now_ns ();

      reeve_permission_model_set_grant (model, "change", "f0", REEVE_PRINCIPAL_GROUP,
                                        i % 2 == 0 ? "g0" : "g1", REEVE_VERB_EDIT, 0);
      if (merged != NULL)
        merge_below (model, merged, model->root);
      if (bitmaps != NULL)
        map_below (model, bitmaps, model->root, room);
      times[i] = (double) (now_ns () - start) / 1e3;
    }
  reeve_permission_model_remove_grant (model, "change");
  return get_median (times, G_N_ELEMENTS (times));
}

static gsize
get_heap (void)
{
  return mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
}

static void
print_figures (const Size *size)
{
  gsize before = get_heap ();
  gint64 start = now_ns ();
  g_autoptr (ReevePermissionModel) model = make_model (size);
  double filled = (double) (now_ns () - start) / 1e6;
  gsize bytes = get_heap () - before;
  guint n = model->folders->len;
  Merged *merged = g_new0 (Merged, n);
  guint8 *room = g_malloc (model->subjects->len);
  guint64 sum;
  guint64 other;
  guint pairs;

  printf ("fill_ms %.1f\nheap_mb %.1f\nown_mb %.1f\n", filled, (double) bytes / 1e6,
          (double) reeve_permission_model_get_memory (model) / 1e6);
  printf ("check_ns %.1f\n", time_checks (model, size, check_model, NULL, &sum));
  printf ("who_ms %.3f\nreach_ms %.3f\nwhy_ms %.4f\n", time_who (model, size), time_reach (model, size),
          time_why (model, size));
  printf ("plan_ms %.2f\n", time_plan (model, &pairs));
  printf ("plan_pairs %u\n", pairs);
  printf ("change_us %.2f\n", time_change (model, NULL, NULL, NULL));

  merge_below (model, merged, model->root);
  printf ("merged_mb %.1f\n", (double) get_merged_memory (merged, n) / 1e6);
  printf ("merged_check_ns %.1f\n", time_checks (model, size, check_merged_at, merged, &other));
  g_assert_cmpuint (sum, ==, other);
  printf ("merged_change_us %.1f\n", time_change (model, merged, NULL, NULL));
  free_merged (merged, n);

  if (size->n_users <= 20000)
    {
      Bitmap *bitmaps = g_new0 (Bitmap, n);
      guint own = 0;

      map_below (model, bitmaps, model->root, room);
      for (guint i = 0; i < n; i++)
        own += !bitmaps[i].shared;
      printf ("bitmaps_mb %.1f\n", (double) own * model->subjects->len / 2 / 1e6);
      printf ("bitmaps_check_ns %.1f\n", time_checks (model, size, check_bitmap, bitmaps, &other));
      g_assert_cmpuint (sum, ==, other);
      printf ("bitmaps_change_us %.1f\n", time_change (model, NULL, bitmaps, room));
      for (guint i = 0; i < n; i++)
        if (!bitmaps[i].shared)
          g_free (bitmaps[i].bits);
      g_free (bitmaps);
    }
  g_free (room);
}

/* Pairs with the verbs that they have, for the others to be compared with: half of them with some. */
static void
print_pairs (const Size *size)
{
  g_autoptr (ReevePermissionModel) model = make_model (size);

  state = 11;
  for (guint n = 0, with = 0; n < 400;)
    {
      guint32 subject = chance (size->n_users);
      guint32 folder = chance (size->n_folders);
      ReeveVerbs verbs = reeve_permission_check (model, subject, folder, 1);

      if (verbs != REEVE_VERBS_NONE ? with >= 200 : n - with >= 200)
        continue;
      n++;
      with += verbs != REEVE_VERBS_NONE;
      printf ("pair %s %s %u\n", reeve_permission_model_get_subject_id (model, subject),
              reeve_permission_model_get_folder_id (model, folder), verbs);
    }
}

int
main (int argc, char **argv)
{
  guint64 n = 10000;
  Size size;

  if (argc > 2)
    g_assert_true (g_ascii_string_to_unsigned (argv[2], 10, 2 * BIG, 1000000, &n, NULL));
  size = (Size) { (guint) n, (guint) n / 20, (guint) n, (guint) n * 5 };

  if (argc > 1 && strcmp (argv[1], "dump") == 0)
    {
      tell_world (&size, print_line, NULL);
      print_pairs (&size);
    }
  else
    print_figures (&size);
  return 0;
}
