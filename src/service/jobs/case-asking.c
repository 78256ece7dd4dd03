/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/case-asking.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/case-letter.h"
#include "service/store/cases.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"

gboolean
reeve_case_note (ReeveTx *workspace,
                 ReeveCase *self,
                 gint64 now,
                 const char *kind,
                 const char *actor,
                 const char *actor_name,
                 ReeveCasePerson *person,
                 gint64 count,
                 const char *text,
                 GError **error)
{
  g_autoptr (ReeveCaseEntry) entry = reeve_case_entry_new ();

  entry->time = now;
  entry->kind = kind;
  entry->actor = g_strdup (actor);
  entry->actor_name = g_strdup (actor_name);
  if (person != NULL)
    {
      entry->person = g_strdup (person->id);
      entry->person_name = g_strdup_printf ("%s <%s>", person->name, person->email);
    }
  entry->count = count;
  entry->text = g_strdup (text);
  return reeve_case_entries_add (workspace, self->id, entry, error);
}

/* --- Asking --- */

static gboolean
ask (ReeveTx *workspace,
     ReeveCase *self,
     const char *kind,
     ReeveCasePerson *first,
     ReeveRolePerson *to,
     const char *desk,
     gint64 now,
     GError **error)
{
  g_autoptr (ReeveMail) mail = reeve_case_letter_write (self, kind, first, to, desk);
  g_autoptr (ReeveCaseEntry) entry = reeve_case_entry_new ();
  g_autoptr (GError) refusal = NULL;

  entry->time = now;
  entry->kind = kind;
  entry->person_name = g_strdup_printf ("%s <%s>", to->display_name, to->email);
  if (reeve_outbox_put (workspace, mail, &refusal))
    entry->mail = g_strdup (mail->id);
  else if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    entry->mail_state = "failed"; /* an address from before there were rules for them */
  else
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return reeve_case_entries_add (workspace, self->id, entry, error);
}

/* @people: of the case, the first of whom is named */
static gboolean
ask_all (ReeveTx *workspace,
         ReeveCase *self,
         const char *kind,
         GPtrArray *people,
         GPtrArray *askable,
         const char *desk,
         gint64 now,
         GError **error)
{
  for (guint i = 0; people->len > 0 && i < askable->len; i++)
    if (!ask (workspace, self, kind, people->pdata[0], askable->pdata[i], desk, now, error))
      return FALSE;
  return TRUE;
}

static gboolean
move_on (ReeveTx *workspace, ReeveCase *self, GPtrArray *people, gint64 now, GError **error)
{
  for (guint i = 0; i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];

      person->state = reeve_case_step (person->state, REEVE_CASE_STEP_ASK);
      if (!reeve_case_people_update (workspace, self->id, person, error))
        return FALSE;
    }
  if (self->asked == 0)
    self->asked = now;
  return reeve_cases_count (workspace, self, error);
}

gboolean
reeve_case_asking_put (ReeveTx *workspace, ReeveCase *self, const char *desk, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) people =
    reeve_case_people_read (workspace, self->id, REEVE_CASE_CONTAINED, NULL, error);
  g_autoptr (GPtrArray) askable =
    people != NULL ? reeve_cases_list_askable (workspace, self->id, REEVE_CASE_ASKED_MOST, error) : NULL;

  if (askable == NULL)
    return FALSE;
  if (askable->len == 0 || people->len == 0)
    return TRUE;
  return ask_all (workspace, self, "asked", people, askable, desk, now, error) &&
         move_on (workspace, self, people, now, error);
}

gboolean
reeve_case_asking_repeat (ReeveTx *workspace,
                          ReeveCase *self,
                          const char *kind,
                          const char *desk,
                          gint64 now,
                          GError **error)
{
  g_autoptr (GPtrArray) people =
    reeve_case_people_read (workspace, self->id, REEVE_CASE_AWAITING, NULL, error);
  g_autoptr (GPtrArray) askable =
    people == NULL ? NULL
    : g_strcmp0 (kind, "escalated") == 0
      ? reeve_cases_list_administrators (workspace, self->id, REEVE_CASE_ASKED_MOST, error)
      : reeve_cases_list_askable (workspace, self->id, REEVE_CASE_ASKED_MOST, error);

  return askable != NULL && ask_all (workspace, self, kind, people, askable, desk, now, error);
}

gboolean
reeve_case_asking_tell (ReeveTx *workspace, ReeveCase *self, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) people = reeve_case_people_read (workspace, self->id, NULL, NULL, error);
  g_autoptr (GPtrArray) able =
    people != NULL ? reeve_cases_list_administrators (workspace, self->id, REEVE_CASE_ASKED_MOST, error)
                   : NULL;

  return able != NULL && ask_all (workspace, self, "told", people, able, NULL, now, error);
}
