/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Versions read off a trail that was written as the service writes it, beside what the record really was. */

#include "config.h"

#include "common/clock.h"
#include "common/record-versions.h"
#include "common/user.h"

#define EDITS 30

typedef struct
{
  char *id;
  GPtrArray *entries; /* of ReeveAuditEntry */
  GPtrArray *states;  /* of ReeveUser: after each entry of the user's that changed something */
  GPtrArray *makers;  /* of char *: that entry's id */
} Trail;

static ReeveAuditEntry *
note (Trail *trail, const char *type, const char *object, char *before, char *after)
{
  ReeveAuditEntry *entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->object_type = g_strdup (type);
  entry->object_id = g_strdup (object);
  entry->before = before;
  entry->after = after;
  g_ptr_array_add (trail->entries, entry);
  return entry;
}

static void
save (Trail *trail, ReeveUser *from, ReeveUser *to)
{
  char *before;
  char *after;

  if (!reeve_record_difference (from, to, &before, &after))
    return;
  g_ptr_array_add (trail->makers, g_strdup (note (trail, "user", trail->id, before, after)->id));
  g_ptr_array_add (trail->states, to != NULL ? reeve_record_copy (to) : NULL);
}

static GStrv
random_texts (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    g_strv_builder_take (builder, g_strdup_printf ("thing-%d", i));
  return g_strv_builder_end (builder);
}

static void
edit (ReeveUser *user)
{
  g_auto (GStrv) texts = random_texts ();

  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      g_free (user->display_name);
      user->display_name = g_strdup_printf ("Ada %d", g_test_rand_int_range (0, 5));
      break;
    case 1:
      g_free (user->email);
      user->email = g_strdup_printf ("ada%d@example.org", g_test_rand_int_range (0, 5));
      break;
    case 2:
      reeve_set_texts (&user->roles, (const char *const *) texts);
      break;
    case 3:
      reeve_set_texts (&user->groups, texts[0] != NULL ? (const char *const *) texts : NULL);
      break;
    default:
      user->state = reeve_user_states[g_test_rand_bit () ? 0 : 1];
    }
}

static void
add_noise (Trail *trail)
{
  g_autofree char *other = reeve_id_new ();

  note (trail, "user", other, NULL, g_strdup ("{\"displayName\":\"Somebody else\"}"));
  note (trail, "grant", trail->id, NULL, g_strdup ("{\"displayName\":\"Of another noun\"}"));
  note (trail, "user", trail->id, NULL, NULL);
  note (trail, "user", trail->id, NULL, g_strdup ("{\"action\":\"add\",\"user\":\"somebody\"}"));
}

static void
shuffle (GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint j = (guint) g_test_rand_int_range (0, (gint32) i);
      gpointer kept = array->pdata[i - 1];

      array->pdata[i - 1] = array->pdata[j];
      array->pdata[j] = kept;
    }
}

static Trail *
trail_new (void)
{
  Trail *trail = g_new0 (Trail, 1);
  g_autoptr (ReeveUser) user = reeve_user_new ();

  trail->id = reeve_id_new ();
  trail->entries = g_ptr_array_new_with_free_func (g_object_unref);
  trail->states = g_ptr_array_new_with_free_func ((GDestroyNotify) g_object_unref);
  trail->makers = g_ptr_array_new_with_free_func (g_free);
  user->id = g_strdup (trail->id);
  user->email = g_strdup ("ada@example.org");
  user->display_name = g_strdup ("Ada");
  user->state = reeve_user_states[0];
  save (trail, NULL, user);
  for (guint i = 0; i < EDITS; i++)
    {
      g_autoptr (ReeveUser) after = reeve_record_copy (user);

      edit (after);
      save (trail, user, after);
      g_set_object (&user, after);
      if (i % 5 == 0)
        add_noise (trail);
    }
  return trail;
}

static void
trail_free (Trail *self)
{
  g_free (self->id);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->states);
  g_ptr_array_unref (self->makers);
  g_free (self);
} G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trail, trail_free)

static void
test_versions (void)
{
  for (guint run = 0; run < 50; run++)
    {
      g_autoptr (Trail) trail = trail_new ();
      g_autoptr (GPtrArray) versions = NULL;

      shuffle (trail->entries);
      versions = reeve_versions_read (reeve_user_get_type (), trail->id, trail->entries);
      g_assert_cmpuint (versions->len, ==, trail->states->len);
      for (guint i = 0; i < versions->len; i++)
        {
          const ReeveVersion *version = versions->pdata[i];
          g_autoptr (GError) error = NULL;
          g_autoptr (ReeveUser) made = reeve_versions_make (version, reeve_user_get_type (), &error);

          g_assert_no_error (error);
          g_assert_true (reeve_record_writable_equal (made, trail->states->pdata[i]));
          g_assert_cmpstr (version->entry->id, ==, trail->makers->pdata[i]);
          g_assert_cmpint (reeve_versions_find (versions, version->entry->id), ==, (int) i);
        }
    }
}

/* A trail that does not go back to the beginning says of a field only what an entry mentions. */
static void
test_late_trail (void)
{
  g_autofree char *id = reeve_id_new ();
  Trail trail = { id, g_ptr_array_new_with_free_func (g_object_unref), NULL, NULL };
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (ReeveUser) now = reeve_user_new ();
  g_autoptr (ReeveUser) restored = NULL;
  const ReeveVersion *first;

  note (&trail, "user", id, g_strdup ("{\"displayName\":\"Ada\"}"), g_strdup ("{\"displayName\":\"Ada B\"}"));
  note (&trail, "user", id, g_strdup ("{\"state\":\"active\"}"), g_strdup ("{\"state\":\"suspended\"}"));
  versions = reeve_versions_read (reeve_user_get_type (), id, trail.entries);
  g_assert_cmpuint (versions->len, ==, 3);
  first = versions->pdata[0];
  g_assert_null (first->entry);
  g_assert_cmpstr (json_object_get_string_member (first->fields, "displayName"), ==, "Ada");
  g_assert_cmpstr (json_object_get_string_member (first->fields, "state"), ==, "active");

  now->id = g_strdup (id);
  now->email = g_strdup ("kept@example.org");
  now->display_name = g_strdup ("Whatever");
  restored = reeve_versions_restore (first, now, NULL);
  g_assert_cmpstr (restored->display_name, ==, "Ada");
  g_assert_cmpstr (restored->email, ==, "kept@example.org");
  g_ptr_array_unref (trail.entries);
}

/* What is gone has no fields; what there was before it went has all of them. */
static void
test_deleted (void)
{
  g_autofree char *id = reeve_id_new ();
  Trail trail = { id, g_ptr_array_new_with_free_func (g_object_unref), NULL, NULL };
  g_autoptr (GPtrArray) versions = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  note (&trail, "user", id, NULL, g_strdup ("{\"displayName\":\"Ada\",\"email\":\"ada@example.org\"}"));
  note (&trail, "user", id, g_strdup ("{\"displayName\":\"Ada\",\"email\":\"ada@example.org\"}"), NULL);
  versions = reeve_versions_read (reeve_user_get_type (), id, trail.entries);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_null (((ReeveVersion *) versions->pdata[1])->fields);
  g_assert_true (
    reeve_versions_compare (((ReeveVersion *) versions->pdata[0])->fields, NULL, &before, &after));
  g_assert_cmpstr (before, ==, "{\"displayName\":\"Ada\",\"email\":\"ada@example.org\"}");
  g_assert_null (after);
  g_ptr_array_unref (trail.entries);
}

/* Between any two versions, in either direction, and what was not set is null. */
static void
test_compare (void)
{
  g_autoptr (Trail) trail = trail_new ();
  g_autoptr (GPtrArray) versions = reeve_versions_read (reeve_user_get_type (), trail->id, trail->entries);

  for (guint i = 0; i < versions->len; i++)
    for (guint j = 0; j < versions->len; j++)
      {
        const ReeveVersion *from = versions->pdata[i];
        const ReeveVersion *to = versions->pdata[j];
        g_autofree char *before = NULL;
        g_autofree char *after = NULL;
        g_autofree char *old = NULL;
        g_autofree char *new = NULL;
        gboolean differs = reeve_versions_compare (from->fields, to->fields, &before, &after);

        g_assert_cmpint (
          differs, ==,
          reeve_record_difference (trail->states->pdata[i], trail->states->pdata[j], &old, &new));
        if (!differs)
          continue;
        g_assert_cmpstr (before, ==, old);
        g_assert_cmpstr (after, ==, new);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record-versions/read", test_versions);
  g_test_add_func ("/record-versions/late-trail", test_late_trail);
  g_test_add_func ("/record-versions/deleted", test_deleted);
  g_test_add_func ("/record-versions/compare", test_compare);
  return g_test_run ();
}
