/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/recoveries.h"

#include "common/clock.h"
#include "common/recovery.h"
#include "service/api/case-instruct.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/case-notices.h"
#include "service/rules/recovery-mails.h"
#include "service/store/cases.h"
#include "service/store/recoveries.h"
#include "service/store/users.h"

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

static gboolean
check_support (ReeveCall *call, GError **error)
{
  return !reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_BREACH_INSTRUCT) ||
         refuse (error, REEVE_ERROR_DENIED, "not_support", "who can instruct does: this is for support");
}

/* --- For whom --- */

static gboolean
refuse_none (GError **error)
{
  return refuse (error, REEVE_ERROR_CONFLICT, "no_recovery",
                 "there is no locked account of this address without which nobody could instruct");
}

/* What was not there is no error of ours. */
static gboolean
pass (GError *local, GError **error)
{
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return refuse_none (error);
  g_propagate_error (error, g_error_copy (local));
  return FALSE;
}

/* The case in which the account of @email waits for somebody whom there is not. */
static gboolean
find_case (ReeveCall *call, const char *email, ReeveCase **found, ReeveCasePerson **person, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = reeve_users_find_by_email (call->tx, email, &local);
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) askable = NULL;

  if (user == NULL)
    return pass (local, error);
  if (!reeve_cases_find_open (call->tx, user->id, &id, error))
    return FALSE;
  if (id == NULL)
    return refuse_none (error);
  *found = reeve_cases_get (call->tx, id, NULL, error);
  *person = *found != NULL ? reeve_case_people_get (call->tx, id, user->id, error) : NULL;
  askable = *person != NULL ? reeve_cases_list_askable (call->tx, id, 1, error) : NULL;
  if (askable == NULL)
    return FALSE;
  return (reeve_case_state_locks ((*person)->state) && askable->len == 0) || refuse_none (error);
}

/* --- Steps --- */

static gboolean
tell (ReeveCall *call, ReeveRecovery *self, GError **error)
{
  g_autofree char *name = reeve_case_notice_name_workspace (call->installation, call->workspace, error);

  call->has_mail = TRUE;
  call->mail_at_once = TRUE;
  return name != NULL && reeve_recovery_mail (call->tx, self, name, error);
}

/* In the trail, and on the case's own line of time. */
static gboolean
note (ReeveCall *call, ReeveRecovery *before, ReeveRecovery *self, const char *text, GError **error)
{
  g_autoptr (ReeveCase) of = reeve_cases_get (call->tx, self->breach_case, NULL, error);

  if (of == NULL ||
      !reeve_case_note (call->tx, of, call->now, "recovery", call->caller->account,
                        call->caller->account_name, NULL, 0, text, error) ||
      !reeve_call_audit (call, NULL, NULL, "recovery", self->id, self->person_name, before, self, NULL,
                         self->reason, error))
    return FALSE;
  reeve_call_changed (call, "case", of->id, of->version);
  reeve_call_is_about (call, self->person, self->person_name);
  call->reply = REEVE_RECORD (g_object_ref (self));
  return TRUE;
}

static gboolean
ask (ReeveCall *call, ReeveCase *of, ReeveCasePerson *person, GError **error)
{
  ReeveRecoveryAsk *body = (ReeveRecoveryAsk *) call->body;
  g_autoptr (ReeveRecovery) self = reeve_recovery_new ();

  self->id = reeve_id_new ();
  self->version = 1;
  self->breach_case = g_strdup (of->id);
  self->person = g_strdup (person->id);
  self->person_name = g_strdup_printf ("%s <%s>", person->name, person->email);
  self->state = "asked";
  self->ticket = g_strdup (body->ticket);
  self->contact = g_strdup (body->contact);
  self->reason = g_strdup (body->reason);
  self->asked = call->now;
  self->asked_by = g_strdup (call->caller->account);
  self->asked_by_name = g_strdup (call->caller->account_name);
  return reeve_recoveries_insert (call->tx, self, error) && note (call, NULL, self, self->contact, error);
}

static gboolean
confirm (ReeveCall *call, ReeveRecovery *before, GError **error)
{
  ReeveRecoveryAsk *body = (ReeveRecoveryAsk *) call->body;
  g_autoptr (ReeveRecovery) self = reeve_record_copy (before);

  if (g_strcmp0 (before->state, "waiting") == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "recovery_waits", "it is confirmed already");
  if (g_strcmp0 (before->asked_by, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "second_person", "this is for somebody else of support");
  self->state = "waiting";
  self->confirmed = call->now;
  self->confirmed_by = g_strdup (call->caller->account);
  self->confirmed_by_name = g_strdup (call->caller->account_name);
  self->confirmed_contact = g_strdup (body->contact);
  self->due = call->now + REEVE_RECOVERY_WAIT;
  self->steady = reeve_clock_steady ();
  return reeve_recoveries_update (call->tx, self, error) && tell (call, self, error) &&
         note (call, before, self, body->contact, error);
}

static void
end (ReeveCall *call, ReeveRecovery *self, const char *state)
{
  self->state = state;
  self->ended = call->now;
  g_set_str (&self->ended_by, call->caller->account);
  g_set_str (&self->ended_by_name, call->caller->account_name);
}

/* --- Routes --- */

gboolean
recoveries_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_recoveries_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
recoveries_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) of = NULL;
  g_autoptr (ReeveCasePerson) person = NULL;
  g_autoptr (ReeveRecovery) known = NULL;

  if (!check_support (call, error) ||
      !find_case (call, ((ReeveRecoveryAsk *) call->body)->email, &of, &person, error) ||
      !reeve_recoveries_find_open (call->tx, person->id, &known, error))
    return FALSE;
  return known != NULL ? confirm (call, known, error) : ask (call, of, person, error);
}

static ReeveRecovery *
get_open (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRecovery) self =
    reeve_recoveries_get (call->tx, reeve_call_get_path (call, "recovery"), error);

  if (self != NULL && self->ended != 0)
    {
      refuse (error, REEVE_ERROR_CONFLICT, "recovery_over", "it is over already");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Somebody may have come who can instruct: then it is for them. */
static gboolean
check_needed (ReeveCall *call, ReeveRecovery *self, GError **error)
{
  g_autoptr (GPtrArray) askable = reeve_cases_list_askable (call->tx, self->breach_case, 1, error);

  return askable != NULL && (askable->len == 0 || refuse_none (error));
}

gboolean
recoveries_release (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRecovery) before = get_open (call, error);
  g_autoptr (ReeveRecovery) self = before != NULL ? reeve_record_copy (before) : NULL;

  if (self == NULL || !check_support (call, error))
    return FALSE;
  if (!reeve_recovery_is_ready (before, call->now, reeve_clock_steady ()))
    return refuse (error, REEVE_ERROR_CONFLICT, "recovery_waits",
                   "its day is not over, or nobody confirmed it");
  if (!check_needed (call, before, error))
    return FALSE;
  end (call, self, "done");
  return reeve_recoveries_update (call->tx, self, error) &&
         reeve_case_recover (call, self->breach_case, self->person, self->reason, error) &&
         tell (call, self, error) && note (call, before, self, self->reason, error);
}

gboolean
recoveries_stop (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveRecovery) before = get_open (call, error);
  g_autoptr (ReeveRecovery) self = before != NULL ? reeve_record_copy (before) : NULL;
  const char *text = ((ReeveCaseNote *) call->body)->text;

  if (self == NULL)
    return FALSE;
  end (call, self, "stopped");
  return reeve_recoveries_update (call->tx, self, error) &&
         (before->confirmed == 0 || tell (call, self, error)) && note (call, before, self, text, error);
}
