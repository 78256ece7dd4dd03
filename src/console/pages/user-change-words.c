/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The first difference that matters gives the name. */

#include "config.h"

#include "console/pages/user-change-words.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"

static char *
describe_save (ReeveUser *before, ReeveUser *after)
{
  const ReeveField *roles = reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (after), "roles");
  const ReeveField *groups = reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (after), "groups");
  g_autofree char *name = reeve_format_isolate (after->display_name);

  if (g_strcmp0 (before->state, after->state) != 0)
    return g_strdup_printf (g_strcmp0 (after->state, "suspended") == 0
                              /* Translators: %s: a person's name */
                              ? _ ("%s suspended")
                              /* Translators: %s: a person's name */
                              : _ ("%s reactivated"),
                            name);
  if (!reeve_record_field_equal (before, after, roles))
    /* Translators: %s: a person's name */
    return g_strdup_printf (_ ("Roles of %s changed"), name);
  if (!reeve_record_field_equal (before, after, groups))
    /* Translators: %s: a person's name */
    return g_strdup_printf (_ ("Groups of %s changed"), name);
  if (g_strcmp0 (before->email, after->email) != 0)
    /* Translators: %s: a person's name */
    return g_strdup_printf (_ ("E-mail address of %s changed"), name);
  /* Translators: %s: a person's new name */
  return g_strdup_printf (_ ("Renamed to %s"), name);
}

char *
reeve_user_change_describe (ReeveUserChange change, ReeveUser *before, ReeveUser *after)
{
  ReeveUser *user = after != NULL ? after : before;
  g_autofree char *name = reeve_format_isolate (user != NULL ? user->display_name : NULL);

  switch (change)
    {
    case REEVE_USER_CHANGE_SAVE:
      return describe_save (before, after);
    case REEVE_USER_CHANGE_DELETE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s moved to the bin"), name);
    case REEVE_USER_CHANGE_RESTORE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s restored"), name);
    case REEVE_USER_CHANGE_CREATE:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s added"), name);
    case REEVE_USER_CHANGE_UNLOCK:
      /* Translators: %s: a person's name */
      return g_strdup_printf (_ ("%s unlocked"), name);
    case REEVE_USER_CHANGE_BATCH:
    default:
      return g_strdup (_ ("Changes taken back"));
    }
}
