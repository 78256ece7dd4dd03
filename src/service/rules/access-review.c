/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access reviews by the calendar. */

#include "config.h"

#include "service/rules/access-review.h"

#include "common/audit-entry.h"
#include "common/capability.h"
#include "common/clock.h"
#include "common/error.h"
#include "service/mail/letter.h"
#include "service/store/access-reviews.h"
#include "service/store/audit.h"
#include "service/store/outbox.h"
#include "service/store/policy.h"
#include "service/store/roles.h"
#include "service/store/users.h"

#define N_(text) text

/* So many days before the end. */
static const int reminders[] = { 7, 2 };

static gboolean
write_to (ReeveTx *tx,
          ReeveRolePerson *person,
          const char *subject,
          const char *words,
          const char *end,
          GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("reminder", person->email, person->display_name, person->id, NULL);
  g_autoptr (ReeveMail) mail = NULL;

  reeve_letter_set_subject (letter, "%s", reeve_letter_say (letter, subject));
  if (person->display_name != NULL)
    reeve_letter_add (letter, N_ ("Hello %s,"), person->display_name);
  reeve_letter_add (letter, "%s", reeve_letter_say (letter, words));
  reeve_letter_add (letter, N_ ("What nobody has decided on by %s is suspended."), end);
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

static gboolean
write_to_administrators (ReeveTx *tx,
                         ReeveAccessReview *review,
                         gint64 now,
                         const char *subject,
                         const char *words,
                         GError **error)
{
  g_autoptr (GPtrArray) people = reeve_roles_list_administrators (tx, now, error);
  g_autoptr (GDateTime) due = g_date_time_new_from_unix_utc (review->due / REEVE_SECOND);
  g_autofree char *end = g_date_time_format (due, "%Y-%m-%d %H:%M UTC");

  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    if (!write_to (tx, people->pdata[i], subject, words, end, error))
      return FALSE;
  return TRUE;
}

ReeveAccessReview *
reeve_access_review_open (ReeveTx *tx, gint64 now, GError **error)
{
  g_autoptr (ReeveAccessReview) review = reeve_access_review_new ();
  g_autoptr (ReevePolicy) policy = reeve_policy_get (tx, error);

  if (policy == NULL)
    return NULL;
  review->id = reeve_id_new ();
  review->version = 1;
  review->state = reeve_access_review_states[0];
  review->opened = now;
  review->due = now + policy->access_review_grace_days * REEVE_DAY;
  if (!reeve_access_reviews_insert (tx, review, error) ||
      !write_to_administrators (
        tx, review, now, N_ ("An access review is open"),
        N_ ("It is time to look at who may do what: please keep or drop each right on "
            "the page Access Reviews."),
        error))
    return NULL;
  return g_steal_pointer (&review);
}

gboolean
reeve_access_review_remind (ReeveTx *tx,
                            ReeveAccessReview *review,
                            gint64 now,
                            gboolean *sent,
                            GError **error)
{
  guint n = 0;

  *sent = FALSE;
  while (n < G_N_ELEMENTS (reminders) && now >= review->due - reminders[n] * REEVE_DAY)
    n++;
  if (n == 0 || !reeve_access_reviews_remind (tx, review->id, n, sent, error))
    return n == 0;
  return !*sent || write_to_administrators (tx, review, now, N_ ("Rights wait for a decision"),
                                            N_ ("An access review is coming to its end, and some rights are "
                                                "still undecided."),
                                            error);
}

void
reeve_access_review_drop_role (ReeveUser *user, const char *role)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  const char *const member[] = { REEVE_ROLE_MEMBER, NULL };

  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++)
    if (!g_str_equal (user->roles[i], role))
      g_strv_builder_add (left, user->roles[i]);
  g_strfreev (user->roles);
  user->roles = g_strv_builder_end (left);
  if (user->roles[0] == NULL)
    reeve_set_texts (&user->roles, member);
}

void
reeve_access_review_give_role (ReeveUser *user, const char *role)
{
  g_autoptr (GStrvBuilder) roles = g_strv_builder_new ();

  for (guint i = 0; user->roles != NULL && user->roles[i] != NULL; i++)
    if (!g_str_equal (user->roles[i], REEVE_ROLE_MEMBER))
      g_strv_builder_add (roles, user->roles[i]);
  g_strv_builder_add (roles, role);
  g_strfreev (user->roles);
  user->roles = g_strv_builder_end (roles);
}

/* --- The end --- */

static gboolean
audit (ReeveTx *tx, ReeveUser *before, ReeveUser *after, gint64 now, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strdup ("user.save");
  entry->object_type = g_strdup ("user");
  entry->object_id = g_strdup (after->id);
  entry->object_name = g_strdup (after->display_name);
  entry->reason = g_strdup ("nobody decided on it in the access review");
  return !reeve_record_difference (before, after, &entry->before, &entry->after) ||
         reeve_audit_append (tx, entry, error);
}

/* FALSE without an error: without it there would be no administrator, so nothing is changed. */
static gboolean
take_away (ReeveTx *tx, ReeveUser *before, const char *role, gint64 now, gboolean *taken, GError **error)
{
  g_autoptr (ReeveUser) after = reeve_record_copy (before);
  g_autoptr (ReeveUser) again = NULL;
  gint64 version = before->version;
  gint64 left;

  reeve_access_review_drop_role (after, role);
  if (!reeve_users_update (tx, after, version, error) ||
      !reeve_roles_count_administrators (tx, now, &left, error))
    return FALSE;
  *taken = left > 0;
  if (*taken)
    return audit (tx, before, after, now, error);
  again = reeve_record_copy (before);
  return reeve_users_update (tx, again, after->version, error);
}

static gboolean
suspend_one (ReeveTx *tx, ReeveReviewedRight *right, gint64 now, gboolean *taken, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveUser) user = reeve_users_get (tx, right->account, &local);
  gboolean held;

  *taken = FALSE;
  if (user == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  held = user != NULL && user->deleted == 0 && user->roles != NULL &&
         g_strv_contains ((const char *const *) user->roles, right->role);
  if (held && !take_away (tx, user, right->role, now, taken, error))
    return FALSE;
  if (held && !*taken)
    return TRUE;
  right->decision = reeve_reviewed_right_decisions[held ? 3 : 4];
  right->decided = now;
  return reeve_reviewed_rights_update (tx, right, error);
}

gboolean
reeve_access_review_suspend (ReeveTx *tx,
                             ReeveAccessReview *review,
                             gint64 now,
                             guint limit,
                             GPtrArray *users,
                             gboolean *more,
                             GError **error)
{
  g_autoptr (GPtrArray) rights = reeve_reviewed_rights_list_undecided (tx, review->id, limit, error);
  gint64 before = review->undecided;

  if (rights == NULL)
    return FALSE;
  for (guint i = 0; i < rights->len; i++)
    {
      ReeveReviewedRight *right = rights->pdata[i];
      gboolean taken;

      if (!suspend_one (tx, right, now, &taken, error))
        return FALSE;
      if (taken)
        g_ptr_array_add (users, g_strdup (right->account));
    }
  if (!reeve_access_reviews_settle (tx, review, now, error))
    return FALSE;
  /* Some are decided on, or it would go on for ever with those that have to stay. */
  *more = review->undecided > 0 && review->undecided < before;
  return TRUE;
}
