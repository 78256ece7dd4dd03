/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reporting, in somebody else's name or by support with a ticket: a case, and the lock in the same step. What
 * the person themself reports goes by api/breach.h. */

#include "config.h"

#include <string.h>

#include "common/clock.h"
#include "common/email-name.h"
#include "common/log-action.h"
#include "service/api/case-contain.h"
#include "service/api/cases.h"
#include "service/api/scope.h"
#include "service/jobs/case-asking.h"
#include "service/store/audit.h"
#include "service/store/cases.h"
#include "service/store/roles.h"
#include "service/store/users.h"

typedef struct
{
  ReeveCall *call;
  ReeveCaseReport *body;
  const char *source;
  gboolean contain;
  ReeveCase *made;  /* owned (nullable): everybody is in a case already */
  ReeveCase *known; /* owned (nullable): the first of those */
} Reporting;

static void
reporting_clear (Reporting *self)
{
  g_clear_object (&self->made);
  g_clear_object (&self->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reporting, reporting_clear)

static ReeveCase *
make_case (Reporting *self, ReeveUser *first)
{
  ReeveCall *call = self->call;
  ReeveCase *made = reeve_case_new ();

  made->id = reeve_id_new ();
  made->version = 1;
  made->state = REEVE_CASE_REPORTED;
  made->nature = self->body->nature != NULL ? self->body->nature : "leak";
  made->source = self->source;
  made->noticed = g_strdup (self->body->noticed);
  made->since = self->body->since;
  made->ticket = g_strdup (self->body->ticket);
  made->finding = g_strdup (self->body->finding);
  made->reported = call->now;
  made->reported_by = g_strdup (call->caller->account);
  made->reported_by_name = g_strdup (call->caller->account_name);
  made->person = g_strdup (first->id);
  made->person_name = g_strdup_printf ("%s <%s>", first->display_name, first->email);
  return made;
}

static gboolean
add_person (Reporting *self, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveCasePerson) person = reeve_case_person_new ();

  if (self->made == NULL)
    {
      self->made = make_case (self, user);
      if (!reeve_cases_insert (self->call->tx, self->made, error))
        return FALSE;
    }
  person->id = g_strdup (user->id);
  person->name = g_strdup (user->display_name);
  person->email = g_strdup (user->email);
  person->state = reeve_case_step (NULL, REEVE_CASE_STEP_REPORT);
  return reeve_case_people_insert (self->call->tx, self->made->id, person, error);
}

/* They are in a case already: it is told there. */
static gboolean
note_again (Reporting *self, const char *id, ReeveUser *user, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveCase) known = reeve_cases_get (call->tx, id, NULL, error);
  g_autoptr (ReeveCasePerson) person =
    known != NULL ? reeve_case_people_get (call->tx, id, user->id, error) : NULL;

  if (person == NULL ||
      !reeve_case_note (call->tx, known, call->now, "reported_again", call->caller->account,
                        call->caller->account_name, person, 1, self->body->noticed, error) ||
      !reeve_call_audit_fact (call, NULL, "case.report-again", "case", id, known->person_name,
                              self->body->noticed, error))
    return FALSE;
  reeve_call_changed (call, "case", known->id, known->version);
  if (self->known == NULL)
    self->known = g_steal_pointer (&known);
  return TRUE;
}

static gboolean
report_one (Reporting *self, const char *id, guint i, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = NULL;
  g_autofree char *known = NULL;

  if (reeve_scope_check_user (call, id, &local))
    user = reeve_users_get (call->tx, id, &local);
  if (user == NULL || user->deleted != 0)
    {
      if (local == NULL || g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
        {
          g_autofree char *place = g_strdup_printf ("/people/%u", i);

          reeve_error_add_member (error, place, "unknown_user", "nobody here has this id");
        }
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_str_equal (user->id, call->caller->account))
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "self", "one's own account is reported in another way");
      return FALSE;
    }
  if (!reeve_cases_find_open (call->tx, id, &known, error))
    return FALSE;
  return known != NULL ? note_again (self, known, user, error) : add_person (self, user, error);
}

/* So that two ids for one person are one. */
static gboolean
report_all (Reporting *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GStrv people = self->body->people;

  for (guint i = 0; people[i] != NULL; i++)
    if (g_hash_table_add (seen, people[i]) && !report_one (self, people[i], i, error))
      return FALSE;
  return TRUE;
}

/* Those who may lock it are told, and nobody is locked. */
static gboolean
tell_only (ReeveCall *call, ReeveCase *made, GError **error)
{
  reeve_call_changed (call, "case", made->id, made->version);
  call->has_mail = TRUE;
  call->mail_at_once = TRUE;
  call->wakes_jobs = TRUE; /* the customer's notice */
  return reeve_case_asking_tell (call->tx, made, call->now, error);
}

static gboolean
store (Reporting *self, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveCase) stored = reeve_record_copy (self->made);

  return reeve_cases_count (call->tx, self->made, error) &&
         reeve_cases_update (call->tx, stored, self->made, stored->version, error) &&
         reeve_call_audit (call, NULL, "case.create", "case", self->made->id, self->made->person_name, NULL,
                           self->made, NULL, self->body->noticed, error) &&
         reeve_case_note (call->tx, self->made, call->now, "reported", call->caller->account,
                          call->caller->account_name, NULL, self->made->people, self->body->noticed, error) &&
         (self->contain ? reeve_case_contain (call, self->made, self->body->last, error)
                        : tell_only (call, self->made, error));
}

static gboolean
check_since (ReeveCall *call, gint64 since, GError **refusal)
{
  if (since > call->now)
    reeve_error_add_member (refusal, "/since", "range", "this is yet to come");
  return since <= call->now;
}

static gboolean
check (Reporting *self, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (self->body->people == NULL || self->body->people[0] == NULL)
    reeve_error_add_member (&refusal, "/people", "required", "whom it is about");
  check_since (self->call, self->body->since, &refusal);
  if (g_str_equal (self->source, "support") && self->body->ticket == NULL)
    reeve_error_add_member (&refusal, "/ticket", "required", "support names the ticket");
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
report (ReeveCall *call, const char *source, GError **error)
{
  g_auto (Reporting)
    self = { .call = call, .body = (ReeveCaseReport *) call->body, .source = source, .contain = TRUE };

  if (!check (&self, error) || !report_all (&self, error) || (self.made != NULL && !store (&self, error)))
    return FALSE;
  if (self.made == NULL)
    call->reply = REEVE_RECORD (g_steal_pointer (&self.known));
  else
    {
      reeve_call_is_about (call, self.made->person, self.made->person_name);
      call->reply = REEVE_RECORD (g_steal_pointer (&self.made));
    }
  return TRUE;
}

gboolean
cases_create (ReeveCall *call, GError **error)
{
  return report (call, "administrator", error);
}

/* Support contains for others, and says for whom: an administrator who holds both is one. */
gboolean
containments_create (ReeveCall *call, GError **error)
{
  gboolean administrator =
    reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_BREACH_INSTRUCT);

  /* one of support alone never locks the last administrator: two do, by address */
  if (!administrator)
    ((ReeveCaseReport *) call->body)->last = FALSE;
  return report (call, administrator ? "administrator" : "support", error);
}

/* --- By address --- */

static gboolean
check_tip (ReeveCall *call, ReeveCaseTip *tip, gboolean support, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  check_since (call, tip->since, &refusal);
  if (support && tip->ticket == NULL)
    reeve_error_add_member (&refusal, "/ticket", "required", "support names the ticket");
  if (!support && tip->noticed == NULL)
    reeve_error_add_member (&refusal, "/noticed", "required", "say what was noticed");
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* *@user: NULL: nobody who could be reported has that address. */
static gboolean
find_user (ReeveCall *call, const char *email, ReeveUser **user, GError **error)
{
  g_autoptr (GError) missing = NULL;

  *user = reeve_users_find_by_email (call->tx, email, &missing);
  if (*user == NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (*user != NULL && ((*user)->deleted != 0 || g_str_equal ((*user)->id, call->caller->account)))
    g_clear_object (user);
  return TRUE;
}

/* A colleague locks nobody who administers anything, and support no last administrator without more ado. */
static gboolean
may_contain (ReeveCall *call, ReeveUser *user, gboolean support, gboolean *may, GError **error)
{
  ReeveCapabilities held;
  gint64 administrators;

  if (!reeve_roles_resolve (call->tx, (const char *const *) user->roles, &held, NULL, error) ||
      !reeve_roles_count_administrators (call->tx, call->now, &administrators, error))
    return FALSE;
  *may = held == 0 || (support && (held != REEVE_CAPABILITIES_ALL || administrators > 1));
  return TRUE;
}

/* Somebody else of support has talked to somebody about it. */
static gboolean
find_other_voice (ReeveCall *call, const char *breach_case, gboolean *found, GError **error)
{
  g_autoptr (GPtrArray) entries = reeve_case_entries_read (call->tx, breach_case, error);

  *found = FALSE;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ReeveCaseEntry *entry = entries->pdata[i];

      *found |= strcmp (entry->kind, "vouched") == 0 && g_strcmp0 (entry->actor, call->caller->account) != 0;
    }
  return entries != NULL;
}

/* The last administrator: one of support has them in a case, which is locked on the word of the second. */
static gboolean
vouch (ReeveCall *call, ReeveCaseTip *tip, const char *person, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (ReeveCase) self = NULL;
  gboolean other;

  if (tip->contact == NULL)
    return TRUE;
  if (!reeve_cases_find_open (call->tx, person, &id, error))
    return FALSE;
  if (id == NULL)
    return TRUE;
  self = reeve_cases_get (call->tx, id, NULL, error);
  if (self == NULL || !find_other_voice (call, id, &other, error) ||
      !reeve_case_note (call->tx, self, call->now, "vouched", call->caller->account,
                        call->caller->account_name, NULL, 0, tip->contact, error))
    return FALSE;
  return !other || strcmp (self->state, REEVE_CASE_REPORTED) != 0 ||
         (reeve_case_contain (call, self, TRUE, error) &&
          reeve_call_audit_fact (call, NULL, "case.contain", "case", self->id, self->person_name,
                                 tip->contact, error));
}

static gboolean
take_tip (ReeveCall *call, ReeveUser *user, gboolean support, GError **error)
{
  ReeveCaseTip *tip = (ReeveCaseTip *) call->body;
  g_autoptr (ReeveCaseReport) body = reeve_case_report_new ();
  const char *const people[] = { user->id, NULL };
  g_auto (Reporting) self = { .call = call, .body = body, .source = support ? "support" : "colleague" };

  reeve_set_texts (&body->people, people);
  g_set_str (&body->noticed, tip->noticed);
  body->since = tip->since;
  g_set_str (&body->ticket, tip->ticket);
  return may_contain (call, user, support, &self.contain, error) && report_all (&self, error) &&
         (self.made == NULL || store (&self, error)) &&
         (!support || self.contain || vouch (call, tip, user->id, error));
}

static gboolean
tip_off (ReeveCall *call, gboolean support, GError **error)
{
  ReeveCaseTip *tip = (ReeveCaseTip *) call->body;
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReeveCaseReceipt) receipt = reeve_case_receipt_new ();

  if (!check_tip (call, tip, support, error) || !find_user (call, tip->email, &user, error) ||
      (user != NULL && !take_tip (call, user, support, error)))
    return FALSE;
  /* What is counted, and what tells the workspace of reports about nobody. */
  if (!reeve_call_audit_fact (call, NULL, "breach-report.create", "account", call->caller->account,
                              tip->email, tip->noticed, error))
    return FALSE;
  receipt->received = call->now;
  call->reply = REEVE_RECORD (g_steal_pointer (&receipt));
  return TRUE;
}

gboolean
containments_by_address (ReeveCall *call, GError **error)
{
  return tip_off (call, TRUE, error);
}

gboolean
breach_reports_create (ReeveCall *call, GError **error)
{
  gint64 n;

  if (!reeve_audit_count_by (call->tx, call->caller->account, "breach-report.create", call->now - REEVE_DAY,
                             &n, error))
    return FALSE;
  if (n >= REEVE_CASE_TIPS_A_DAY)
    {
      reeve_set_error (error, REEVE_ERROR_TOO_MANY, "too_many_reports", "%d reports a day are the most",
                       REEVE_CASE_TIPS_A_DAY);
      return FALSE;
    }
  return tip_off (call, FALSE, error);
}

/* --- By a verdict --- */

/* *@user: NULL: nobody here is meant, or the caller, who reports their own account in another way. */
static gboolean
find_meant (ReeveCall *call, ReeveFinding *finding, ReeveUser **user, GError **error)
{
  g_autofree char *email = reeve_email_name_get (finding->person_name);
  g_autoptr (GError) missing = NULL;

  *user = NULL;
  if (finding->person != NULL)
    *user = reeve_users_get (call->tx, finding->person, &missing);
  if (missing != NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (*user == NULL && email != NULL)
    return find_user (call, email, user, error);
  if (*user != NULL && ((*user)->deleted != 0 || g_str_equal ((*user)->id, call->caller->account)))
    g_clear_object (user);
  return TRUE;
}

gboolean
reeve_case_open_of_finding (ReeveCall *call, ReeveFinding *finding, GError **error)
{
  g_autoptr (ReeveUser) user = NULL;
  g_autoptr (ReeveCaseReport) body = reeve_case_report_new ();
  g_auto (Reporting) self = { .call = call, .body = body, .source = "finding" };

  if (!find_meant (call, finding, &user, error))
    return FALSE;
  if (user == NULL)
    return TRUE;
  reeve_set_texts (&body->people, (const char *const[]) { user->id, NULL });
  g_set_str (&body->noticed, finding->note);
  g_set_str (&body->finding, finding->id);
  body->since = MIN (finding->raised, call->now);
  return report_all (&self, error) && (self.made == NULL || store (&self, error));
}
