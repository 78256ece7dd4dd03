/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Having it is written down before it is handed out. */

#include "config.h"

#include "service/web/export.h"

#include <glib/gi18n.h>

#include "service/api/personal-export.h"
#include "service/web/page.h"
#include "service/web/sign-in.h"

static gboolean
find_caller (ReeveVisit *visit, gboolean *found, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (visit->call->installation),
                                           REEVE_TX_READ, visit->call->deadline, error);

  if (tx == NULL || !reeve_visit_find_caller (visit, tx, found, error))
    return FALSE;
  if (!*found)
    reeve_visit_go (visit, "/p/sign-in");
  return TRUE;
}

gboolean
export_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  gboolean found;

  if (!find_caller (visit, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  reeve_page_add_text (
    visit, content,
    N_ ("The file has your account, where you are signed in, the workspaces that you are a member of "
        "with your roles and groups there, what you asked to be let do there and what you decided when "
        "others asked, what looked unusual there and turned out not to be, and what was done to any of "
        "these and when."));
  reeve_page_add_text (
    visit, content,
    N_ ("It has no passwords, codes or keys, and names nobody else. What you did in a workspace is in "
        "its access log for some weeks: its administrators can tell you."));
  reeve_page_add_form (visit, content, fields, N_ ("Download the file"));
  reeve_page_add_link (visit, content, "/p/sessions", N_ ("Your devices"));
  reeve_page_show (visit, N_ ("What is kept of you"), content);
  return TRUE;
}

static gboolean
note (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_WRITE, call->deadline, error);

  return tx != NULL &&
         reeve_call_audit_fact (call, tx, NULL, "account", call->proved->account, call->proved->account_name,
                                NULL, error) &&
         reeve_tx_commit (tx, error);
}

gboolean
export_submit (ReeveVisit *visit, GError **error)
{
  ReeveCall *call = visit->call;
  g_autoptr (ReevePersonalExport) file = NULL;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (call->now / G_USEC_PER_SEC);
  GString *json;
  gboolean found;

  if (!find_caller (visit, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!note (call, error))
    return FALSE;
  file = reeve_personal_export_make (call, call->proved->account, error);
  if (file == NULL)
    return FALSE;
  json = g_string_new (NULL);
  reeve_record_append_json (file, json);
  visit->reply = g_string_free_to_bytes (json);
  visit->reply_type = "application/json";
  visit->reply_file = g_date_time_format (date, "reeve-%Y-%m-%d.json");
  return TRUE;
}
