/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/case-instruct.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-action.h"
#include "service/api/deeds.h"
#include "service/api/leaving.h"
#include "service/api/memberships.h"
#include "service/api/password-link.h"
#include "service/api/user-rules.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/mirror.h"
#include "service/mail/letter.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/case-locks.h"
#include "service/store/cases.h"
#include "service/store/intents.h"
#include "service/store/links.h"
#include "service/store/users.h"

typedef struct
{
  ReeveCall *call;
  ReeveCaseInstruction *body;
  ReeveCase *breach_case;
  ReeveUserRules rules;
  gboolean judged; /* who may was asked in another way */
} Instructing;

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

static ReeveCase *
get (ReeveCall *call, GError **error)
{
  return reeve_cases_get (call->tx, reeve_call_get_path (call, "case"), call->scope, error);
}

/* --- Whom --- */

/* TRUE: all who are asked for wait. */
static gboolean
keep_those (GPtrArray *waiting, GStrv people, GError **error)
{
  guint n = 0;

  for (guint i = waiting->len; people != NULL && i > 0; i--)
    if (!g_strv_contains ((const char *const *) people, ((ReeveCasePerson *) waiting->pdata[i - 1])->id))
      g_ptr_array_remove_index (waiting, i - 1);
  for (guint i = 0; people != NULL && people[i] != NULL; i++)
    n++;
  if (waiting->len == 0 || waiting->len < n)
    return refuse (error, REEVE_ERROR_CONFLICT, "already_instructed",
                   "no instruction is awaited for some of them: somebody was faster, or they are none of it");
  return TRUE;
}

/* --- One of them --- */

static gboolean
check_shared (Instructing *self, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  gboolean may;

  /* New credentials for an account that is open elsewhere are for who may touch it there; so is opening one
   * as it was that was locked as such. */
  if (g_str_equal (self->body->decision, person->wide ? "release" : "reissue") &&
      (!reeve_memberships_may_release (call->installation, call->caller, person->id, call->workspace,
                                       call->deadline, &may, error) ||
       (!may && !refuse (error, REEVE_ERROR_DENIED, "shared_account",
                         "the person uses workspaces in which the caller may not release accounts"))))
    return FALSE;
  return TRUE;
}

static ReeveUser *
check_person (Instructing *self, ReeveCasePerson *person, GError **error)
{
  g_autoptr (ReeveUser) user = reeve_users_get (self->call->tx, person->id, error);

  if (user == NULL)
    return NULL;
  if (g_str_equal (user->id, self->call->caller->account))
    {
      refuse (error, REEVE_ERROR_CONFLICT, "self", "nobody decides on their own account");
      return NULL;
    }
  if (!self->judged &&
      (!reeve_user_rules_check_reach (&self->rules, user, error) || !check_shared (self, person, error)))
    return NULL;
  return g_steal_pointer (&user);
}

static gboolean
send_link (Instructing *self, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveCredentials) credentials =
    reeve_accounts_get_credentials (call->directory, person->id, error);
  g_autoptr (ReeveLetter) letter = NULL;
  g_autofree char *uri = NULL;

  if (credentials == NULL)
    return FALSE;
  letter = reeve_letter_new (REEVE_LINK_PASSWORD_RESET, credentials->email, credentials->display_name,
                             credentials->id, NULL);
  uri = reeve_password_link_make (call, call->directory, credentials->id, error);
  if (uri == NULL)
    return FALSE;
  reeve_letter_set_subject (letter, N_ ("Your account was released"));
  reeve_letter_add (letter,
                    N_ ("An administrator (%s) has released your account %s, which was locked by a breach "
                        "report. Your password serves no longer: set a new one, then sign in as ever."),
                    call->caller->account_name, credentials->email);
  reeve_letter_add_link (letter, N_ ("Set a new password"), uri);
  reeve_letter_add (letter,
                    N_ ("The link can be used once, within 30 minutes. Later, ask for another one where "
                        "you sign in."));
  return reeve_call_put_mail (call, call->directory, reeve_letter_write (letter), error);
}

static gboolean
send_word (Instructing *self, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("security-notice", person->email, person->name, person->id, NULL);

  reeve_letter_set_subject (letter, N_ ("Your account was released"));
  reeve_letter_add (letter,
                    N_ ("An administrator (%s) has released your account %s, which was locked by a breach "
                        "report. You sign in as before."),
                    call->caller->account_name, person->email);
  return reeve_call_put_mail (call, NULL, reeve_letter_write (letter), error);
}

/* Behind the locks, which took the password of a database that came late; it is made unknown here, so that
 * the person has one, as they had. */
static gboolean
renew_credentials (Instructing *self, ReeveCasePerson *person, gboolean had_password, GError **error)
{
  ReeveCall *call = self->call;
  g_autofree char *unknown = reeve_password_make_unknown (reeve_installation_get_pepper (call->installation));

  return (!had_password || reeve_accounts_set_password_hash (call->directory, person->id, unknown, error)) &&
         send_link (self, person, error);
}

static gboolean
open_door (Instructing *self, ReeveUser *user, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  gboolean reissued = g_str_equal (person->state, REEVE_CASE_REISSUED);
  gboolean had_password = user->has_password;

  if (!reeve_case_locks_apply_to (call->directory, call->tx, call->workspace, person, call->now, NULL, NULL,
                                  error) ||
      !(reissued ? renew_credentials (self, person, had_password, error) : send_word (self, person, error)) ||
      !reeve_mirror_fill (call->directory, user, call->workspace, call->now, error) ||
      !reeve_users_mirror (call->tx, user, error) ||
      !reeve_call_audit_fact (call, NULL, "user.release", "user", user->id, user->display_name,
                              self->body->reason, error))
    return FALSE;
  reeve_deeds_add (call, "user.release", user->id, user->display_name, NULL);
  return TRUE;
}

static gboolean
take_out (Instructing *self, ReeveUser *user, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveUser) after = reeve_leaving_judge (&self->rules, user, error);

  return after != NULL && reeve_leaving_take (call, user, after, self->body->reason, error) &&
         reeve_case_locks_apply_to (call->directory, call->tx, call->workspace, person, call->now, NULL, NULL,
                                    error) &&
         reeve_leaving_take_account (call, after, error);
}

static const char *
name_entry (const char *state)
{
  return g_str_equal (state, REEVE_CASE_RELEASED)   ? "released"
         : g_str_equal (state, REEVE_CASE_REISSUED) ? "reissued"
                                                    : "erased";
}

static gboolean
carry_out (Instructing *self, ReeveUser *user, ReeveCasePerson *person, ReeveCaseStep step, GError **error)
{
  ReeveCall *call = self->call;

  person->state = reeve_case_step (person->state, step);
  person->ended = call->now;
  return reeve_case_people_update (call->tx, self->breach_case->id, person, error) &&
         (step == REEVE_CASE_STEP_ERASE ? take_out (self, user, person, error)
                                        : open_door (self, user, person, error)) &&
         reeve_case_note (call->tx, self->breach_case, call->now, name_entry (person->state),
                          call->caller->account, call->caller->account_name, person, 1, NULL, error);
}

static gboolean
instruct_one (Instructing *self, ReeveCasePerson *person, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveUser) user = check_person (self, person, error);
  ReeveCaseStep step;

  if (user == NULL)
    return FALSE;
  person->state = reeve_case_step (person->state, REEVE_CASE_STEP_INSTRUCT);
  person->decision = self->body->decision;
  g_set_str (&person->reason, self->body->reason);
  person->keep_until = self->body->keep_until;
  person->decided = call->now;
  g_set_str (&person->decided_by, call->caller->account);
  g_set_str (&person->decided_by_name, call->caller->account_name);
  if (!reeve_case_note (call->tx, self->breach_case, call->now, "instructed", call->caller->account,
                        call->caller->account_name, person, 1, self->body->reason, error))
    return FALSE;
  if (reeve_case_decision_step (person->decision, &step))
    return carry_out (self, user, person, step, error);
  return reeve_case_people_update (call->tx, self->breach_case->id, person, error) &&
         reeve_call_audit_fact (call, NULL, "user.keep-locked", "user", user->id, user->display_name,
                                self->body->reason, error);
}

/* --- The case --- */

static gboolean
store (ReeveCall *call, ReeveCase *self, const char *reason, GError **error)
{
  g_autoptr (ReeveCase) stored = reeve_cases_get (call->tx, self->id, NULL, error);

  if (stored == NULL || !reeve_cases_count (call->tx, self, error) ||
      !reeve_cases_update (call->tx, stored, self, stored->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "case", self->id, self->person_name, stored, self, NULL, reason,
                         error))
    return FALSE;
  /* what changed is of its people alone */
  if (!call->audited_own &&
      !reeve_call_audit_fact (call, NULL, NULL, "case", self->id, self->person_name, reason, error))
    return FALSE;
  call->nothing_changed = FALSE;
  reeve_call_changed (call, "case", self->id, self->version);
  return TRUE;
}

static gboolean
check_keep (ReeveCall *call, ReeveCaseInstruction *body, GError **error)
{
  if (g_strcmp0 (body->decision, "keep") != 0)
    {
      body->keep_until = 0;
      return TRUE;
    }
  if (body->keep_until == 0 ||
      (body->keep_until > call->now && body->keep_until <= call->now + REEVE_CASE_KEEP_DAYS * REEVE_DAY))
    return TRUE;
  reeve_error_add_member (error, "/keepUntil", "range", "this is over, or more than %d days ahead",
                          REEVE_CASE_KEEP_DAYS);
  return FALSE;
}

gboolean
cases_instruct (ReeveCall *call, GError **error)
{
  ReeveCaseInstruction *body = (ReeveCaseInstruction *) call->body;
  g_autoptr (ReeveCase) self = get (call, error);
  g_autoptr (GPtrArray) people = NULL;
  Instructing instructing = { call, body, self, REEVE_USER_RULES_INIT (call) };

  if (self == NULL || !check_keep (call, body, error))
    return FALSE;
  people = reeve_case_people_read (call->tx, self->id, REEVE_CASE_AWAITING, call->scope, error);
  if (people == NULL || !keep_those (people, body->people, error) ||
      !reeve_call_begin_directory (call, error) ||
      !reeve_intents_put (call->tx, REEVE_INTENT_CASE, self->id, NULL, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];

      if (!instruct_one (&instructing, person, error))
        return FALSE;
      reeve_call_changed (call, "user", person->id, 0);
    }
  if (!store (call, self, body->reason, error))
    return FALSE;
  call->wakes_jobs = TRUE;
  call->mail_at_once = TRUE;
  reeve_call_is_about (call, self->person, self->person_name);
  call->reply = REEVE_RECORD (g_steal_pointer (&self));
  return TRUE;
}

/* Nobody was asked, perhaps, since there was nobody: whoever it is now, they know. */
static gboolean
await (ReeveCasePerson *person, GError **error)
{
  const char *awaiting = reeve_case_step (person->state, REEVE_CASE_STEP_ASK);

  if (awaiting == NULL)
    awaiting = reeve_case_step (person->state, REEVE_CASE_STEP_LAPSE);
  if (awaiting != NULL)
    person->state = awaiting;
  return g_str_equal (person->state, REEVE_CASE_AWAITING) ||
         refuse (error, REEVE_ERROR_CONFLICT, "case_state", "the person is not where this could be done");
}

static gboolean
reissue (ReeveCall *call,
         const char *breach_case,
         const char *person,
         const char *reason,
         gboolean judged,
         GError **error)
{
  g_autoptr (ReeveCaseInstruction) body = reeve_case_instruction_new ();
  g_autoptr (ReeveCase) self = reeve_cases_get (call->tx, breach_case, NULL, error);
  g_autoptr (ReeveCasePerson) of_case =
    self != NULL ? reeve_case_people_get (call->tx, breach_case, person, error) : NULL;
  g_autoptr (ReeveCase) stored = NULL;
  Instructing instructing = { call, body, self, REEVE_USER_RULES_INIT (call), judged };

  body->decision = "reissue";
  body->reason = g_strdup (reason);
  if (of_case == NULL || !await (of_case, error) || !reeve_call_begin_directory (call, error) ||
      !reeve_intents_put (call->tx, REEVE_INTENT_CASE, breach_case, NULL, error) ||
      !instruct_one (&instructing, of_case, error))
    return FALSE;
  stored = reeve_cases_get (call->tx, breach_case, NULL, error);
  if (stored == NULL || !reeve_cases_count (call->tx, self, error) ||
      !reeve_cases_update (call->tx, stored, self, stored->version, error))
    return FALSE;
  reeve_call_changed (call, "case", self->id, self->version);
  return TRUE;
}

gboolean
reeve_case_reissue (ReeveCall *call,
                    const char *breach_case,
                    const char *person,
                    const char *reason,
                    GError **error)
{
  return reissue (call, breach_case, person, reason, FALSE, error);
}

gboolean
reeve_case_recover (ReeveCall *call,
                    const char *breach_case,
                    const char *person,
                    const char *reason,
                    GError **error)
{
  return reissue (call, breach_case, person, reason, TRUE, error);
}

/* Everybody of the case who is in @from takes the step; nobody is: CONFLICT "case_state". */
static gboolean
step_all (ReeveCall *call, ReeveCase *self, const char *from, ReeveCaseStep step, guint *n, GError **error)
{
  g_autoptr (GPtrArray) people = reeve_case_people_read (call->tx, self->id, from, call->scope, error);

  if (people == NULL)
    return FALSE;
  *n = people->len;
  for (guint i = 0; i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];

      person->state = reeve_case_step (person->state, step);
      if (!reeve_case_people_update (call->tx, self->id, person, error))
        return FALSE;
    }
  return people->len > 0 ||
         refuse (error, REEVE_ERROR_CONFLICT, "case_state", "the case is not where this could be done");
}

static gboolean
step_case (ReeveCall *call, const char *from, ReeveCaseStep step, const char *kind, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);
  const char *text = ((ReeveCaseNote *) call->body)->text;
  guint n;

  if (self == NULL || !step_all (call, self, from, step, &n, error) ||
      !reeve_case_note (call->tx, self, call->now, kind, call->caller->account, call->caller->account_name,
                        NULL, n, text, error) ||
      !reeve_cases_count (call->tx, self, error))
    return FALSE;
  if (g_strcmp0 (self->state, REEVE_CASE_CLOSED) == 0 && self->closed == 0)
    {
      self->closed = call->now;
      g_set_str (&self->closed_by, call->caller->account);
      g_set_str (&self->closed_by_name, call->caller->account_name);
    }
  if (!store (call, self, text, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&self));
  return TRUE;
}

gboolean
cases_reopen (ReeveCall *call, GError **error)
{
  return step_case (call, REEVE_CASE_INSTRUCTED, REEVE_CASE_STEP_LAPSE, "lapsed", error);
}

gboolean
cases_dismiss (ReeveCall *call, GError **error)
{
  return step_case (call, REEVE_CASE_REPORTED, REEVE_CASE_STEP_DISMISS, "dismissed", error);
}

/* What became of each of its people stays to be read. */
gboolean
cases_close (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCase) self = get (call, error);
  const char *text = ((ReeveCaseNote *) call->body)->text;

  if (self == NULL)
    return FALSE;
  if (reeve_case_step (self->state, REEVE_CASE_STEP_CLOSE) == NULL)
    return refuse (error, REEVE_ERROR_CONFLICT, "case_state", "somebody of the case is not done with");
  self->state = reeve_case_step (self->state, REEVE_CASE_STEP_CLOSE);
  self->closed = call->now;
  g_set_str (&self->closed_by, call->caller->account);
  g_set_str (&self->closed_by_name, call->caller->account_name);
  if (!reeve_case_note (call->tx, self, call->now, "closed", call->caller->account,
                        call->caller->account_name, NULL, 0, text, error) ||
      !store (call, self, text, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&self));
  return TRUE;
}
