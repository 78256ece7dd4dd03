/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One table for the flags; a colour never says it alone. */

#include "config.h"

#include "console/widgets/permission-words.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

typedef struct
{
  const char *flag;
  const char *words;
  const char *icon;
  const char *style;
} FlagWords;

static const FlagWords flag_words[] = {
  /* Translators: a mark on a row: why this effect is looked at first */
  { "crossing", N_ ("Another company"), "action-unavailable-symbolic", "error" },
  { "manage", N_ ("Gets to manage"), "security-high-symbolic", "warning" },
  { "outside", N_ ("From outside"), "mail-send-symbolic", "warning" },
};

static const FlagWords *
find_words (const char *flag)
{
  for (guint i = 0; flag != NULL && i < G_N_ELEMENTS (flag_words); i++)
    if (g_str_equal (flag_words[i].flag, flag))
      return &flag_words[i];
  return NULL;
}

const char *
reeve_permission_words_flag (const char *flag)
{
  const FlagWords *words = find_words (flag);

  return words != NULL ? _ (words->words) : NULL;
}

const char *
reeve_permission_words_flag_icon (const char *flag)
{
  const FlagWords *words = find_words (flag);

  return words != NULL ? words->icon : NULL;
}

const char *
reeve_permission_words_flag_style (const char *flag)
{
  const FlagWords *words = find_words (flag);

  return words != NULL ? words->style : NULL;
}

char *
reeve_permission_words_effect (const ReevePermissionEffect *effect, const char *root)
{
  g_autofree char *place = reeve_verb_words_path (root, (const char *const *) effect->folder_path, 0);

  /* Translators: %1$s: a folder, %2$s: what somebody may do there now, %3$s: what they could do then */
  return g_strdup_printf (_ ("%1$s · %2$s → %3$s"), place,
                          reeve_verb_words ((const char *const *) effect->before),
                          reeve_verb_words ((const char *const *) effect->after));
}

char *
reeve_permission_words_summary (const ReevePermissionPreview *preview)
{
  g_autofree char *n_gained = reeve_format_count (preview->people_gained);
  g_autofree char *n_lost = reeve_format_count (preview->people_lost);
  g_autofree char *gained = NULL;

  if (preview->people_gained == 0 && preview->people_lost == 0)
    return g_strdup (_ ("nobody’s access changes"));
  if (preview->people_gained == 0)
    /* Translators: %s: how many people lose rights */
    return g_strdup_printf (
      g_dngettext (NULL, "%s person loses", "%s people lose", (gulong) preview->people_lost), n_lost);
  /* Translators: %s: how many people gain rights */
  gained = g_strdup_printf (
    g_dngettext (NULL, "%s person gains", "%s people gain", (gulong) preview->people_gained), n_gained);
  if (preview->people_lost == 0)
    return g_steal_pointer (&gained);
  /* Translators: %1$s: "14 people gain"; %2$s: how many lose rights */
  return g_strdup_printf (
    g_dngettext (NULL, "%1$s, %2$s loses", "%1$s, %2$s lose", (gulong) preview->people_lost), gained, n_lost);
}

char *
reeve_permission_words_rest (const ReevePermissionPreview *preview, guint shown)
{
  g_autofree char *count = NULL;
  gint64 rest;

  if (shown < REEVE_PERMISSION_EFFECTS)
    return NULL;
  if (preview->gained > 0 && preview->lost > 0)
    {
      /* One pair may do both, so the two do not add up. */
      count = reeve_format_count (shown);
      /* Translators: %s: a count of rows, always large */
      return g_strdup_printf (_ ("These are the first %s. All are counted above."), count);
    }
  rest = preview->gained + preview->lost - (gint64) shown;
  if (rest <= 0)
    return NULL;
  count = reeve_format_count (rest);
  /* Translators: below a list that is cut short; %s: a count */
  return g_strdup_printf (g_dngettext (NULL, "and %s more", "and %s more", (gulong) rest), count);
}
