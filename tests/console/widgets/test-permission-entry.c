/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes of permissions and what would come of them, in words, without a display. */

#include "config.h"

#include "console/widgets/permission-entry.h"

#include "common/clock.h"
#include "console/widgets/permission-words.h"

#define NORTH "01900000-0000-7000-8000-000000000001"
#define HR    "01900000-0000-7000-8000-000000000002"
#define GRANT "01900000-0000-7000-8000-000000000003"

static const char *const edit[] = { "edit", NULL };

/* (transfer full) */
static ReeveGrant *
make_grant (void)
{
  ReeveGrant *grant = reeve_grant_new ();

  grant->id = g_strdup (GRANT);
  grant->principal_kind = "group";
  grant->principal_name = g_strdup ("North");
  grant->verbs = g_strdupv ((GStrv) edit);
  return grant;
}

/* (transfer full) */
static ReeveFolder *
make_folder (void)
{
  ReeveFolder *folder = reeve_folder_new ();

  folder->id = g_strdup (HR);
  folder->name = g_strdup ("HR %s");
  return folder;
}

/* What is sent and what is read are the same. */
static void
test_grant (void)
{
  g_autoptr (ReevePermissionEntry) entry =
    reeve_permission_entry_new_grant (HR, "Acme / HR", "group", NORTH, "North", edit,
                                      G_GINT64_CONSTANT (1930305467) * REEVE_SECOND, "Ticket 4711");

  g_assert_cmpstr (entry->title, ==, "Give access to North");
  g_assert_cmpstr (entry->subtitle, ==, "Acme / HR · May view and edit · until 3 March 2031");
  g_assert_cmpstr (entry->change->action, ==, "grant");
  g_assert_cmpstr (entry->change->folder, ==, HR);
  g_assert_cmpstr (entry->change->principal_kind, ==, "group");
  g_assert_cmpstr (entry->change->principal, ==, NORTH);
  g_assert_cmpstr (entry->change->verbs[0], ==, "edit");
  g_assert_cmpstr (entry->change->reason, ==, "Ticket 4711");
}

/* A name is never a format. */
static void
test_folder (void)
{
  g_autoptr (ReeveFolder) folder = make_folder ();
  g_autoptr (ReevePermissionEntry) broken =
    reeve_permission_entry_new_folder ("break", folder, "Acme / HR %s");
  g_autoptr (ReevePermissionEntry) moved =
    reeve_permission_entry_new_move (folder, "Acme / HR %s", "root", "Acme");

  g_assert_cmpstr (broken->title, ==, "Stop inheriting in “HR %s”");
  g_assert_cmpstr (broken->done, ==, "“HR %s” does not inherit any more");
  g_assert_cmpstr (broken->subtitle, ==, "Acme / HR %s");
  g_assert_cmpstr (moved->subtitle, ==, "Acme / HR %s → into Acme");
  g_assert_cmpstr (moved->change->parent, ==, "root");
}

/* Of two changes that are about the same, the later one counts. */
static void
test_draft (void)
{
  g_autoptr (GPtrArray) entries = reeve_permission_entries_new ();
  g_autoptr (ReeveGrant) grant = make_grant ();
  g_autoptr (ReeveFolder) folder = make_folder ();
  g_autoptr (ReevePermissionEntry) amend = reeve_permission_entry_new_amend (grant, "Acme", edit, 0);
  g_autoptr (ReevePermissionEntry) revoke = reeve_permission_entry_new_revoke (grant, "Acme");
  g_autoptr (ReevePermissionEntry) broken = reeve_permission_entry_new_folder ("break", folder, "Acme / HR");
  g_autoptr (ReevePermissionEntry) whole = reeve_permission_entry_new_folder ("inherit", folder, "Acme / HR");
  g_autoptr (ReevePermissionEntry) moved =
    reeve_permission_entry_new_move (folder, "Acme / HR", "root", "Acme");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  reeve_permission_entries_add (entries, amend);
  reeve_permission_entries_add (entries, revoke);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (entries->pdata[0] == revoke);
  one = reeve_permission_entries_describe_done (entries);
  g_assert_cmpstr (one, ==, "Access of North removed");
  reeve_permission_entries_add (entries, broken);
  reeve_permission_entries_add (entries, moved);
  g_assert_cmpuint (entries->len, ==, 3);
  reeve_permission_entries_add (entries, whole);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_true (entries->pdata[2] == whole);
  two = reeve_permission_entries_describe_done (entries);
  g_assert_cmpstr (two, ==, "3 changes of permissions made");
}

/* Counts in their own number; what is cut short says so. */
static void
test_preview (void)
{
  static const struct
  {
    gint64 gained, lost;
    const char *words;
  } cases[] = {
    { 0, 0, "nobody’s access changes" }, { 1, 0, "1 person gains" }, { 14, 3, "14 people gain, 3 lose" },
    { 2, 1, "2 people gain, 1 loses" },  { 0, 1, "1 person loses" },
  };
  g_autoptr (ReevePermissionPreview) preview = reeve_permission_preview_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      preview->people_gained = cases[i].gained;
      preview->people_lost = cases[i].lost;
      words = reeve_permission_words_summary (preview);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
  preview->gained = 510;
  g_assert_null (reeve_permission_words_rest (preview, 12));
  {
    g_autofree char *rest = reeve_permission_words_rest (preview, REEVE_PERMISSION_EFFECTS);

    g_assert_cmpstr (rest, ==, "and 10 more");
  }
  preview->lost = 3;
  {
    g_autofree char *rest = reeve_permission_words_rest (preview, REEVE_PERMISSION_EFFECTS);

    g_assert_cmpstr (rest, ==, "These are the first 500. All are counted above.");
  }
}

/* Each flag has a word and an icon. */
static void
test_flags (void)
{
  for (guint i = 0; reeve_permission_flags[i] != NULL; i++)
    {
      g_assert_nonnull (reeve_permission_words_flag (reeve_permission_flags[i]));
      g_assert_nonnull (reeve_permission_words_flag_icon (reeve_permission_flags[i]));
      g_assert_nonnull (reeve_permission_words_flag_style (reeve_permission_flags[i]));
    }
  g_assert_null (reeve_permission_words_flag (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission-entry/grant", test_grant);
  g_test_add_func ("/permission-entry/folder", test_folder);
  g_test_add_func ("/permission-entry/draft", test_draft);
  g_test_add_func ("/permission-entry/preview", test_preview);
  g_test_add_func ("/permission-entry/flags", test_flags);
  return g_test_run ();
}
