/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Handlers that people of support reach without a grant (api/support-standing.h) answer them nothing but what
 * they asked for themselves. */

#include "config.h"

#include "service/api/support-grants.h"

#include "common/clock.h"
#include "service/rules/support-mails.h"
#include "service/store/audit.h"
#include "service/store/cases.h"
#include "service/store/folders.h"
#include "service/store/support-grants.h"
#include "service/store/support-reads.h"

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

/* --- Looking --- */

static gboolean
sees_all (ReeveCall *call)
{
  return reeve_capabilities_have (call->caller->capabilities, REEVE_CAPABILITY_SUPPORT_APPROVE);
}

static ReeveSupportGrant *
get_visible (ReeveCall *call, ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveSupportGrant) grant =
    reeve_support_grants_get (tx, reeve_call_get_path (call, "grant"), call->now, error);

  if (grant == NULL || sees_all (call) || g_strcmp0 (grant->agent, call->caller->account) == 0)
    return g_steal_pointer (&grant);
  g_clear_object (&grant);
  return reeve_support_grants_get (tx, "", call->now, error); /* the words of one that is not there */
}

static ReeveAccessFiles *
get_files (ReeveCall *call)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (call->installation));
}

/* What was done under one is in the log at once, and in its row some time after it is over. */
static gboolean
count_reads (ReeveCall *call, ReeveSupportGrant *grant, GError **error)
{
  gboolean counted;

  return reeve_support_grants_is_counted (call->tx, grant->id, &counted, error) &&
         (counted || reeve_support_reads_count (get_files (call), call->workspace, grant, call->deadline,
                                                &grant->reads, error));
}

gboolean
support_grants_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_support_grants_list (
    call->tx, call->query, sees_all (call) ? NULL : call->caller->account, call->now, error);
  for (guint i = 0; call->listing != NULL && i < call->listing->items->len; i++)
    if (!count_reads (call, call->listing->items->pdata[i], error))
      return FALSE;
  return call->listing != NULL;
}

gboolean
support_grants_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) grant = get_visible (call, call->tx, error);

  if (grant == NULL || !count_reads (call, grant, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&grant));
  return TRUE;
}

gboolean
support_grants_history (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) grant = get_visible (call, call->tx, error);

  if (grant == NULL)
    return FALSE;
  call->listing = reeve_audit_list (call->tx, "support-grant", grant->id, call->query, error);
  if (call->listing == NULL)
    return FALSE;
  if (call->query->cursor == NULL && call->listing->next == NULL)
    call->listing->total = call->listing->items->len;
  return TRUE;
}

static gboolean
read_cursor (ReeveCall *call, gint64 *before, GError **error)
{
  *before = G_MAXINT64;
  if (call->query->cursor == NULL ||
      g_ascii_string_to_signed (call->query->cursor, 10, 1, G_MAXINT64, before, NULL))
    return TRUE;
  reeve_error_add_member (error, "?cursor", "cursor", "that is no cursor");
  return FALSE;
}

gboolean
support_grants_events (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace), REEVE_TX_READ,
                    call->deadline, error);
  g_autoptr (ReeveSupportGrant) grant = tx != NULL ? get_visible (call, tx, error) : NULL;
  g_autoptr (GPtrArray) lines = NULL;
  gint64 before, reached;

  g_clear_pointer (&tx, reeve_tx_end);
  if (grant == NULL || !read_cursor (call, &before, error))
    return FALSE;
  lines = reeve_support_reads_list (get_files (call), call->workspace, grant, before, call->query->limit,
                                    call->deadline, &reached, error);
  if (lines == NULL)
    return FALSE;
  call->listing = reeve_listing_new ();
  g_ptr_array_extend_and_steal (call->listing->items, g_steal_pointer (&lines));
  call->listing->total = -1;
  if (reached > 0)
    call->listing->next = g_strdup_printf ("%" G_GINT64_FORMAT, reached);
  return TRUE;
}

/* --- Asking --- */

static void
check_ticket (ReeveSupportGrant *grant, GError **refusal)
{
  for (const char *at = grant->ticket; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isspace (g_utf8_get_char (at)))
      {
        reeve_error_add_member (refusal, "/ticket", "spaces", "has spaces in it");
        return;
      }
}

/* What the role does not give, a grant does not. */
static void
check_capabilities (ReeveCall *call, ReeveSupportGrant *grant, GError **refusal)
{
  ReeveCapabilities role = call->caller->ungranted;
  ReeveCapability one;

  if (grant->capabilities == NULL)
    {
      grant->capabilities = reeve_capabilities_to_wire (role);
      return;
    }
  for (guint i = 0; grant->capabilities[i] != NULL; i++)
    if (!reeve_capability_from_wire (grant->capabilities[i], &one) || !reeve_capabilities_have (role, one))
      {
        g_autofree char *pointer = g_strdup_printf ("/capabilities/%u", i);

        reeve_error_add_member (refusal, pointer, "choice", "is nothing that support may do");
      }
}

/* Whether there is such a row; FALSE: it could not be found out. @record: (transfer full) (nullable) */
static gboolean
note_missing (ReeveRecord *record, GError *missing, const char *pointer, GError **refusal, GError **error)
{
  g_autoptr (ReeveRecord) found = record;

  if (found != NULL)
    return TRUE;
  if (!g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, missing);
      return FALSE;
    }
  g_error_free (missing);
  reeve_error_add_member (refusal, pointer, "not_found", "there is no such thing");
  return TRUE;
}

static gboolean
check_folders (ReeveCall *call, ReeveSupportGrant *grant, GError **refusal, GError **error)
{
  for (guint i = 0; grant->folders != NULL && grant->folders[i] != NULL; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/folders/%u", i);
      GError *missing = NULL;
      ReeveFolder *folder = reeve_folders_get (call->tx, grant->folders[i], &missing);

      if (!note_missing ((ReeveRecord *) folder, missing, pointer, refusal, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_case (ReeveCall *call, ReeveSupportGrant *grant, GError **refusal, GError **error)
{
  g_autoptr (ReeveCase) about = NULL;
  GError *missing = NULL;

  if (grant->breach_case == NULL)
    return TRUE;
  about = reeve_cases_get (call->tx, grant->breach_case, NULL, &missing);
  if (about == NULL)
    return note_missing (NULL, missing, "/breachCase", refusal, error);
  if (g_strcmp0 (about->state, "closed") == 0)
    reeve_error_add_member (refusal, "/breachCase", "state", "is closed");
  return TRUE;
}

static gboolean
check_request (ReeveCall *call, ReeveSupportGrant *grant, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  gint64 asked;

  /* Some custom role gives the capability: it lets nobody in, and there is nothing to ask for. */
  if (call->caller->ungranted == 0)
    return refuse (error, REEVE_ERROR_DENIED, "not_support", "needs the role support-agent");
  check_ticket (grant, &refusal);
  check_capabilities (call, grant, &refusal);
  if (!check_folders (call, grant, &refusal, error) || !check_case (call, grant, &refusal, error))
    return FALSE;
  if (refusal != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (!reeve_support_grants_count_since (call->tx, call->caller->account, call->now - REEVE_DAY, &asked,
                                         error))
    return FALSE;
  return asked < REEVE_SUPPORT_ASKS ||
         refuse (error, REEVE_ERROR_TOO_MANY, "too_many_asks", "they have asked too often today");
}

static void
fill (ReeveCall *call, ReeveSupportGrant *grant)
{
  grant->id = reeve_id_new ();
  grant->version = 1;
  g_set_str (&grant->agent, call->caller->account);
  g_set_str (&grant->agent_name, call->caller->account_name);
  grant->state = "waiting";
  grant->asked = call->now;
  grant->expires = call->now + REEVE_SUPPORT_ASK_HOURS * REEVE_HOUR;
}

gboolean
support_grants_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) grant = reeve_record_copy (call->body);

  if (!check_request (call, grant, error))
    return FALSE;
  fill (call, grant);
  call->has_mail = TRUE;
  if (!reeve_support_grants_insert (call->tx, grant, call->now, error) ||
      !reeve_support_mail_asked (call->tx, grant, error) ||
      !reeve_call_audit (call, NULL, NULL, "support-grant", grant->id, grant->agent_name, NULL, grant, NULL,
                         grant->reason, error))
    return FALSE;
  reeve_call_changed (call, "support-grant", grant->id, grant->version);
  call->reply = REEVE_RECORD (g_steal_pointer (&grant));
  return TRUE;
}

/* --- Answering --- */

static gboolean
save (ReeveCall *call,
      const char *action,
      ReeveSupportGrant *before,
      ReeveSupportGrant *after,
      const char *reason,
      GError **error)
{
  if (!reeve_support_grants_update (call->tx, before, after, error) ||
      !reeve_call_audit (call, NULL, action, "support-grant", after->id, after->agent_name, before, after,
                         NULL, reason, error))
    return FALSE;
  reeve_call_changed (call, "support-grant", after->id, after->version);
  return TRUE;
}

static gboolean
check_waiting (ReeveCall *call, ReeveSupportGrant *grant, GError **error)
{
  if (g_strcmp0 (grant->agent, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_DENIED, "four_eyes", "who asks does not answer");
  return g_strcmp0 (grant->state, "waiting") == 0 ||
         refuse (error, REEVE_ERROR_CONFLICT, "support_over", "it does not wait any more");
}

static ReeveSupportGrant *
answer (ReeveCall *call, ReeveSupportGrant *before, const char *state)
{
  ReeveSupportGrant *after = reeve_record_copy (before);

  after->state = state;
  after->answered = call->now;
  g_set_str (&after->answered_by, call->caller->account);
  g_set_str (&after->answered_by_name, call->caller->account_name);
  g_set_str (&after->note, REEVE_SUPPORT_ANSWER (call->body)->note);
  return after;
}

static void
end (ReeveSupportGrant *grant, gint64 now, const char *because)
{
  grant->state = "ended";
  grant->because = because;
  grant->ended = grant->ends != 0 ? MIN (now, grant->ends) : now;
}

/* The next one takes the place of the one that they have: of what is done, it is known by which. */
static gboolean
end_other (ReeveCall *call, ReeveSupportGrant *next, GError **error)
{
  g_autoptr (ReeveSupportGrant) before = NULL;
  g_autoptr (ReeveSupportGrant) after = NULL;
  gboolean lapsed;

  if (!reeve_support_grants_find_active (call->tx, next->agent, &before, error))
    return FALSE;
  if (before == NULL)
    return TRUE;
  lapsed = !reeve_support_grant_is_in_force (before, call->now, reeve_clock_steady ());
  after = reeve_record_copy (before);
  end (after, call->now, lapsed ? "time" : "replaced");
  return save (call, lapsed ? "support.expire" : "support.replace", before, after, NULL, error) &&
         reeve_support_mail_ended (call->tx, after, error);
}

gboolean
support_grants_approve (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) before = get_visible (call, call->tx, error);
  g_autoptr (ReeveSupportGrant) after = NULL;
  gint64 minutes = REEVE_SUPPORT_ANSWER (call->body)->minutes;

  if (before == NULL || !check_waiting (call, before, error))
    return FALSE;
  if (minutes > before->minutes)
    {
      reeve_error_add_member (error, "/minutes", "range", "is more than was asked for");
      return FALSE;
    }
  after = answer (call, before, "active");
  after->minutes = minutes != 0 ? minutes : before->minutes;
  after->ends = call->now + after->minutes * REEVE_MINUTE;
  call->has_mail = TRUE;
  if (!end_other (call, after, error) || !save (call, NULL, before, after, after->note, error) ||
      !reeve_support_grants_note_start (call->tx, after->id, error) ||
      !reeve_support_mail_answered (call->tx, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

gboolean
support_grants_refuse (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) before = get_visible (call, call->tx, error);
  g_autoptr (ReeveSupportGrant) after = NULL;

  if (before == NULL || !check_waiting (call, before, error))
    return FALSE;
  if (REEVE_SUPPORT_ANSWER (call->body)->note == NULL)
    {
      reeve_error_add_member (error, "/note", "required", "is required");
      return FALSE;
    }
  after = answer (call, before, "refused");
  call->has_mail = TRUE;
  if (!save (call, NULL, before, after, after->note, error) ||
      !reeve_support_mail_answered (call->tx, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}

/* Either side, without a code: to end it is never the wrong thing to do. */
gboolean
support_grants_end (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSupportGrant) before = get_visible (call, call->tx, error);
  g_autoptr (ReeveSupportGrant) after = NULL;
  gboolean waited;

  if (before == NULL)
    return FALSE;
  waited = g_strcmp0 (before->state, "waiting") == 0;
  if (!waited && g_strcmp0 (before->state, "active") != 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "support_over", "it is over already");
  if (waited && g_strcmp0 (before->agent, call->caller->account) != 0)
    return refuse (error, REEVE_ERROR_DENIED, "not_requester", "who asked for it can take it back");
  after = reeve_record_copy (before);
  end (after, call->now, NULL);
  g_set_str (&after->ended_by, call->caller->account);
  g_set_str (&after->ended_by_name, call->caller->account_name);
  call->has_mail = !waited;
  if (!save (call, NULL, before, after, NULL, error) ||
      (!waited && !reeve_support_mail_ended (call->tx, after, error)) || !count_reads (call, after, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}
