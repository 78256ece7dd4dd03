/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Fills a permission model from lines, and answers questions about it, a line each.
 * tests/common/permissions.py writes them and knows what is right. "-" stands for nothing; lists are joined
 * by commas. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/error.h"
#include "common/json.h"
#include "common/permission-plan.h"
#include "common/permission-review.h"
#include "common/permission-why.h"

static ReevePermissionModel *model;

static const char *
optional (const char *word)
{
  return strcmp (word, "-") == 0 ? NULL : word;
}

static GStrv
split (const char *word)
{
  return g_strsplit (optional (word) != NULL ? word : "", ",", -1);
}

static gint64
read_time (const char *word)
{
  gint64 time = 0;

  g_assert_true (g_ascii_string_to_signed (word, 10, G_MININT64, G_MAXINT64, &time, NULL));
  return time;
}

static ReevePrincipalKind
read_kind (const char *word)
{
  ReevePrincipalKind kind = 0;

  while (strcmp (reeve_principal_kinds[kind], word) != 0)
    kind++;
  return kind;
}

static void
fill (char **words)
{
  gboolean done = TRUE;

  if (strcmp (words[0], "group") == 0)
    done = reeve_permission_model_set_group (model, words[1], optional (words[2]));
  else if (strcmp (words[0], "no-group") == 0)
    reeve_permission_model_remove_group (model, words[1]);
  else if (strcmp (words[0], "user") == 0)
    {
      g_auto (GStrv) groups = split (words[2]);
      g_auto (GStrv) roles = split (words[3]);

      reeve_permission_model_set_user (model, words[1], (const char *const *) groups,
                                       (const char *const *) roles);
    }
  else if (strcmp (words[0], "contact") == 0)
    reeve_permission_model_set_contact (model, words[1]);
  else if (strcmp (words[0], "no-subject") == 0)
    reeve_permission_model_remove_subject (model, words[1]);
  else if (strcmp (words[0], "folder") == 0)
    done = reeve_permission_model_set_folder (model, words[1], optional (words[2]), words[3][0] == '1',
                                              words[4][0] == '1', optional (words[5]));
  else if (strcmp (words[0], "no-folder") == 0)
    reeve_permission_model_remove_folder (model, words[1]);
  else if (strcmp (words[0], "grant") == 0)
    {
      g_auto (GStrv) verbs = split (words[5]);

      reeve_permission_model_set_grant (model, words[1], words[2], read_kind (words[3]), words[4],
                                        reeve_verbs_from_wire ((const char *const *) verbs),
                                        read_time (words[6]));
    }
  else if (strcmp (words[0], "no-grant") == 0)
    reeve_permission_model_remove_grant (model, words[1]);
  else
    g_error ("no such line: %s", words[0]);
  if (!done)
    puts ("cycle");
}

static void
answer_check (char **words)
{
  printf ("%d\n", (int) reeve_permission_check (model, reeve_permission_model_find_subject (model, words[1]),
                                                reeve_permission_model_find_folder (model, words[2]),
                                                read_time (words[3])));
}

static void
answer_who (char **words)
{
  guint32 n = reeve_permission_model_get_n_subjects (model);
  g_autofree guint8 *verbs = g_malloc (n + 1);

  reeve_permission_who (model, reeve_permission_model_find_folder (model, words[1]), read_time (words[2]),
                        verbs);
  for (guint32 i = 0; i < n; i++)
    if (verbs[i] != 0)
      printf ("%s=%d ", reeve_permission_model_get_subject_id (model, i), verbs[i]);
  putchar ('\n');
}

static void
answer_reach (char **words)
{
  guint32 n = reeve_permission_model_get_n_folders (model);
  g_autofree guint8 *verbs = g_malloc (n + 1);

  if (reeve_permission_reach (model, read_kind (words[1]), words[2], read_time (words[3]), verbs))
    for (guint32 i = 0; i < n; i++)
      if (verbs[i] != 0)
        {
          g_assert_cmpint (verbs[i], ==,
                           reeve_permission_check_principal (model, read_kind (words[1]), words[2], i,
                                                             read_time (words[3])));
          printf ("%s=%d ", reeve_permission_model_get_folder_id (model, i), verbs[i]);
        }
  putchar ('\n');
}

static void
answer_why (char **words)
{
  const char *verb[] = { words[3], NULL };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (ReevePermissionAnswer) answer = reeve_permission_why (
    model, reeve_permission_model_find_subject (model, words[1]),
    reeve_permission_model_find_folder (model, words[2]), reeve_verbs_from_wire (verb), read_time (words[4]));

  if (answer != NULL)
    reeve_record_append_json (answer, json);
  puts (answer != NULL ? json->str : "null");
}

static ReeveVerbs
read_verb (const char *word)
{
  const char *verb[] = { word, NULL };

  return reeve_verbs_from_wire (verb);
}

static void
answer_through (char **words)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  reeve_permission_list_through (model, reeve_permission_model_find_subject (model, words[1]),
                                 reeve_permission_model_find_folder (model, words[2]), read_verb (words[3]),
                                 read_time (words[4]), ids);
  for (guint i = 0; i < ids->len; i++)
    printf ("%s ", (const char *) ids->pdata[i]);
  putchar ('\n');
}

/* (transfer full): by subject */
static guint8 *
read_absent (const char *word)
{
  g_auto (GStrv) ids = split (word);
  guint8 *absent = g_new0 (guint8, reeve_permission_model_get_n_subjects (model) + 1);

  for (guint i = 0; ids[i] != NULL; i++)
    absent[reeve_permission_model_find_subject (model, ids[i])] = 1;
  return absent;
}

static void
answer_member (char **words)
{
  g_autofree guint8 *absent = read_absent (words[3]);

  printf ("%d\n", reeve_permission_has_member (model, read_kind (words[1]), words[2], absent));
}

static void
answer_holder (char **words)
{
  g_autofree guint8 *absent = read_absent (words[3]);

  printf ("%d\n", reeve_permission_has_holder (model, reeve_permission_model_find_folder (model, words[1]),
                                               read_verb (words[2]), absent, read_time (words[4])));
}

static void
answer_why_principal (char **words)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (ReevePermissionAnswer) answer = reeve_permission_why_principal (
    model, read_kind (words[1]), words[2], reeve_permission_model_find_folder (model, words[3]),
    read_verb (words[4]), read_time (words[5]));

  if (answer != NULL)
    reeve_record_append_json (answer, json);
  puts (answer != NULL ? json->str : "null");
}

/* "grant f1 user u1 view,edit 0", "move f1 f2", "join u1 g1", … */
static ReevePermissionChange *
read_change (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  ReevePermissionChange *change = reeve_permission_change_new ();

  change->action = g_intern_string (words[0]);
  if (strcmp (words[0], "grant") == 0)
    {
      change->folder = g_strdup (words[1]);
      change->principal_kind = g_intern_string (words[2]);
      change->principal = g_strdup (words[3]);
      change->verbs = split (words[4]);
      change->expires = read_time (words[5]);
    }
  else if (strcmp (words[0], "amend") == 0)
    {
      change->grant = g_strdup (words[1]);
      change->verbs = split (words[2]);
      change->expires = read_time (words[3]);
    }
  else if (strcmp (words[0], "revoke") == 0)
    change->grant = g_strdup (words[1]);
  else if (strcmp (words[0], "move") == 0)
    {
      change->folder = g_strdup (words[1]);
      change->parent = g_strdup (words[2]);
    }
  else if (g_strv_length (words) == 2)
    change->folder = g_strdup (words[1]);
  else
    {
      g_object_unref (change);
      return reeve_permission_change_new_for_user (words[0], words[1], words[2]);
    }
  return change;
}

/* "plan TIME; change; change" */
static void
answer_plan (const char *line)
{
  g_auto (GStrv) texts = g_strsplit (line, "; ", -1);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ReevePermissionPlan) plan = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 1; texts[i] != NULL; i++)
    g_ptr_array_add (changes, read_change (texts[i]));
  plan = reeve_permission_plan_new (model, changes, read_time (texts[0] + strlen ("plan ")), &error);
  if (plan == NULL)
    {
      const GPtrArray *members = reeve_error_get_members (error);

      printf ("{\"error\":\"%s\"}\n", ((ReeveBadMember *) members->pdata[0])->pointer);
      return;
    }
  g_string_append_printf (
    json, "{\"hash\":\"%s\",\"gained\":%d,\"lost\":%d,\"peopleGained\":%d,\"peopleLost\":%d,", plan->hash,
    (int) plan->gained, (int) plan->lost, (int) plan->people_gained, (int) plan->people_lost);
  g_string_append_printf (
    json, "\"folders\":%d,\"manageGained\":%d,\"outsideGained\":%d,\"crossing\":%d,\"unmanaged\":[",
    (int) plan->folders, (int) plan->manage_gained, (int) plan->outside_gained, (int) plan->crossing);
  for (guint i = 0; i < plan->unmanaged->len; i++)
    g_string_append_printf (
      json, "%s\"%s\"", i > 0 ? "," : "",
      reeve_permission_model_get_folder_id (plan->after, g_array_index (plan->unmanaged, guint32, i)));
  g_string_append (json, "],\"differences\":[");
  for (guint i = 0; i < plan->differences->len; i++)
    {
      const ReevePermissionDifference *each =
        &g_array_index (plan->differences, ReevePermissionDifference, i);

      g_string_append_printf (json, "%s[\"%s\",\"%s\",%d,%d]", i > 0 ? "," : "",
                              reeve_permission_model_get_subject_id (plan->after, each->subject),
                              reeve_permission_model_get_folder_id (plan->after, each->folder), each->before,
                              each->after);
    }
  g_string_append (json, "],\"inverse\":[");
  for (guint i = 0; i < plan->inverse->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_record_append_json (plan->inverse->pdata[i], json);
    }
  g_string_append (json, "]}");
  puts (json->str);
}

int
main (void)
{
  char *line = NULL;
  size_t room = 0;
  ssize_t length;

  while ((length = getline (&line, &room, stdin)) > 0)
    {
      g_auto (GStrv) words = NULL;

      line[length - 1] = '\0';
      words = g_strsplit (line, " ", -1);
      if (strcmp (words[0], "world") == 0)
        {
          g_clear_pointer (&model, reeve_permission_model_free);
          model = reeve_permission_model_new (words[1]);
        }
      else if (strcmp (words[0], "check") == 0)
        answer_check (words);
      else if (strcmp (words[0], "who") == 0)
        answer_who (words);
      else if (strcmp (words[0], "reach") == 0)
        answer_reach (words);
      else if (strcmp (words[0], "why") == 0)
        answer_why (words);
      else if (strcmp (words[0], "why-principal") == 0)
        answer_why_principal (words);
      else if (strcmp (words[0], "plan") == 0)
        answer_plan (line);
      else if (strcmp (words[0], "through") == 0)
        answer_through (words);
      else if (strcmp (words[0], "member") == 0)
        answer_member (words);
      else if (strcmp (words[0], "holder") == 0)
        answer_holder (words);
      else
        fill (words);
      fflush (stdout);
    }
  free (line);
  g_clear_pointer (&model, reeve_permission_model_free);
  return 0;
}
