/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each change is two lines, since languages do not join verbs, places and days alike. */

#include "config.h"

#include "console/widgets/permission-entry.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

typedef struct
{
  const char *action;
  const char *title; /* %s: a folder */
  const char *done;
  const char *icon;
} FolderWords;

static const FolderWords folder_words[] = {
  /* Translators: %s: a folder; what will be done, and below what was done */
  { "break", N_ ("Stop inheriting in “%s”"), N_ ("“%s” does not inherit any more"),
    "changes-prevent-symbolic" },
  { "inherit", N_ ("Inherit again in “%s”"), N_ ("“%s” inherits again"), "changes-allow-symbolic" },
  { "move", N_ ("Move “%s”"), N_ ("“%s” moved"), "folder-symbolic" },
  { "bin", N_ ("Move “%s” to the bin"), N_ ("“%s” moved to the bin"), "user-trash-symbolic" },
  { "restore", N_ ("Restore “%s” from the bin"), N_ ("“%s” restored"), "edit-undo-symbolic" },
};

/* @change, @title, @subtitle, @done: (transfer full) */
static ReevePermissionEntry *
new_entry (ReevePermissionChange *change, const char *icon, char *title, char *subtitle, char *done)
{
  ReevePermissionEntry *self = g_rc_box_new0 (ReevePermissionEntry);

  self->change = change;
  self->icon = icon;
  self->title = title;
  self->subtitle = subtitle;
  self->done = done;
  return self;
}

/* Words with one %s, of a table. */
static char *
fill_in (const char *words, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (_ (words), "%s", 2);

  return g_strjoinv (name, parts);
}

static char *
describe_rights (const char *place, const char *const *verbs, gint64 expires)
{
  g_autofree char *until = reeve_verb_words_until (expires, reeve_clock_now ());

  return g_strjoin (" · ", place, reeve_verb_words (verbs), until, NULL);
}

ReevePermissionEntry *
reeve_permission_entry_new_grant (const char *folder,
                                  const char *place,
                                  const char *principal_kind,
                                  const char *principal,
                                  const char *name,
                                  const char *const *verbs,
                                  gint64 expires,
                                  const char *reason)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_folder ("grant", folder);
  const char *shown = reeve_verb_words_name (principal_kind, name);

  change->principal_kind = g_intern_string (principal_kind);
  change->principal = g_strdup (principal);
  change->verbs = g_strdupv ((GStrv) verbs);
  change->expires = expires;
  reeve_set_text (&change->reason, reason != NULL && *reason != '\0' ? reason : NULL);
  /* Translators: %s: a person, a group or a role */
  return new_entry (change, reeve_verb_words_icon (principal_kind),
                    g_strdup_printf (_ ("Give access to %s"), shown), describe_rights (place, verbs, expires),
                    /* Translators: %s: a person, a group or a role */
                    g_strdup_printf (_ ("Access given to %s"), shown));
}

ReevePermissionEntry *
reeve_permission_entry_new_amend (const ReeveGrant *grant,
                                  const char *place,
                                  const char *const *verbs,
                                  gint64 expires)
{
  ReevePermissionChange *change = reeve_permission_change_new_for_grant ("amend", grant->id);
  const char *shown = reeve_verb_words_principal (grant);

  change->verbs = g_strdupv ((GStrv) verbs);
  change->expires = expires;
  /* Translators: %s: a person, a group or a role */
  return new_entry (change, reeve_verb_words_icon (grant->principal_kind),
                    g_strdup_printf (_ ("Change the access of %s"), shown),
                    describe_rights (place, verbs, expires),
                    /* Translators: %s: a person, a group or a role */
                    g_strdup_printf (_ ("Access of %s changed"), shown));
}

ReevePermissionEntry *
reeve_permission_entry_new_revoke (const ReeveGrant *grant, const char *place)
{
  const char *shown = reeve_verb_words_principal (grant);

  /* Translators: %s: a person, a group or a role */
  return new_entry (reeve_permission_change_new_for_grant ("revoke", grant->id), "list-remove-symbolic",
                    g_strdup_printf (_ ("Remove the access of %s"), shown),
                    describe_rights (place, (const char *const *) grant->verbs, grant->expires),
                    /* Translators: %s: a person, a group or a role */
                    g_strdup_printf (_ ("Access of %s removed"), shown));
}

static const FolderWords *
find_words (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (folder_words); i++)
    if (g_str_equal (folder_words[i].action, action))
      return &folder_words[i];
  g_assert_not_reached ();
}

ReevePermissionEntry *
reeve_permission_entry_new_folder (const char *action, const ReeveFolder *folder, const char *place)
{
  const FolderWords *words = find_words (action);

  return new_entry (reeve_permission_change_new_for_folder (action, folder->id), words->icon,
                    fill_in (words->title, folder->name), g_strdup (place),
                    fill_in (words->done, folder->name));
}

ReevePermissionEntry *
reeve_permission_entry_new_move (const ReeveFolder *folder,
                                 const char *place,
                                 const char *parent,
                                 const char *parent_place)
{
  ReevePermissionEntry *self = reeve_permission_entry_new_folder ("move", folder, NULL);

  reeve_set_text (&self->change->parent, parent);
  /* Translators: where a folder is now, and where it goes: two paths */
  self->subtitle = g_strdup_printf (_ ("%1$s → into %2$s"), place, parent_place);
  return self;
}

ReevePermissionEntry *
reeve_permission_entry_new_other (ReevePermissionChange *change,
                                  const char *icon,
                                  const char *title,
                                  const char *subtitle,
                                  const char *done)
{
  return new_entry (g_object_ref (change), icon, g_strdup (title),
                    g_strdup (subtitle != NULL ? subtitle : ""), g_strdup (done));
}

ReevePermissionEntry *
reeve_permission_entry_ref (ReevePermissionEntry *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_entry (gpointer data)
{
  ReevePermissionEntry *self = data;

  g_clear_object (&self->change);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->done);
}

void
reeve_permission_entry_unref (ReevePermissionEntry *self)
{
  g_rc_box_release_full (self, clear_entry);
}

/* --- Lists --- */

GPtrArray *
reeve_permission_entries_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_permission_entry_unref);
}

GPtrArray *
reeve_permission_entries_copy (GPtrArray *entries)
{
  GPtrArray *copy = reeve_permission_entries_new ();

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (copy, reeve_permission_entry_ref (entries->pdata[i]));
  return copy;
}

GPtrArray *
reeve_permission_entries_get_changes (GPtrArray *entries)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (changes, g_object_ref (((ReevePermissionEntry *) entries->pdata[i])->change));
  return changes;
}

/* Which side of a folder a change is about. */
static int
get_side (const ReevePermissionChange *change)
{
  if (g_str_equal (change->action, "break") || g_str_equal (change->action, "inherit"))
    return 1;
  if (g_str_equal (change->action, "bin") || g_str_equal (change->action, "restore"))
    return 2;
  return g_str_equal (change->action, "move") ? 3 : 0;
}

static gboolean
is_about_same (const ReevePermissionChange *a, const ReevePermissionChange *b)
{
  if (g_str_equal (a->action, "grant") && g_str_equal (b->action, "grant"))
    return g_strcmp0 (a->folder, b->folder) == 0 && g_strcmp0 (a->principal, b->principal) == 0 &&
           g_strcmp0 (a->principal_kind, b->principal_kind) == 0;
  if (a->grant != NULL || b->grant != NULL)
    return g_strcmp0 (a->grant, b->grant) == 0;
  return get_side (a) != 0 && get_side (a) == get_side (b) && g_strcmp0 (a->folder, b->folder) == 0;
}

void
reeve_permission_entries_add (GPtrArray *entries, ReevePermissionEntry *entry)
{
  for (guint i = entries->len; i > 0; i--)
    if (is_about_same (((ReevePermissionEntry *) entries->pdata[i - 1])->change, entry->change))
      g_ptr_array_remove_index (entries, i - 1);
  g_ptr_array_add (entries, reeve_permission_entry_ref (entry));
}

char *
reeve_permission_entries_describe_done (GPtrArray *entries)
{
  g_autofree char *count = NULL;

  if (entries->len == 1)
    return g_strdup (((ReevePermissionEntry *) entries->pdata[0])->done);
  count = reeve_format_count (entries->len);
  /* Translators: %s: how many changes of permissions */
  return g_strdup_printf (
    g_dngettext (NULL, "%s change of permissions made", "%s changes of permissions made", entries->len),
    count);
}
