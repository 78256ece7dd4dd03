/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The walk over the tree that finds the differences, what is counted of them, and their hash. */

#include "config.h"

#include "common/permission-plan.h"

#include <openssl/evp.h>
#include <string.h>

#include "common/encoding.h"
#include "common/permission-apply.h"

/* Where so many are asked about one folder, all are, at once. */
#define MANY 256

/* Verbs of the people concerned in one folder, before and after. */
typedef struct
{
  guint8 *before;
  guint8 *after;
  gboolean live; /* they differ: what is below may too */
} Level;

typedef struct
{
  ReevePermissionModel *before;
  ReevePermissionModel *after;
  gint64 at;
  ReevePermissionPlan *plan;
  ReevePermissionTouched *touched;
  guint8 *leads;   /* by folder: something touched is below it, or it is touched itself */
  GArray *people;  /* of guint32: the subjects concerned, by id; their places are what follows counts in */
  guint32 *places; /* by subject: its place, or REEVE_NO_NUMBER */
  GHashTable *members; /* ReevePrincipal + 1 -> GArray of guint32: places of those who are it, before … */
  GHashTable *members_after; /* … and after; the same table where no membership changed */
  GArray *levels;            /* of Level */
  guint8 *everybody;         /* room for reeve_permission_who() */
  guint8 *gainers;           /* by place */
  guint8 *losers;
} Walk;

/* --- Verbs of the people concerned --- */

static GArray *
list_members (Walk *walk, ReevePermissionModel *model, ReevePrincipal principal)
{
  GHashTable *known = model == walk->after ? walk->members_after : walk->members;
  GArray *members = g_hash_table_lookup (known, GUINT_TO_POINTER (principal + 1));
  guint n = 0;

  if (members != NULL)
    return members;
  members = g_array_new (FALSE, FALSE, sizeof (guint32));
  reeve_permission_add_members (model, principal, members);
  for (guint i = 0; i < members->len; i++)
    {
      guint32 place = walk->places[g_array_index (members, guint32, i)];

      if (place != REEVE_NO_NUMBER)
        g_array_index (members, guint32, n++) = place;
    }
  g_array_set_size (members, n);
  g_hash_table_insert (known, GUINT_TO_POINTER (principal + 1), members);
  return members;
}

/* From nothing: asked one by one, or all at once. */
static void
ask (Walk *walk, ReevePermissionModel *model, guint32 folder, guint8 *verbs)
{
  const guint32 *people = (const guint32 *) walk->people->data;

  if (walk->people->len < MANY)
    {
      for (guint i = 0; i < walk->people->len; i++)
        verbs[i] = (guint8) reeve_permission_check (model, people[i], folder, walk->at);
      return;
    }
  reeve_permission_who (model, folder, walk->at, walk->everybody);
  for (guint i = 0; i < walk->people->len; i++)
    verbs[i] = walk->everybody[people[i]];
}

/* From the parent's. */
static void
derive (Walk *walk, ReevePermissionModel *model, guint32 folder, const guint8 *above, guint8 *verbs)
{
  const ReeveFolderNode *node = reeve_permission_folder (model, folder);

  if (node->inherits && !node->hidden)
    memcpy (verbs, above, walk->people->len);
  else
    memset (verbs, REEVE_VERBS_NONE, walk->people->len);
  for (guint32 i = 0; i < node->own.n && !node->hidden; i++)
    {
      const ReeveEntry *entry = &node->own.items[i];
      const GArray *members;

      if (reeve_entry_has_expired (entry, walk->at))
        continue;
      members = list_members (walk, model, entry->principal);
      for (guint k = 0; k < members->len; k++)
        verbs[g_array_index (members, guint32, k)] |= entry->verbs;
    }
}

/* --- What is noted of a folder --- */

static gboolean
is_outside (ReevePermissionModel *model, guint32 subject, guint32 company)
{
  ReeveClosure closure;

  if (reeve_permission_model_is_contact (model, subject))
    return TRUE;
  if (company == REEVE_NO_NUMBER)
    return FALSE;
  closure = reeve_closure_of_subject (model, subject);
  return !reeve_closure_has (&closure, reeve_principal (REEVE_PRINCIPAL_CLASS_GROUP, company));
}

static void
count_pair (Walk *walk, const ReevePermissionDifference *difference, guint32 place, guint32 company)
{
  ReevePermissionPlan *plan = walk->plan;
  guint8 gained = difference->after & (guint8) ~difference->before;
  guint8 lost = difference->before & (guint8) ~difference->after;

  plan->gained += gained != 0;
  plan->lost += lost != 0;
  walk->gainers[place] |= gained != 0;
  walk->losers[place] |= lost != 0;
  plan->manage_gained += (gained & REEVE_VERB_MANAGE) != 0;
  if ((gained & REEVE_VERB_VIEW) && is_outside (walk->after, difference->subject, company))
    {
      plan->outside_gained++;
      plan->crossing += reeve_permission_is_in_group (walk->after, difference->subject);
    }
}

/* Whether there is any difference. */
static gboolean
note_folder (Walk *walk, guint32 folder, const Level *level)
{
  ReevePermissionPlan *plan = walk->plan;
  const guint32 *people = (const guint32 *) walk->people->data;
  guint32 company = reeve_permission_get_company (walk->after, folder);
  guint n = plan->differences->len;
  guint8 lost = 0;

  if (memcmp (level->before, level->after, walk->people->len) == 0)
    return FALSE;
  g_array_set_size (plan->differences, n + walk->people->len);
  for (guint32 i = 0; i < walk->people->len; i++)
    if (level->before[i] != level->after[i])
      {
        ReevePermissionDifference *each = &g_array_index (plan->differences, ReevePermissionDifference, n++);

        *each = (ReevePermissionDifference) { folder, people[i], level->before[i], level->after[i] };
        count_pair (walk, each, i, company);
        lost |= level->before[i] & (guint8) ~level->after[i];
      }
  g_array_set_size (plan->differences, n);
  plan->folders++;
  if ((lost & REEVE_VERB_MANAGE) && !reeve_permission_is_managed (walk->after, folder, walk->at))
    g_array_append_val (plan->unmanaged, folder);
  return TRUE;
}

/* --- The walk --- */

static Level *
get_level (Walk *walk, guint depth)
{
  while (walk->levels->len <= depth)
    {
      Level level = { g_malloc0 (walk->people->len + 1), g_malloc0 (walk->people->len + 1), FALSE };

      g_array_append_val (walk->levels, level);
    }
  return &g_array_index (walk->levels, Level, depth);
}

static void
visit (Walk *walk, guint32 folder, guint depth)
{
  Level *level = get_level (walk, depth);
  const Level *above = depth > 0 ? &g_array_index (walk->levels, Level, depth - 1) : NULL;
  gboolean follows = above != NULL && above->live;
  gboolean touched = walk->touched->folders[folder] || (walk->touched->everywhere && depth == 0);

  level->live = FALSE;
  if (!follows && !touched)
    return;
  if (follows && !touched)
    derive (walk, walk->before, folder, above->before, level->before);
  else
    ask (walk, walk->before, folder, level->before);
  if (follows)
    derive (walk, walk->after, folder, above->after, level->after);
  else
    ask (walk, walk->after, folder, level->after);
  level->live = note_folder (walk, folder, level) || walk->touched->everywhere ||
                reeve_permission_folder (walk->before, folder)->hidden !=
                  reeve_permission_folder (walk->after, folder)->hidden;
}

/* Parents first; only where something differs, or below which something was touched. */
static void
walk_tree (Walk *walk)
{
  guint32 folder = walk->after->root;
  guint depth = 0;

  for (;;)
    {
      const ReeveNode *node;

      visit (walk, folder, depth);
      node = &reeve_permission_folder (walk->after, folder)->node;
      if (node->first_child != REEVE_NO_NUMBER &&
          (g_array_index (walk->levels, Level, depth).live || walk->leads[folder]))
        {
          folder = node->first_child;
          depth++;
          continue;
        }
      while (depth > 0 && node->next == REEVE_NO_NUMBER)
        {
          node = &reeve_permission_folder (walk->after, node->parent)->node;
          depth--;
        }
      if (depth == 0)
        return;
      folder = node->next;
    }
}

static void
mark_leads (Walk *walk)
{
  for (guint32 i = 0; i < walk->before->folders->len; i++)
    if (walk->touched->folders[i])
      for (guint32 folder = i; folder != REEVE_NO_NUMBER && !walk->leads[folder];
           folder = reeve_permission_folder (walk->after, folder)->node.parent)
        walk->leads[folder] = TRUE;
}

static int
compare_subjects (gconstpointer a, gconstpointer b, gpointer model)
{
  return strcmp (reeve_permission_model_get_subject_id (model, *(const guint32 *) a),
                 reeve_permission_model_get_subject_id (model, *(const guint32 *) b));
}

static void
list_people (Walk *walk)
{
  guint n = walk->before->subjects->len;

  for (guint32 i = 0; i < n; i++)
    if (walk->touched->subjects[i])
      g_array_append_val (walk->people, i);
  g_array_sort_with_data (walk->people, compare_subjects, walk->before);
  for (guint32 i = 0; i < n; i++)
    walk->places[i] = REEVE_NO_NUMBER;
  for (guint32 i = 0; i < walk->people->len; i++)
    walk->places[g_array_index (walk->people, guint32, i)] = i;
}

static gint64
count (const guint8 *flags, guint n)
{
  gint64 counted = 0;

  for (guint i = 0; i < n; i++)
    counted += flags[i];
  return counted;
}

static void
find_differences (ReevePermissionPlan *plan,
                  ReevePermissionModel *model,
                  ReevePermissionTouched *touched,
                  gint64 at)
{
  Walk walk = { .before = model, .after = plan->after, .at = at, .plan = plan, .touched = touched };
  g_autofree guint8 *leads = g_new0 (guint8, model->folders->len);
  g_autofree guint32 *places = g_new (guint32, model->subjects->len);
  g_autofree guint8 *everybody = g_new0 (guint8, model->subjects->len);
  g_autofree guint8 *gainers = NULL;
  g_autofree guint8 *losers = NULL;
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_autoptr (GHashTable) members = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr (GHashTable) members_after =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  walk.leads = leads;
  walk.places = places;
  walk.everybody = everybody;
  walk.people = people;
  walk.levels = levels;
  walk.members = members;
  walk.members_after = touched->everywhere ? members_after : members;
  list_people (&walk);
  if (people->len == 0)
    return;
  walk.gainers = gainers = g_new0 (guint8, people->len);
  walk.losers = losers = g_new0 (guint8, people->len);
  mark_leads (&walk);
  walk_tree (&walk);
  plan->people_gained = count (gainers, people->len);
  plan->people_lost = count (losers, people->len);
  for (guint i = 0; i < levels->len; i++)
    {
      g_free (g_array_index (levels, Level, i).before);
      g_free (g_array_index (levels, Level, i).after);
    }
}

/* --- The hash: over ids in their order, for numbers differ from one process to the next --- */

typedef struct
{
  const char *id;
  guint first; /* of its differences */
  guint n;
} Part;

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Part *) a)->id, ((const Part *) b)->id);
}

static GArray *
list_parts (ReevePermissionPlan *plan)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  const ReevePermissionDifference *differences = (const ReevePermissionDifference *) plan->differences->data;

  for (guint i = 0; i < plan->differences->len; i++)
    if (i == 0 || differences[i].folder != differences[i - 1].folder)
      {
        Part part = { reeve_permission_model_get_folder_id (plan->after, differences[i].folder), i, 1 };

        g_array_append_val (parts, part);
      }
    else
      g_array_index (parts, Part, parts->len - 1).n++;
  g_array_sort (parts, compare_parts);
  return parts;
}

#define PAIR_BYTES 6

/* The pair, by the number that its subject got when it was first met. */
static void
write_pair (guint8 *bytes, guint32 number, const ReevePermissionDifference *difference)
{
  number = GUINT32_TO_LE (number);
  memcpy (bytes, &number, sizeof number);
  bytes[4] = difference->before;
  bytes[5] = difference->after;
}

/* One folder: its id, the ids of those who are met here first, and the pairs. */
static void
digest_part (EVP_MD_CTX *context, ReevePermissionPlan *plan, const Part *part, guint32 *met, guint32 *n_met)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) part->n * PAIR_BYTES);

  EVP_DigestUpdate (context, part->id, strlen (part->id) + 1);
  for (guint i = 0; i < part->n; i++)
    {
      const ReevePermissionDifference *each =
        &g_array_index (plan->differences, ReevePermissionDifference, part->first + i);

      if (met[each->subject] == 0)
        {
          const char *id = reeve_permission_model_get_subject_id (plan->after, each->subject);

          met[each->subject] = ++*n_met;
          EVP_DigestUpdate (context, id, strlen (id) + 1);
        }
      write_pair (bytes + (gsize) i * PAIR_BYTES, met[each->subject], each);
    }
  EVP_DigestUpdate (context, bytes, (gsize) part->n * PAIR_BYTES);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

static char *
make_hash (ReevePermissionPlan *plan, GPtrArray *changes)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  g_autoptr (GArray) parts = list_parts (plan);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree guint32 *met = g_new0 (guint32, plan->after->subjects->len);
  guint8 digest[32];
  guint32 n_met = 0;

  EVP_DigestInit_ex (context, EVP_sha256 (), NULL);
  for (guint i = 0; i < changes->len; i++)
    reeve_record_append_json (changes->pdata[i], json);
  EVP_DigestUpdate (context, json->str, json->len + 1);
  for (guint i = 0; i < parts->len; i++)
    digest_part (context, plan, &g_array_index (parts, Part, i), met, &n_met);
  EVP_DigestFinal_ex (context, digest, NULL);
  return reeve_hex_encode (digest, sizeof digest);
}

/* --- The whole --- */

ReevePermissionPlan *
reeve_permission_plan_new (ReevePermissionModel *model, GPtrArray *changes, gint64 at, GError **error)
{
  g_autoptr (ReevePermissionPlan) plan = g_new0 (ReevePermissionPlan, 1);
  ReevePermissionTouched touched;
  gboolean done = TRUE;

  plan->after = reeve_permission_model_copy (model);
  plan->differences = g_array_new (FALSE, FALSE, sizeof (ReevePermissionDifference));
  plan->inverse = g_ptr_array_new_with_free_func (g_object_unref);
  plan->unmanaged = g_array_new (FALSE, FALSE, sizeof (guint32));
  reeve_permission_touched_init (&touched, model);
  for (guint i = 0; i < changes->len && done; i++)
    done = reeve_permission_apply (plan->after, changes->pdata[i], i, &touched, plan->inverse, error);
  if (done)
    {
      find_differences (plan, model, &touched, at);
      plan->hash = make_hash (plan, changes);
    }
  reeve_permission_touched_clear (&touched);
  for (guint i = 0; i < plan->inverse->len / 2; i++)
    {
      gpointer swap = plan->inverse->pdata[i];

      plan->inverse->pdata[i] = plan->inverse->pdata[plan->inverse->len - 1 - i];
      plan->inverse->pdata[plan->inverse->len - 1 - i] = swap;
    }
  return done ? g_steal_pointer (&plan) : NULL;
}

void
reeve_permission_plan_free (ReevePermissionPlan *plan)
{
  g_clear_pointer (&plan->after, reeve_permission_model_free);
  g_clear_pointer (&plan->differences, g_array_unref);
  g_clear_pointer (&plan->inverse, g_ptr_array_unref);
  g_clear_pointer (&plan->unmanaged, g_array_unref);
  g_free (plan->hash);
  g_free (plan);
}

gboolean
reeve_permission_is_outside (ReevePermissionModel *model, guint32 subject, guint32 folder)
{
  return is_outside (model, subject, reeve_permission_get_company (model, folder));
}

gboolean
reeve_permission_is_group_outside (ReevePermissionModel *model, const char *group, const char *folder)
{
  guint32 above = reeve_numbering_find (&model->group_numbers, group);
  guint32 number = reeve_permission_model_find_folder (model, folder);
  guint32 company =
    number != REEVE_NO_NUMBER ? reeve_permission_get_company (model, number) : REEVE_NO_NUMBER;

  if (company == REEVE_NO_NUMBER)
    return FALSE;
  while (above != REEVE_NO_NUMBER && above != company)
    above = reeve_permission_group (model, above)->node.parent;
  return above == REEVE_NO_NUMBER;
}

gboolean
reeve_permission_is_in_group (ReevePermissionModel *model, guint32 subject)
{
  return reeve_permission_subject (model, subject)->groups.n > 0;
}

static gboolean
is_anybody (ReevePermissionModel *model, ReevePrincipal principal)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint32));

  reeve_permission_add_members (model, principal, members);
  return members->len > 0;
}

gboolean
reeve_permission_is_managed (ReevePermissionModel *model, guint32 folder, gint64 at)
{
  const ReeveFolderNode *node = reeve_permission_folder (model, folder);

  if (node->hidden)
    return TRUE;
  for (;; node = reeve_permission_folder (model, node->node.parent))
    {
      for (guint32 i = 0; i < node->own.n; i++)
        if ((node->own.items[i].verbs & REEVE_VERB_MANAGE) &&
            !reeve_entry_has_expired (&node->own.items[i], at) &&
            is_anybody (model, node->own.items[i].principal))
          return TRUE;
      if (!node->inherits || node->node.parent == REEVE_NO_NUMBER)
        return FALSE;
    }
}
