/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The workspace says who is contained, the directory follows: it is committed second, and an intent makes it
 * follow should the service die in between. The caller is told "contained" by neither alone. */

#include "config.h"

#include "service/api/case-contain.h"

#include "service/api/case-lock-letter.h"
#include "service/api/deeds.h"
#include "service/api/user-rules.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/case-letter.h"
#include "service/jobs/case-opening.h"
#include "service/store/accounts.h"
#include "service/store/case-locks.h"
#include "service/store/cases.h"
#include "service/store/intents.h"
#include "service/store/leavings.h"
#include "service/store/roles.h"
#include "service/store/users.h"

/* Beyond so many listeners are told once of all. */
#define TOLD_ONE_BY_ONE 20

typedef struct
{
  ReeveCall *call;
  ReeveCase *breach_case;
  gboolean last;
  GPtrArray *ended; /* of char *: sessions */
} Containment;

static gboolean
refuse (GError **error, const char *reason, const char *message)
{
  reeve_set_error (error, REEVE_ERROR_CONFLICT, reason, "%s", message);
  return FALSE;
}

/* --- One person --- */

static gboolean
lock (Containment *self, ReeveUser *user, ReeveCasePerson *person, GError **error)
{
  ReeveTx *tx = self->call->tx;
  ReeveCapabilities held;
  gint64 before = 0;
  gint64 after = 0;

  if (!reeve_roles_resolve (tx, (const char *const *) user->roles, &held, NULL, error) ||
      (held == REEVE_CAPABILITIES_ALL &&
       !reeve_roles_count_administrators (tx, self->call->now, &before, error)))
    return FALSE;
  user->lock = "breach";
  user->lock_ends = 0;
  if (!reeve_users_mirror (tx, user, error) ||
      (before > 0 && !reeve_roles_count_administrators (tx, self->call->now, &after, error)))
    return FALSE;
  person->last = before > 0 && after == 0;
  return !person->last || self->last ||
         refuse (error, "last_administrator", "the workspace would have no administrator");
}

/* Locked as such is what no other workspace has a say in: one that the person never went to has none. */
static gboolean
find_width (Containment *self, ReeveCasePerson *person, GError **error)
{
  g_auto (GStrv) informed = reeve_accounts_get_informed (self->call->directory, person->id, error);

  if (informed == NULL)
    return FALSE;
  person->wide = TRUE;
  for (guint i = 0; informed[i] != NULL; i++)
    person->wide &= g_str_equal (informed[i], self->call->workspace);
  return TRUE;
}

static gboolean
contain_one (Containment *self, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveUser) user = reeve_users_get (call->tx, person->id, error);

  if (user == NULL)
    return FALSE;
  if (g_strcmp0 (user->id, call->caller->account) == 0)
    return refuse (error, "self", "nobody contains themselves: who was breached reports it");
  person->state = reeve_case_step (person->state, REEVE_CASE_STEP_CONTAIN);
  if (!lock (self, user, person, error) || !find_width (self, person, error) ||
      !reeve_leavings_take_pending (call->tx, user, call->caller->account, call->caller->account_name,
                                    call->now, error) ||
      !reeve_case_people_update (call->tx, self->breach_case->id, person, error))
    return FALSE;
  if (!reeve_case_locks_apply_to (call->directory, call->tx, call->workspace, person, call->now, self->ended,
                                  &person->sessions, error) ||
      !reeve_case_people_update (call->tx, self->breach_case->id, person, error) ||
      !reeve_call_audit_fact (call, NULL, "user.contain", "user", user->id, user->display_name,
                              self->breach_case->noticed, error))
    return FALSE;
  reeve_deeds_add (call, "user.contain", user->id, user->display_name, NULL);
  return TRUE;
}

/* --- Evidence --- */

static gboolean
hold (ReeveCall *call, ReeveCase *self, ReeveCasePerson *person, GError **error)
{
  g_autoptr (ReeveHold) held = NULL;

  if (!reeve_case_hold (call->tx, self, person, call->caller->account, call->caller->account_name, call->now,
                        &held, error))
    return FALSE;
  if (held == NULL)
    return TRUE;
  reeve_call_changed (call, "hold", held->id, held->version);
  return reeve_call_audit (call, NULL, "hold.create", "hold", held->id, held->account_name, NULL, held, NULL,
                           held->reason, error);
}

static gboolean
hold_all (ReeveCall *call, ReeveCase *self, GPtrArray *people, GError **error)
{
  if (people->len > REEVE_CASE_HOLDS)
    return hold (call, self, NULL, error);
  for (guint i = 0; i < people->len; i++)
    if (!hold (call, self, people->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* --- All of them --- */

static void
tell (ReeveCall *call, ReeveCase *self, GPtrArray *people)
{
  for (guint i = 0; i < people->len && people->len <= TOLD_ONE_BY_ONE; i++)
    reeve_call_changed (call, "user", ((ReeveCasePerson *) people->pdata[i])->id, 0);
  if (people->len > TOLD_ONE_BY_ONE)
    reeve_call_changed (call, "user", NULL, 0);
  reeve_call_changed (call, "session", NULL, 0);
  reeve_call_changed (call, "case", self->id, self->version);
}

static gboolean
contain_all (Containment *self, GPtrArray *people, GError **error)
{
  ReeveCall *call = self->call;
  ReeveCase *breach_case = self->breach_case;
  g_autofree char *desk = reeve_case_letter_make_desk (call->installation, call->workspace);

  for (guint i = 0; i < people->len; i++)
    if (!contain_one (self, people->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < self->ended->len; i++)
    reeve_call_session_ended (call, self->ended->pdata[i]);
  if (breach_case->contained == 0)
    {
      breach_case->contained = call->now;
      g_set_str (&breach_case->contained_by, call->caller->account);
      g_set_str (&breach_case->contained_by_name, call->caller->account_name);
    }
  return reeve_case_note (call->tx, breach_case, call->now, "contained", call->caller->account,
                          call->caller->account_name, people->len == 1 ? people->pdata[0] : NULL, people->len,
                          NULL, error) &&
         hold_all (call, breach_case, people, error) &&
         reeve_case_asking_put (call->tx, breach_case, desk, call->now, error) &&
         reeve_case_lock_letter_put (call, breach_case, people, error) &&
         reeve_cases_count (call->tx, breach_case, error) &&
         reeve_intents_put (call->tx, REEVE_INTENT_CASE, breach_case->id, NULL, error);
}

gboolean
reeve_case_contain (ReeveCall *call, ReeveCase *self, gboolean last, GError **error)
{
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (ReeveCase) stored = reeve_cases_get (call->tx, self->id, NULL, error);
  Containment containment = { call, self, last, ended };

  if (stored == NULL || !reeve_call_begin_directory (call, error))
    return FALSE;
  people = reeve_case_people_read (call->tx, self->id, REEVE_CASE_REPORTED, NULL, error);
  if (people == NULL || !contain_all (&containment, people, error) ||
      !reeve_cases_update (call->tx, stored, self, stored->version, error))
    return FALSE;
  call->needs_directory = TRUE;
  call->has_mail = TRUE;
  call->mail_at_once = TRUE;
  tell (call, self, people);
  return TRUE;
}

gboolean
cases_contain (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = reeve_cases_get (call->tx, reeve_call_get_path (call, "case"), NULL, error);
  gboolean last = ((ReeveCaseContainment *) call->body)->last;

  if (self == NULL)
    return FALSE;
  if (reeve_case_step (self->state, REEVE_CASE_STEP_CONTAIN) == NULL)
    return refuse (error, "case_state", "nobody of the case is yet to be contained");
  if (!reeve_case_contain (call, self, last, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "case", self->id, self->person_name, NULL, error))
    return FALSE;
  reeve_call_is_about (call, self->person, self->person_name);
  call->reply = REEVE_RECORD (g_steal_pointer (&self));
  return TRUE;
}
