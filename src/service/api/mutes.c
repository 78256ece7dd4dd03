/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mute is never about everything: it names a detection, a person or a network that somebody knows. One that
 * is made takes what nobody has decided on with it; one that is lifted brings nothing back. */

#include "config.h"

#include "service/api/mutes.h"

#include <string.h>

#include "common/clock.h"
#include "common/log-query-address.h"
#include "common/mute.h"
#include "service/api/findings.h"
#include "service/detect/rules.h"
#include "service/store/audit.h"
#include "service/store/findings.h"
#include "service/store/mutes.h"
#include "service/store/roles.h"
#include "service/store/users.h"

/* Bytes of an address in which all of a network are the same: no network is wider than a /8, or a /32. */
#define SAME_IPV4 1
#define SAME_IPV6 4

static ReeveMute *
get (ReeveCall *call, GError **error)
{
  return reeve_mutes_get (call->tx, reeve_call_get_path (call, "mute"), error);
}

gboolean
mutes_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_mutes_list (call->tx, call->query, error);
  return call->listing != NULL;
}

gboolean
mutes_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (get (call, error));
  return call->reply != NULL;
}

/* Of one that was lifted the trail alone still tells. */
gboolean
mutes_history (ReeveCall *call, GError **error)
{
  call->listing = reeve_audit_list (call->tx, "mute", reeve_call_get_path (call, "mute"), call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->items->len == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such mute");
      return FALSE;
    }
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

/* --- What a mute may be --- */

static gboolean
is_rule (const char *name)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    if (g_str_equal (reeve_rules[i]->name, name))
      return TRUE;
  return FALSE;
}

static void
check_network (ReeveMute *mute, GError **refusal)
{
  ReeveLogAddresses range;
  gsize same;

  if (mute->network == NULL)
    return;
  if (reeve_log_addresses_read (mute->network, &range) != REEVE_LOG_ADDRESS_OK)
    {
      reeve_error_add_member (refusal, "/network", "network", "is no address and no network");
      return;
    }
  same = range.length == 4 ? SAME_IPV4 : SAME_IPV6;
  for (gsize i = 0; i < same; i++)
    if (range.low[i] != range.high[i])
      {
        reeve_error_add_member (refusal, "/network", "too_wide", "covers more than a network of somebody's");
        return;
      }
}

static void
check_cover (ReeveMute *mute, GError **refusal)
{
  if (mute->rule == NULL && mute->person == NULL && mute->network == NULL)
    reeve_error_add_member (refusal, "/rule", "nothing_covered", "give a rule, a person or a network");
  if (mute->rule != NULL && !is_rule (mute->rule))
    reeve_error_add_member (refusal, "/rule", "unknown_rule", "there is no such rule");
  if (reeve_mute_is_too_wide (mute))
    reeve_error_add_member (refusal, "/person", "too_wide", "this is muted for somebody or somewhere only");
  check_network (mute, refusal);
}

static void
check_end (ReeveCall *call, ReeveMute *mute, GError **refusal)
{
  gint64 days = mute->person == NULL && mute->network == NULL ? REEVE_MUTE_RULE_DAYS : REEVE_MUTE_DAYS;

  if (mute->ends <= call->now)
    reeve_error_add_member (refusal, "/ends", "range", "the mute would be over already");
  else if (mute->ends > call->now + days * REEVE_DAY)
    reeve_error_add_member (refusal, "/ends", "range", "this lasts %d days at most", (int) days);
}

/* @user: (out) (nullable) (transfer full): who has that id; NULL: nobody, or nobody any more */
static gboolean
find_user (ReeveCall *call, const char *id, ReeveUser **user, GError **error)
{
  g_autoptr (GError) local = NULL;

  *user = reeve_users_get (call->tx, id, &local);
  if (*user == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (*user != NULL && (*user)->deleted != 0)
    g_clear_object (user);
  return TRUE;
}

static char *
name_user (ReeveUser *user)
{
  return g_strdup_printf ("%s <%s>", user->display_name, user->email);
}

/* Whoever answers for it is there, and may decide on findings. */
static gboolean
check_owner (ReeveCall *call, ReeveMute *mute, GError **refusal, GError **error)
{
  g_autoptr (ReeveUser) owner = NULL;
  ReeveCapabilities held = 0;

  if (mute->owner == NULL)
    g_set_str (&mute->owner, call->caller->account);
  if (!find_user (call, mute->owner, &owner, error) ||
      (owner != NULL &&
       !reeve_roles_resolve (call->tx, (const char *const *) owner->roles, &held, NULL, error)))
    return FALSE;
  if (owner == NULL || g_strcmp0 (owner->state, "active") != 0)
    reeve_error_add_member (refusal, "/owner", "unknown_user", "there is no such user");
  else if (!reeve_capabilities_have (held, REEVE_CAPABILITY_REVIEW_SIGN))
    reeve_error_add_member (refusal, "/owner", "no_reviewer", "may not sign reviews");
  else
    {
      g_free (mute->owner_name);
      mute->owner_name = name_user (owner);
    }
  return TRUE;
}

/* A user is called what they are called here, whatever else was said. */
static gboolean
name_person (ReeveCall *call, ReeveMute *mute, GError **error)
{
  g_autoptr (ReeveUser) user = NULL;

  if (mute->person == NULL)
    {
      g_clear_pointer (&mute->person_name, g_free);
      return TRUE;
    }
  if (!reeve_id_is_valid (mute->person))
    return TRUE;
  if (!find_user (call, mute->person, &user, error))
    return FALSE;
  if (user == NULL)
    return TRUE;
  g_free (mute->person_name);
  mute->person_name = name_user (user);
  return TRUE;
}

static gboolean
is_about_caller (ReeveCall *call, ReeveMute *mute)
{
  return g_strcmp0 (mute->person, call->caller->account) == 0;
}

/* @before: (nullable): what is there, whose end may stand however near it is */
static gboolean
check (ReeveCall *call, ReeveMute *before, ReeveMute *mute, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  check_cover (mute, &refusal);
  if (before == NULL || before->ends != mute->ends || (before->person == NULL) != (mute->person == NULL) ||
      (before->network == NULL) != (mute->network == NULL))
    check_end (call, mute, &refusal);
  if ((before == NULL || g_strcmp0 (before->owner, mute->owner) != 0) &&
      !check_owner (call, mute, &refusal, error))
    return FALSE;
  if (refusal == NULL)
    return name_person (call, mute, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* What it is called in the trail. */
static const char *
name_mute (ReeveMute *mute)
{
  return mute->person_name != NULL ? mute->person_name
         : mute->person != NULL    ? mute->person
         : mute->network != NULL   ? mute->network
                                   : mute->rule;
}

/* --- Making, changing, lifting --- */

/* What nobody has decided on. */
static gboolean
take_findings (ReeveCall *call, ReeveMute *mute, GError **error)
{
  if (!reeve_findings_mute (call->tx, mute, call->now, &mute->count, error))
    return FALSE;
  if (mute->count > 0)
    reeve_call_changed (call, "finding", NULL, 0);
  return TRUE;
}

gboolean
mutes_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveMute) mute = reeve_record_copy (call->body);
  const char *reason = NULL;

  if (!check (call, NULL, mute, error) ||
      (is_about_caller (call, mute) && !reeve_findings_check_own (call, &reason, error)))
    return FALSE;
  mute->id = reeve_id_new ();
  mute->version = 1;
  mute->created = call->now;
  g_set_str (&mute->created_by, call->caller->account);
  g_set_str (&mute->created_by_name, call->caller->account_name);
  if (!take_findings (call, mute, error) || !reeve_mutes_insert (call->tx, mute, error) ||
      !reeve_call_audit (call, NULL, NULL, "mute", mute->id, name_mute (mute), NULL, mute, NULL, reason,
                         error))
    return FALSE;
  reeve_call_changed (call, "mute", mute->id, mute->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&mute));
  return TRUE;
}

gboolean
mutes_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveMute) before = get (call, error);
  g_autoptr (ReeveMute) after = NULL;
  const char *reason = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the mute was changed since it was read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check (call, before, after, error))
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }
  if ((is_about_caller (call, before) || is_about_caller (call, after)) &&
      !reeve_findings_check_own (call, &reason, error))
    return FALSE;
  if (!reeve_mutes_update (call->tx, before, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "mute", after->id, name_mute (after), before, after, NULL, reason,
                         error))
    return FALSE;
  reeve_call_changed (call, "mute", after->id, after->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
mutes_lift (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveMute) mute = get (call, error);

  if (mute == NULL || !reeve_mutes_delete (call->tx, mute->id, error) ||
      !reeve_call_audit (call, NULL, NULL, "mute", mute->id, name_mute (mute), mute, NULL, NULL, NULL, error))
    return FALSE;
  reeve_call_changed (call, "mute", mute->id, 0);
  return TRUE;
}
