/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/case-lock-letter.h"

#include <glib/gi18n.h>

#include "common/workspace.h"
#include "service/mail/letter.h"
#include "service/store/cases.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/rows.h"

/* Of those who decide so many are named. */
#define NAMED 3

/* "Hana Sato, Cy Ek"; NULL: nobody could be asked. (transfer full) (nullable) */
static gboolean
name_askable (ReeveCall *call, ReeveCase *self, char **names, GError **error)
{
  g_autoptr (GPtrArray) askable = reeve_cases_list_askable (call->tx, self->id, NAMED, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (askable == NULL)
    return FALSE;
  for (guint i = 0; i < askable->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((ReeveRolePerson *) askable->pdata[i])->display_name);
  *names = text->len > 0 ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
  return TRUE;
}

static ReeveMail *
write_letter (ReeveCasePerson *person, const char *workspace, const char *names)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("security-notice", person->email, person->name, person->id, NULL);

  reeve_letter_set_subject (letter, N_ ("Your account was locked"));
  if (person->wide)
    reeve_letter_add (letter,
                      N_ ("A breach of your account %s was reported: somebody else may be using it. So it is "
                          "locked, and all its devices are signed out."),
                      person->email);
  else
    reeve_letter_add (letter,
                      N_ ("A breach of your account %s was reported: somebody else may be using it. So it is "
                          "locked in the workspace %s, and signed out there."),
                      person->email, workspace);
  if (names != NULL)
    reeve_letter_add (
      letter,
      N_ ("These people decide what is to be done, and have been asked: %s. Call them, or see "
          "them: also if you think that it is a mistake. They can release the account at "
          "once."),
      names);
  else
    reeve_letter_add (letter,
                      N_ ("An administrator of your workspace decides what is to be done. Call them, or "
                          "see them: also if you think that it is a mistake."));
  reeve_letter_add (letter,
                    N_ ("Nobody needs your password or a code for that: give them to nobody who asks."));
  return reeve_letter_write (letter);
}

static gboolean
put (ReeveCall *call, ReeveMail *mail, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (reeve_call_put_mail (call, NULL, mail, &refusal) ||
      /* an address from before there were rules for them: they are locked all the same */
      g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
reeve_case_lock_letter_put (ReeveCall *call, ReeveCase *self, GPtrArray *people, GError **error)
{
  g_autoptr (ReeveWorkspace) workspace =
    reeve_rows_get (call->directory, "workspaces", reeve_workspace_get_type (), call->workspace, error);
  g_autofree char *names = NULL;

  if (workspace == NULL || !name_askable (call, self, &names, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    if (!put (call, write_letter (people->pdata[i], workspace->name, names), error))
      return FALSE;
  return TRUE;
}
