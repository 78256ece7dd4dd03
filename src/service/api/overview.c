/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Every kind of duty is a row of one table: what its list demands of who looks at it, whether that list keeps
 * to a group administrator's people, and the function that finds it. A duty is told to nobody who could not
 * open its list. A new kind is a row here, a word in common/duty.c, and a row of the console's
 * widgets/duty-words.c. */

#include "config.h"

#include "service/api/overview.h"

#include "common/clock.h"
#include "common/permission-review.h"
#include "service/api/approval-parties.h"
#include "service/api/folders.h"
#include "service/api/overview-desk.h"
#include "service/api/scope.h"
#include "service/store/access-files.h"
#include "service/store/access-names.h"
#include "service/store/approvals.h"
#include "service/store/case-duties.h"
#include "service/store/duties.h"
#include "service/store/grant-reviews.h"
#include "service/store/outbox.h"
#include "service/store/second-factor-demands.h"
#include "service/store/support-grants.h"

#define FAILED_LATELY    (7 * REEVE_DAY)
#define STUCK            (15 * REEVE_MINUTE)
#define CERTIFICATE_SOON (21 * REEVE_DAY) /* one that renews itself was renewed by then */
#define CERTIFICATE_NOW  (3 * REEVE_DAY)

/* --- Kinds for which the workspace's database is not enough --- */

/* The caller's own: before the date, since from then on nothing else can be done. */
static gboolean
find_own_second_factor (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (ReeveSecondFactorDemands) demands = NULL;
  gint64 first = 0;

  if (call->caller->has_factor || call->caller->factor_proved)
    return TRUE;
  demands = reeve_second_factor_demands_get (search->tx, error);
  if (demands == NULL)
    return FALSE;
  for (guint i = 0; demands->demands != NULL && i < demands->demands->len; i++)
    {
      ReeveSecondFactorDemand *demand = demands->demands->pdata[i];
      gboolean meant = g_str_equal (demand->role, REEVE_ROLE_MEMBER) ||
                       (call->caller->roles != NULL &&
                        g_strv_contains ((const char *const *) call->caller->roles, demand->role));

      if (meant && (first == 0 || demand->since < first))
        first = demand->since;
    }
  if (first != 0)
    reeve_duties_add (duties, "own-second-factor", NULL, NULL, 0, first, search->now);
  return TRUE;
}

/* @approval: somebody else's, which the caller may decide */
static void
add_approval (const ReeveDutySearch *search, ReeveApproval *approval, GPtrArray *duties)
{
  ReeveDuty *duty =
    reeve_duties_add (duties, "approval", approval->id, "now", 1, approval->expires, search->now);

  duty->since = approval->created;
  g_set_str (&duty->subject, approval->requester_name);
  g_set_str (&duty->subject_id, approval->id);
}

static gboolean
find_approvals (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  const ReeveApprovalPlace place = REEVE_APPROVAL_PLACE_INIT (call, call->tx);
  g_auto (GStrv) rules = reeve_approval_list_decidable (&place, search->account, error);
  const ReeveApprovalsWhose whose = { NULL, (const char *const *) rules, search->account };
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autoptr (ReeveListing) listing = NULL;
  gint64 n;

  if (rules == NULL)
    return FALSE;
  if (rules[0] == NULL)
    return TRUE;
  reeve_query_set_filter (query, "state", "waiting");
  query->limit = REEVE_DUTIES_NAMED; /* with their bodies, which may be long */
  listing = reeve_approvals_list (search->tx, query, &whose, search->now, error);
  if (listing == NULL || !reeve_approvals_count (search->tx, query, &whose, search->now, &n, error))
    return FALSE;
  for (guint i = 0; i < listing->items->len; i++)
    add_approval (search, listing->items->pdata[i], duties);
  if (n > listing->items->len)
    reeve_duties_add (duties, "approval", NULL, "now", n - listing->items->len, 0, search->now);
  return TRUE;
}

/* Folders that somebody managed, and nobody does now. */
static gboolean
find_folders (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  ReevePermissionModel *model = reeve_call_enter_permissions (call, error);
  g_autofree guint8 *absent =
    model != NULL ? reeve_grant_reviews_list_absent (search->tx, model, error) : NULL;
  g_autoptr (GPtrArray) managed =
    absent != NULL ? reeve_grant_reviews_list_managed (search->tx, error) : NULL;
  gint64 n = 0;

  for (guint i = 0; managed != NULL && i < managed->len; i++)
    {
      guint32 folder = reeve_permission_model_find_folder (model, managed->pdata[i]);

      if (reeve_permission_model_has_folder (model, folder) &&
          !reeve_permission_has_holder (model, folder, REEVE_VERB_MANAGE, absent, search->now))
        n++;
    }
  if (model != NULL)
    reeve_call_leave_permissions (call);
  if (n > 0)
    reeve_duties_add (duties, "folder-manager", NULL, "week", n, 0, search->now);
  return managed != NULL;
}

static void
add_mails (const ReeveDutySearch *search,
           const char *kind,
           const char *urgency,
           gint64 n,
           gint64 since,
           GPtrArray *duties)
{
  if (n > 0)
    reeve_duties_add (duties, kind, NULL, urgency, n, 0, search->now)->since = since;
}

static gint64
find_first (gint64 a, gint64 b)
{
  return a == 0 || b == 0 ? MAX (a, b) : MIN (a, b);
}

/* The workspace's own, and the directory's about its people. */
static gboolean
find_mails (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                                  REEVE_TX_READ, call->deadline, error);
  gint64 since = search->now - FAILED_LATELY;
  gint64 until = search->now - STUCK;
  ReeveOutboxTrouble own;
  ReeveOutboxTrouble accounts;

  if (directory == NULL || !reeve_outbox_read_trouble (search->tx, NULL, since, until, &own, error) ||
      !reeve_outbox_read_trouble (directory, call->workspace, since, until, &accounts, error))
    return FALSE;
  add_mails (search, "mail", "week", own.failed + accounts.failed,
             find_first (own.failed_since, accounts.failed_since), duties);
  add_mails (search, "mail-waiting", "now", own.stuck + accounts.stuck,
             find_first (own.stuck_since, accounts.stuck_since), duties);
  return TRUE;
}

static gboolean
find_damage (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
  g_autoptr (GArray) days = reeve_access_files_list_damaged (files, call->workspace);
  ReeveDuty *duty;

  if (days->len == 0)
    return TRUE;
  duty = reeve_duties_add (duties, "log-damaged", NULL, "week", days->len, 0, search->now);
  duty->since = g_array_index (days, gint64, days->len - 1) * REEVE_DAY;
  if (days->len == 1)
    duty->subject = reeve_access_name_new_date (g_array_index (days, gint64, 0));
  return TRUE;
}

/* The connection's: from its end on nobody comes in. One that has to be asked for takes its time, so it is
 * told of early. */
static gboolean
find_certificate (ReeveCall *call, const ReeveDutySearch *search, GPtrArray *duties, GError **error)
{
  gint64 end = reeve_installation_get_certificate_end (call->installation);

  if (end != 0 && end - search->now < CERTIFICATE_SOON)
    reeve_duties_add (duties, "certificate", NULL, end - search->now < CERTIFICATE_NOW ? "now" : "week", 0,
                      end, search->now);
  return TRUE;
}

/* --- All of them --- */

static const struct
{
  ReeveCapability capability; /* of its list */
  gboolean bounded;           /* its list is a group administrator's, too: of their people */
  ReeveDutyFind *find;        /* in the workspace's database; or else … */
  ReeveOverviewFind *look;
  ReeveCapability verb; /* to do it, where seeing it is not enough */
} kinds[] = {
  { REEVE_CAPABILITY_BREACH_REPORT, TRUE, reeve_case_duties_find_waiting, NULL,
    REEVE_CAPABILITY_BREACH_INSTRUCT },
  { REEVE_CAPABILITY_BREACH_REPORT, FALSE, reeve_case_duties_find_reported, NULL,
    REEVE_CAPABILITY_BREACH_CONTAIN },
  { REEVE_CAPABILITY_USERS_READ, TRUE, reeve_duties_find_locked, NULL },
  { REEVE_CAPABILITY_USERS_CREDENTIALS, FALSE, reeve_duties_find_resets, NULL },
  { REEVE_CAPABILITY_NONE, FALSE, NULL, find_own_second_factor },
  { REEVE_CAPABILITY_NONE, FALSE, NULL, find_approvals },
  { REEVE_CAPABILITY_USERS_READ, FALSE, reeve_duties_find_access_reviews, NULL },
  { REEVE_CAPABILITY_USERS_READ, TRUE, reeve_duties_find_second_factors, NULL },
  { REEVE_CAPABILITY_POLICY_WRITE, FALSE, reeve_duties_find_rotations, NULL },
  { REEVE_CAPABILITY_USERS_READ, TRUE, reeve_duties_find_invitations, NULL },
  { REEVE_CAPABILITY_USERS_READ, FALSE, NULL, find_mails },
  { REEVE_CAPABILITY_POLICY_WRITE, FALSE, NULL, find_certificate },
  { REEVE_CAPABILITY_USERS_READ, FALSE, reeve_duties_find_companies, NULL },
  { REEVE_CAPABILITY_PERMISSIONS_READ, FALSE, NULL, find_folders },
  { REEVE_CAPABILITY_PERMISSIONS_READ, FALSE, reeve_duties_find_grants, NULL },
  { REEVE_CAPABILITY_LOG_READ, FALSE, reeve_duties_find_holds, NULL },
  { REEVE_CAPABILITY_LOG_READ, FALSE, NULL, find_damage },
  { REEVE_CAPABILITY_REVIEW_SIGN, FALSE, NULL, reeve_overview_find_log_reviews },
  { REEVE_CAPABILITY_REVIEW_SIGN, FALSE, NULL, reeve_overview_find_findings },
  { REEVE_CAPABILITY_REVIEW_SIGN, FALSE, NULL, reeve_overview_find_follow_ups },
  { REEVE_CAPABILITY_REVIEW_SIGN, FALSE, NULL, reeve_overview_find_mutes },
  { REEVE_CAPABILITY_POLICY_WRITE, FALSE, NULL, reeve_overview_find_notifications },
  { REEVE_CAPABILITY_SUPPORT_APPROVE, FALSE, reeve_support_grants_find_asks, NULL },
  { REEVE_CAPABILITY_SUPPORT_APPROVE, FALSE, reeve_support_grants_find_here, NULL },
};

static int
compare (gconstpointer a, gconstpointer b)
{
  return reeve_duty_compare (*(ReeveDuty *const *) a, *(ReeveDuty *const *) b);
}

gboolean
overview_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveOverview) overview = reeve_overview_new ();
  g_autoptr (GPtrArray) duties = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gboolean whole = reeve_scope_admits (call->caller, kinds[i].capability, FALSE) &&
                       reeve_scope_admits (call->caller, kinds[i].verb, FALSE);
      const ReeveDutySearch search = { call->tx, call->caller->account, whole ? NULL : call->caller->account,
                                       call->now };

      if (!reeve_scope_admits (call->caller, kinds[i].capability, kinds[i].bounded) ||
          !reeve_scope_admits (call->caller, kinds[i].verb, kinds[i].bounded))
        continue;
      if (!(kinds[i].find != NULL ? kinds[i].find (&search, duties, error)
                                  : kinds[i].look (call, &search, duties, error)))
        return FALSE;
    }
  g_ptr_array_sort (duties, compare);
  g_ptr_array_set_size (duties, MIN (duties->len, REEVE_DUTIES));
  overview->at = call->now;
  if (duties->len > 0)
    overview->duties = g_steal_pointer (&duties);
  call->reply = REEVE_RECORD (g_steal_pointer (&overview));
  return TRUE;
}
