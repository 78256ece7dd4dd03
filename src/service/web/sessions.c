/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One form a session, so that its button says which. */

#include "config.h"

#include "service/web/sessions.h"

#include <glib/gi18n.h>

#include "service/api/sessions.h"
#include "service/store/sessions.h"
#include "service/web/page.h"
#include "service/web/sign-in.h"

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

static void
add_session (ReeveVisit *visit, ReeveHtml *content, ReeveSession *session)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (session->last_seen / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%Y-%m-%d %H:%M UTC");
  const char *device =
    session->device != NULL ? session->device : reeve_visit_say (visit, N_ ("A device without a name"));
  g_autofree char *seen = reeve_words_fill (visit->words, N_ ("Last seen {date}, from {address}"), "date",
                                            date, "address", session->address, NULL);
  gboolean here = g_strcmp0 (session->id, visit->call->proved->session) == 0;
  g_autofree char *name =
    here ? reeve_words_fill (visit->words, N_ ("{device} (this browser)"), "device", device, NULL)
         : g_strdup (device);

  reeve_page_add_choice (visit, content, name, seen, session->id, N_ ("Sign out"));
}

static gboolean
show_list (ReeveVisit *visit, ReeveTx *tx, GError **error)
{
  g_autoptr (GPtrArray) sessions =
    reeve_sessions_list (tx, visit->call->proved->account, visit->call->now, error);
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  if (sessions == NULL)
    return FALSE;
  reeve_page_add_text (
    visit, content,
    N_ ("You are signed in on these devices. Sign out those that you do not know, and set a new "
        "password then."));
  for (guint i = 0; i < sessions->len; i++)
    add_session (visit, content, sessions->pdata[i]);
  reeve_page_add_choice (visit, content, reeve_visit_say (visit, N_ ("All devices")),
                         reeve_visit_say (visit, N_ ("This browser too")), "all", N_ ("Sign out everywhere"));
  reeve_page_add_link (visit, content, "/p/second-factor", N_ ("Your second factor"));
  reeve_page_add_link (visit, content, "/p/export", N_ ("What is kept of you"));
  reeve_page_add_link (visit, content, "/p/report", N_ ("Report a breach of your account"));
  reeve_page_add_link (visit, content, "/p/colleague", N_ ("Report a breach of a colleague's account"));
  reeve_page_show (visit, N_ ("Your devices"), content);
  return TRUE;
}

gboolean
sessions_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);
  gboolean found;

  if (tx == NULL || !reeve_visit_find_caller (visit, tx, &found, error))
    return FALSE;
  if (found)
    return show_list (visit, tx, error);
  reeve_visit_go (visit, "/p/sign-in");
  return TRUE;
}

static gboolean
is_own (ReeveVisit *visit, ReeveTx *tx, const char *id, gboolean *own, GError **error)
{
  g_autoptr (GPtrArray) sessions =
    reeve_sessions_list (tx, visit->call->proved->account, visit->call->now, error);

  *own = FALSE;
  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    *own = *own || g_strcmp0 (((ReeveSession *) sessions->pdata[i])->id, id) == 0;
  return sessions != NULL;
}

static gboolean
end_one (ReeveVisit *visit, ReeveTx *tx, const char *id, GError **error)
{
  ReeveCall *call = visit->call;

  reeve_call_session_ended (call, id);
  if (g_str_equal (id, call->proved->session))
    reeve_visit_sign_out (visit);
  return reeve_sessions_end (tx, id, call->now, error) &&
         reeve_call_audit_fact (call, tx, "session.end", "session", id, NULL, NULL, error);
}

static gboolean
end_all (ReeveVisit *visit, ReeveTx *tx, GError **error)
{
  ReeveCall *call = visit->call;

  reeve_visit_sign_out (visit);
  return reeve_session_end_all (call, tx, call->proved->account, NULL, error) &&
         reeve_call_audit_fact (call, tx, "session.end-all", "account", call->proved->account,
                                call->proved->account_name, NULL, error);
}

/* A session that has ended already, or is somebody else's, is not in the list that is shown next. */
gboolean
sessions_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_WRITE, error);
  const char *id = reeve_form_get (visit->form, "choice");
  gboolean found;
  gboolean own;

  if (tx == NULL || !reeve_visit_find_caller (visit, tx, &found, error))
    return FALSE;
  reeve_visit_go (visit, found ? "/p/sessions" : "/p/sign-in");
  if (!found || id == NULL)
    return TRUE;
  if (g_str_equal (id, "all"))
    return end_all (visit, tx, error) && reeve_tx_commit (tx, error);
  return is_own (visit, tx, id, &own, error) &&
         (!own || (end_one (visit, tx, id, error) && reeve_tx_commit (tx, error)));
}
