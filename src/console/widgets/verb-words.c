/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whole sentences, since languages do not join verbs alike. */

#include "config.h"

#include "console/widgets/verb-words.h"

#include <glib/gi18n.h>

#include "common/verbs.h"
#include "console/widgets/formatting.h"

const char *
reeve_verb_words (const char *const *verbs)
{
  switch ((guint) reeve_verbs_close (reeve_verbs_from_wire (verbs)))
    {
    case REEVE_VERBS_NONE:
      return _ ("No access");
    case REEVE_VERB_VIEW:
      return _ ("May view");
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT:
      return _ ("May view and edit");
    case REEVE_VERB_VIEW | REEVE_VERB_APPROVE:
      return _ ("May view and approve");
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT | REEVE_VERB_APPROVE:
      return _ ("May view, edit and approve");
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT | REEVE_VERB_MANAGE:
      return _ ("May view, edit and manage");
    default:
      return _ ("May view, edit, approve and manage");
    }
}

char *
reeve_verb_words_until (gint64 expires, gint64 now)
{
  g_autofree char *day = expires != 0 ? reeve_format_date (expires) : NULL;

  if (day == NULL)
    return NULL;
  if (expires <= now)
    /* Translators: of a grant; %s: a day */
    return g_strdup_printf (_ ("expired on %s"), day);
  /* Translators: of a grant; %s: a day */
  return g_strdup_printf (_ ("until %s"), day);
}

char *
reeve_verb_words_expiry (const ReeveGrant *grant, gint64 now)
{
  return reeve_verb_words_until (grant->expires, now);
}

const char *
reeve_verb_words_name (const char *principal_kind, const char *name)
{
  if (name == NULL)
    return _ ("Nobody any more");
  return g_strcmp0 (principal_kind, "role") == 0 ? reeve_format_role (name) : name;
}

const char *
reeve_verb_words_principal (const ReeveGrant *grant)
{
  return reeve_verb_words_name (grant->principal_kind, grant->principal_name);
}

const char *
reeve_verb_words_kind (const char *principal_kind)
{
  if (g_strcmp0 (principal_kind, "group") == 0)
    return _ ("Group");
  if (g_strcmp0 (principal_kind, "role") == 0)
    return _ ("Role");
  if (g_strcmp0 (principal_kind, "contact") == 0)
    return _ ("Contact");
  return _ ("Person");
}

const char *
reeve_verb_words_icon (const char *principal_kind)
{
  if (g_strcmp0 (principal_kind, "group") == 0)
    return "x-office-address-book-symbolic";
  if (g_strcmp0 (principal_kind, "role") == 0)
    return "security-high-symbolic";
  if (g_strcmp0 (principal_kind, "contact") == 0)
    return "mail-send-symbolic";
  return "avatar-default-symbolic";
}

char *
reeve_verb_words_path (const char *root, const char *const *path, guint n_left_out)
{
  g_autoptr (GString) text = g_string_new (root);
  guint n = path != NULL ? g_strv_length ((GStrv) path) : 0;

  for (guint i = 0; i + n_left_out < n; i++)
    g_string_append_printf (text, " / %s", path[i]);
  return g_string_free_and_steal (g_steal_pointer (&text));
}
