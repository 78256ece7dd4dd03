/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/leaving-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"

/* %d in each is a number. */
static const struct
{
  const char *kind;
  const char *icon;
  const char *one, *many;
} kinds[] = {
  { "session", "computer-symbolic", N_ ("%d signed-in device"), N_ ("%d signed-in devices") },
  { "role", "security-high-symbolic", N_ ("%d role"), N_ ("%d roles") },
  { "group", "system-users-symbolic", N_ ("%d group that they are in"), N_ ("%d groups that they are in") },
  { "grant", "folder-symbolic", N_ ("%d folder that they were given access to"),
    N_ ("%d folders that they were given access to") },
  { "group-administration", "system-users-symbolic", N_ ("%d group that they administer"),
    N_ ("%d groups that they administer") },
  { "invitation-sent", "mail-unread-symbolic", N_ ("%d open invitation that they sent"),
    N_ ("%d open invitations that they sent") },
  { "invitation-waiting", "mail-unread-symbolic", N_ ("%d open invitation to them"),
    N_ ("%d open invitations to them") },
  { "link", "insert-link-symbolic", N_ ("%d link that was mailed to them"),
    N_ ("%d links that were mailed to them") },
  { "second-factor-reset", "dialog-password-symbolic", N_ ("%d reset of a second factor that waits"),
    N_ ("%d resets of a second factor that wait") },
  { "approval", "object-select-symbolic", N_ ("%d approval that they asked for"),
    N_ ("%d approvals that they asked for") },
  { "contact", "avatar-default-symbolic", N_ ("%d contact whom they asked"),
    N_ ("%d contacts whom they asked") },
  { "reviewed-right", "object-select-symbolic", N_ ("%d right in an access review, not decided on"),
    N_ ("%d rights in access reviews, not decided on") },
  { "bulk-job", "system-run-symbolic", N_ ("%d job that is not over"), N_ ("%d jobs that are not over") },
  { "mail", "mail-send-symbolic", N_ ("%d mail that waits to be sent"),
    N_ ("%d mails that wait to be sent") },
  { "mute", "audio-volume-muted-symbolic", N_ ("%d mute that names them or that they answer for"),
    N_ ("%d mutes that name them or that they answer for") },
  { "rotation", "dialog-password-symbolic", N_ ("%d secret to change"), N_ ("%d secrets to change") },
};

static guint
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return i;
  return G_N_ELEMENTS (kinds);
}

char *
reeve_leaving_words_item (ReeveLeavingItem *item)
{
  guint i = find_kind (item->kind);
  g_autofree char *count = reeve_format_count (item->count);
  g_auto (GStrv) parts = NULL;

  if (i == G_N_ELEMENTS (kinds)) /* of a newer service */
    return g_strdup_printf ("%s: %s", item->kind, count);
  parts = g_strsplit (g_dngettext (NULL, kinds[i].one, kinds[i].many, (gulong) item->count), "%d", 2);
  return g_strjoinv (count, parts);
}

char *
reeve_leaving_words_join (GStrv names, gboolean roles)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = reeve_format_isolate (roles ? reeve_format_role (names[i]) : names[i]);

      /* Translators: stands between the names of a list */
      g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "", name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
reeve_leaving_words_names (ReeveLeavingItem *item)
{
  g_autofree char *text = NULL;

  if (item->names == NULL || item->names[0] == NULL)
    return NULL;
  text = reeve_leaving_words_join (item->names, g_strcmp0 (item->kind, "role") == 0);
  return item->count > g_strv_length (item->names) ? g_strconcat (text, " …", NULL) : g_steal_pointer (&text);
}

const char *
reeve_leaving_words_icon (const char *kind)
{
  guint i = find_kind (kind);

  return i < G_N_ELEMENTS (kinds) ? kinds[i].icon : "dialog-information-symbolic";
}

gboolean
reeve_leaving_words_remains (const char *kind)
{
  return g_strcmp0 (kind, "rotation") == 0;
}

gboolean
reeve_rotation_words_is_due (ReeveRotation *rotation, gint64 now)
{
  return rotation->due <= now;
}

/* (transfer full) */
static char *
describe_leavers (ReeveRotation *rotation)
{
  g_autofree char *names = reeve_leaving_words_join (rotation->leavers, FALSE);
  gulong n = g_strv_length (rotation->leavers);

  if (rotation->more_leavers)
    /* Translators: %s is a list of people's names, who left the workspace */
    return g_strdup_printf (_ ("%s and others left"), names);
  /* Translators: %s is somebody's name, or a list of several, who left the workspace */
  return g_strdup_printf (g_dngettext (NULL, "%s left", "%s left", n), names);
}

char *
reeve_rotation_words_line (ReeveRotation *rotation, gint64 now)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *changed = reeve_format_ago (rotation->last_rotated, now);

  if (reeve_rotation_has_leavers (rotation))
    {
      g_autofree char *leavers = describe_leavers (rotation);

      g_string_append_printf (text, "%s · ", leavers);
    }
  if (rotation->place != NULL)
    {
      g_autofree char *place = reeve_format_isolate (rotation->place);

      g_string_append_printf (text, "%s · ", place);
    }
  if (now - rotation->last_rotated < REEVE_MINUTE)
    g_string_append (text, _ ("changed just now"));
  else
    /* Translators: of a secret; %s is how long ago, such as "4 min" or "12 d" */
    g_string_append_printf (text, _ ("changed %s ago"), changed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
reeve_rotation_words_pill (ReeveRotation *rotation, gint64 now)
{
  gint64 days = (rotation->due - now) / REEVE_DAY;

  if (reeve_rotation_words_is_due (rotation, now))
    {
      g_autofree char *ago = reeve_format_ago (rotation->due, now);

      if (now - rotation->due < REEVE_MINUTE)
        return g_strdup (_ ("Due now"));
      /* Translators: of a secret that is to be changed; %s is how long, such as "4 min" or "12 d" */
      return g_strdup_printf (_ ("Due for %s"), ago);
    }
  /* Translators: of a secret that is to be changed */
  return days == 0 ? g_strdup (_ ("Within a day"))
                   : g_strdup_printf (ngettext ("In %d day", "In %d days", (gulong) days), (int) days);
}
