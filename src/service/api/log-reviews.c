/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whoever signs signs for whole days that are over, with every finding of theirs decided on; how much of what
 * happened somebody looked at is told, and is theirs to judge. Where a workspace wants two signatures, the
 * second is somebody else's. */

#include "config.h"

#include "service/api/log-reviews.h"

#include "common/clock.h"
#include "common/encoding.h"
#include "common/log-review.h"
#include "service/api/log-certificate.h"
#include "service/rules/log-review.h"
#include "service/store/access-slices.h"
#include "service/store/audit.h"
#include "service/store/log-reviews.h"
#include "service/store/policy.h"
#include "service/store/roles.h"

#define OBJECT "log-review"

/* --- Reading --- */

static ReeveLogReview *
get (ReeveCall *call, GError **error)
{
  return reeve_log_reviews_get (call->tx, reeve_call_get_path (call, "review"), error);
}

/* With its numbers, and when its events leave. @slices: (out) (transfer full) (optional). @unread:
 * (nullable) */
static gboolean
count (ReeveCall *call, ReeveLogReview *review, GPtrArray **slices, GArray *unread, GError **error)
{
  ReeveAccessFiles *files =
    reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
  g_autoptr (GArray) unseen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) counted =
    reeve_log_review_count (call->tx, files, call->workspace, review, call->now, call->deadline,
                            unread != NULL ? unread : unseen, error);

  if (counted == NULL)
    return FALSE;
  if (slices != NULL)
    *slices = g_steal_pointer (&counted);
  return TRUE;
}

static gboolean
set_leaving (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  gint64 days;

  if (!reeve_policy_read_log_days (call->tx, &days, error))
    return FALSE;
  if (!g_str_equal (review->state, "signed"))
    review->leaves = reeve_log_review_leaves (review->since, days);
  return TRUE;
}

/* Until it is signed it takes what the policy says. */
static gboolean
set_signatures (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  g_autoptr (ReevePolicy) policy = NULL;

  if (!g_str_equal (review->state, "open"))
    return TRUE;
  policy = reeve_policy_get (call->tx, error);
  if (policy != NULL)
    review->signatures = policy->log_review_signatures;
  return policy != NULL;
}

/* What a client gets to see. */
static gboolean
finish (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  return set_leaving (call, review, error) && set_signatures (call, review, error) &&
         (!g_str_equal (review->state, "open") || count (call, review, NULL, NULL, error));
}

gboolean
log_reviews_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_log_reviews_list (call->tx, call->query, error);
  for (guint i = 0; call->listing != NULL && i < call->listing->items->len; i++)
    if (!finish (call, call->listing->items->pdata[i], error))
      return FALSE;
  return call->listing != NULL;
}

gboolean
log_reviews_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) review = get (call, error);

  if (review == NULL || !finish (call, review, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&review));
  return TRUE;
}

gboolean
log_reviews_slices (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) review = get (call, error);
  g_autoptr (GPtrArray) slices = NULL;

  if (review == NULL || !count (call, review, &slices, NULL, error))
    return FALSE;
  call->listing = reeve_listing_new ();
  call->listing->total = slices->len;
  g_ptr_array_extend_and_steal (call->listing->items, g_steal_pointer (&slices));
  return TRUE;
}

/* --- Changing --- */

static gboolean
check_state (ReeveLogReview *review, const char *state, GError **error)
{
  if (g_str_equal (review->state, state))
    return TRUE;
  if (g_str_equal (review->state, "open"))
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "review_open", "nobody has signed the review yet");
  else
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "review_signed", "the review is signed");
  return FALSE;
}

static gboolean
check_version (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  if (call->if_match == review->version)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the review was changed since it was read");
  return FALSE;
}

static char *
name_days (ReeveLogReview *review)
{
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (review->since / REEVE_SECOND);
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc ((review->until - REEVE_DAY) / REEVE_SECOND);
  g_autofree char *first_day = g_date_time_format (since, "%Y-%m-%d");
  g_autofree char *last_day = g_date_time_format (last, "%Y-%m-%d");

  return g_strdup_printf ("%s \xe2\x80\x93 %s", first_day, last_day);
}

static gboolean
store (ReeveCall *call, ReeveLogReview *before, ReeveLogReview *after, const char *reason, GError **error)
{
  g_autofree char *name = name_days (after);

  if (!reeve_log_reviews_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, OBJECT, after->id, name, before, after, NULL, reason, error))
    return FALSE;
  reeve_call_changed (call, OBJECT, after->id, after->version);
  return TRUE;
}

/* Somebody who may sign. */
static gboolean
name_assignee (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;

  g_clear_pointer (&review->assignee_name, g_free);
  if (review->assignee == NULL)
    return TRUE;
  people = reeve_roles_list_able (call->tx, REEVE_CAPABILITY_REVIEW_SIGN, G_MAXINT32, error);
  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      const ReeveRolePerson *person = people->pdata[i];

      if (g_str_equal (person->id, review->assignee))
        {
          g_set_str (&review->assignee_name,
                     person->display_name != NULL ? person->display_name : person->email);
          return TRUE;
        }
    }
  reeve_error_add_member (error, "/assignee", "no_reviewer", "this is nobody who may sign reviews");
  return FALSE;
}

gboolean
log_reviews_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) before = get (call, error);
  g_autoptr (ReeveLogReview) after = NULL;

  if (before == NULL || !check_version (call, before, error) || !check_state (before, "open", error))
    return FALSE;
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error))
    return FALSE;
  if (g_strcmp0 (before->assignee, after->assignee) != 0 && !name_assignee (call, after, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return finish (call, REEVE_LOG_REVIEW (call->reply), error);
    }
  if (!store (call, before, after, NULL, error) || !finish (call, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* (nullable) (transfer none) */
static ReeveLogSlice *
find_slice (GPtrArray *slices, ReeveLogLook *look)
{
  g_autofree char *name = reeve_access_slice_name (look->action, look->result);

  for (guint i = 0; i < slices->len; i++)
    if (g_str_equal (((ReeveLogSlice *) slices->pdata[i])->id, name))
      return slices->pdata[i];
  return NULL;
}

gboolean
log_reviews_look (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) review = get (call, error);
  ReeveLogLook *look = REEVE_LOG_LOOK (call->body);
  g_autoptr (GPtrArray) slices = NULL;
  g_autoptr (ReeveLogSlice) after = NULL;
  ReeveLogSlice *before;

  if (review == NULL || !check_state (review, "open", error) || !count (call, review, &slices, NULL, error))
    return FALSE;
  before = find_slice (slices, look);
  if (before == NULL)
    {
      reeve_error_add_member (error, "/action", "nothing_such", "nothing such happened in the review's days");
      return FALSE;
    }
  after = reeve_record_copy (before);
  after->looked = look->looked ? after->events : 0;
  after->looked_at = look->looked ? call->now : 0;
  g_set_str (&after->looked_by, look->looked ? call->caller->account : NULL);
  g_set_str (&after->looked_by_name, look->looked ? call->caller->account_name : NULL);
  if (!reeve_log_looks_set (call->tx, review->id, after, error) ||
      !reeve_call_audit (call, NULL, NULL, OBJECT, review->id, after->id, look->looked ? NULL : before,
                         look->looked ? after : NULL, NULL, NULL, error))
    return FALSE;
  reeve_call_changed (call, OBJECT, review->id, review->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* --- Signing --- */

static gboolean
check_ready (ReeveLogReview *review, GError **error)
{
  if (review->until <= review->since)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "review_too_soon", "none of its days is over yet");
  else if (review->findings_decided < review->findings)
    reeve_set_error (error, REEVE_ERROR_CONFLICT, "findings_undecided",
                     "%" G_GINT64_FORMAT " findings wait for a decision",
                     review->findings - review->findings_decided);
  else
    return TRUE;
  return FALSE;
}

static gboolean
sign_first (ReeveCall *call, ReeveLogReview *review, GPtrArray **slices, GArray *unread, GError **error)
{
  if (!set_signatures (call, review, error) || !count (call, review, slices, unread, error))
    return FALSE;
  review->until = reeve_log_review_get_reach (review, call->now);
  if (!check_ready (review, error))
    return FALSE;
  review->signed_at = call->now;
  g_set_str (&review->signed_by, call->caller->account);
  g_set_str (&review->signed_by_name, call->caller->account_name);
  review->state = review->signatures > 1 ? "waiting" : "signed";
  return TRUE;
}

static gboolean
sign_second (ReeveCall *call, ReeveLogReview *review, GPtrArray **slices, GArray *unread, GError **error)
{
  if (g_strcmp0 (review->signed_by, call->caller->account) == 0)
    {
      reeve_set_error (error, REEVE_ERROR_DENIED, "second_person", "the second signature is somebody else's");
      return FALSE;
    }
  review->second_at = call->now;
  g_set_str (&review->second_by, call->caller->account);
  g_set_str (&review->second_by_name, call->caller->account_name);
  review->state = "signed";
  return count (call, review, slices, unread, error);
}

static gboolean
certify (ReeveCall *call, ReeveLogReview *review, GPtrArray *slices, GArray *unread, GError **error)
{
  g_autofree char *certificate = reeve_log_certificate_make (call, review, slices, unread, error);
  guint8 digest[32];

  if (certificate == NULL)
    return FALSE;
  reeve_sha256 (certificate, strlen (certificate), digest);
  review->certificate_hash = reeve_hex_encode (digest, sizeof digest);
  return reeve_log_reviews_write_certificate (call->tx, review->id, certificate, error);
}

/* The next one begins where this one ends. */
static gboolean
go_on (ReeveCall *call, ReeveLogReview *review, GError **error)
{
  g_autoptr (ReeveLogReview) next = NULL;

  if (!reeve_log_review_open (call->tx, review->until, call->now, &next, error))
    return FALSE;
  if (next != NULL)
    reeve_call_changed (call, OBJECT, next->id, next->version);
  return TRUE;
}

gboolean
log_reviews_sign (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) before = get (call, error);
  g_autoptr (ReeveLogReview) after = NULL;
  g_autoptr (GPtrArray) slices = NULL;
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (before == NULL || !check_version (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  if (g_str_equal (before->state, "waiting")
        ? !sign_second (call, after, &slices, unread, error)
        : !check_state (before, "open", error) || !sign_first (call, after, &slices, unread, error))
    return FALSE;
  if (g_str_equal (after->state, "signed") && !certify (call, after, slices, unread, error))
    return FALSE;
  if (!store (call, before, after, NULL, error) || !go_on (call, after, error) ||
      !set_leaving (call, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* Whoever is asked for the second signature and does not give it says why; whoever gave the first may take it
 * back. Its days go on to where the next review begins. */
gboolean
log_reviews_return (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) before = get (call, error);
  g_autoptr (ReeveLogReview) after = NULL;
  const char *reason = REEVE_LOG_REVIEW (call->body)->note;

  if (before == NULL || !check_version (call, before, error) || !check_state (before, "waiting", error))
    return FALSE;
  if (reason == NULL || *reason == '\0')
    {
      reeve_error_add_member (error, "/note", "required", "say what is missing");
      return FALSE;
    }
  after = reeve_record_copy (before);
  after->state = "open";
  after->signed_at = 0;
  g_clear_pointer (&after->signed_by, g_free);
  g_clear_pointer (&after->signed_by_name, g_free);
  if (!store (call, before, after, reason, error) || !finish (call, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* --- What is left of it --- */

gboolean
log_reviews_certificate (ReeveCall *call, GError **error)
{
  char *certificate =
    reeve_log_reviews_read_certificate (call->tx, reeve_call_get_path (call, "review"), error);

  if (certificate == NULL)
    return FALSE;
  call->raw = g_bytes_new_take (certificate, strlen (certificate));
  call->raw_type = "application/json";
  call->raw_file_name = "log-review.json";
  return TRUE;
}

gboolean
log_reviews_print (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveLogReview) review = get (call, error);
  g_autofree char *certificate =
    review != NULL ? reeve_log_reviews_read_certificate (call->tx, review->id, error) : NULL;

  if (certificate == NULL)
    return FALSE;
  call->raw = reeve_log_certificate_print (certificate, review->certificate_hash, call->deadline, error);
  call->raw_type = "application/pdf";
  call->raw_file_name = "log-review.pdf";
  return call->raw != NULL;
}

gboolean
log_reviews_history (ReeveCall *call, GError **error)
{
  call->listing =
    reeve_audit_list (call->tx, OBJECT, reeve_call_get_path (call, "review"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    return get (call, error) != NULL;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}
