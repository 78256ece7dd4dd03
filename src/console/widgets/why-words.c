/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/why-words.h"

#include <glib/gi18n.h>

static char *
format (const char *pattern, const char *first, const char *second)
{
  const char *unknown = "…";

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* one of those below */
  return g_strdup_printf (pattern, first != NULL ? first : unknown, second != NULL ? second : unknown);
#pragma GCC diagnostic pop
}

char *
reeve_why_words_question (const char *who, const char *folder, ReeveVerbs verb, gboolean allowed)
{
  const char *pattern;

  if (verb == REEVE_VERB_EDIT)
    /* Translators: both: first %s: a person, second: a folder */
    pattern = allowed ? _ ("Why can %s edit %s?") : _ ("Why can %s not edit %s?");
  else if (verb == REEVE_VERB_APPROVE)
    /* Translators: both: first %s: a person, second: a folder */
    pattern = allowed ? _ ("Why can %s approve in %s?") : _ ("Why can %s not approve in %s?");
  else if (verb == REEVE_VERB_MANAGE)
    /* Translators: both: first %s: a person, second: a folder */
    pattern = allowed ? _ ("Why can %s manage %s?") : _ ("Why can %s not manage %s?");
  else
    /* Translators: both: first %s: a person, second: a folder */
    pattern = allowed ? _ ("Why can %s view %s?") : _ ("Why can %s not view %s?");
  return format (pattern, who, folder);
}

const char *
reeve_why_words_verb (ReeveVerbs verb)
{
  if (verb == REEVE_VERB_EDIT)
    return _ ("Edit");
  if (verb == REEVE_VERB_APPROVE)
    return _ ("Approve");
  if (verb == REEVE_VERB_MANAGE)
    return _ ("Manage");
  return _ ("View");
}

char *
reeve_why_words_place (const char *root, const char *path)
{
  return path == NULL || g_str_equal (path, "/") ? g_strdup (root) : g_strconcat (root, " / ", path, NULL);
}

char *
reeve_why_words_grant (const char *principal, const char *const *verbs, const char *folder)
{
  const char *pattern;

  switch ((guint) reeve_verbs_close (reeve_verbs_from_wire (verbs)))
    {
    case REEVE_VERB_VIEW:
      /* Translators: here and below: first %s: a person, group or role, second: a folder */
      pattern = _ ("%s may view %s");
      break;
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT:
      pattern = _ ("%s may view and edit %s");
      break;
    case REEVE_VERB_VIEW | REEVE_VERB_APPROVE:
      pattern = _ ("%s may view and approve in %s");
      break;
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT | REEVE_VERB_APPROVE:
      pattern = _ ("%s may view, edit and approve in %s");
      break;
    case REEVE_VERB_VIEW | REEVE_VERB_EDIT | REEVE_VERB_MANAGE:
      pattern = _ ("%s may view, edit and manage %s");
      break;
    default:
      pattern = _ ("%s may view, edit, approve in and manage %s");
    }
  return format (pattern, principal != NULL ? principal : _ ("Nobody any more"), folder);
}

static char *
describe_membership (const ReevePermissionChange *change, const ReeveWhyNames *names)
{
  if (g_str_equal (change->action, "leave"))
    /* Translators: first %s: a person, second: a group */
    return format (_ ("Take %s out of the group “%s”"), names->user, names->group);
  if (g_str_equal (change->action, "join"))
    /* Translators: first %s: a person, second: a group */
    return format (_ ("Put %s into the group “%s”"), names->user, names->group);
  if (g_str_equal (change->action, "take-role"))
    /* Translators: first %s: a person, second: a role */
    return format (_ ("Take from %s the role “%s”"), names->user, names->role);
  /* Translators: first %s: a person, second: a role */
  return format (_ ("Give %s the role “%s”"), names->user, names->role);
}

static char *
describe_grant (const ReevePermissionChange *change, const ReeveWhyNames *names)
{
  if (g_str_equal (change->action, "revoke"))
    /* Translators: first %s: a person, group or role, second: a folder */
    return format (_ ("Revoke the grant of %s on %s"), names->principal, names->folder);
  if (g_str_equal (change->action, "amend"))
    /* Translators: first %s: a person, group or role, second: a folder */
    return format (_ ("Renew or widen the grant of %s on %s"), names->principal, names->folder);
  /* Translators: first %s: a person, group or role, second: a folder */
  return format (_ ("Give %s a grant of their own on %s"), names->principal, names->folder);
}

char *
reeve_why_words_change (const ReevePermissionChange *change, const ReeveWhyNames *names)
{
  const char *action = change->action != NULL ? change->action : "";

  if (g_str_equal (action, "break"))
    /* Translators: %s: a folder */
    return format (_ ("Let %s no longer inherit"), names->folder, NULL);
  if (g_str_equal (action, "inherit"))
    /* Translators: %s: a folder */
    return format (_ ("Let %s inherit again"), names->folder, NULL);
  if (g_str_equal (action, "restore"))
    /* Translators: %s: a folder */
    return format (_ ("Restore %s from the bin"), names->folder, NULL);
  if (change->user != NULL)
    return describe_membership (change, names);
  return describe_grant (change, names);
}
