/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/colleague.h"

#include <glib/gi18n.h>

#include "common/case.h"
#include "common/clock.h"
#include "common/workspace.h"
#include "service/web/api.h"
#include "service/web/day.h"
#include "service/web/page.h"
#include "service/web/sign-in.h"

#define SIGN_IN "/p/colleague-sign-in"
#define OVER    "/p/colleague-sign-in?over"
#define DONE    "/p/colleague?done"

#define MOST_EMAIL   254
#define MOST_NOTICED 500
/* Where it is tomorrow already. */
#define EAST_OF_US (14 * G_TIME_SPAN_HOUR)

static const char *
get (ReeveVisit *visit, const char *name)
{
  const char *given = visit->form != NULL ? reeve_form_get (visit->form, name) : NULL;

  return given != NULL ? given : "";
}

/* --- The form --- */

/* Where a workspace was not entered before, or asks for more, its own answer says so. */
static void
add_workspaces (ReeveVisit *visit, GPtrArray *workspaces, ReeveHtml *fields)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_null_terminated (workspaces->len, NULL, TRUE);
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (workspaces->len, NULL, TRUE);

  for (guint i = 0; i < workspaces->len; i++)
    {
      ReeveWorkspace *workspace = workspaces->pdata[i];

      g_ptr_array_add (ids, workspace->id);
      g_ptr_array_add (names, workspace->name);
    }
  if (workspaces->len == 1)
    reeve_page_add_hidden (fields, "workspace", ids->pdata[0]);
  else
    reeve_page_add_named_radios (visit, fields, "workspace", N_ ("In which workspace do you work together?"),
                                 (const char *const *) ids->pdata, (const char *const *) names->pdata);
}

static void
add_fields (ReeveVisit *visit, ReeveHtml *fields)
{
  const ReevePageField email = { .name = "email",
                                 .label = N_ ("Your colleague's e-mail address"),
                                 .type = "email",
                                 .autocomplete = "off",
                                 .value = get (visit, "email"),
                                 .max_length = MOST_EMAIL };
  const ReevePageField noticed = {
    .name = "noticed",
    .label = N_ ("What did you notice?"),
    .type = "text",
    .autocomplete = "off",
    .hint = reeve_visit_say (visit, N_ ("Who decides reads it, with your name. Your colleague does not.")),
    .value = get (visit, "noticed"),
    .max_length = MOST_NOTICED
  };
  const ReevePageField since = { .name = "since",
                                 .label = N_ ("Since which day? (optional)"),
                                 .type = "date",
                                 .autocomplete = "off",
                                 .value = get (visit, "since"),
                                 .optional = TRUE,
                                 .max_length = 10 };

  reeve_page_add_field (visit, fields, &email);
  reeve_page_add_field (visit, fields, &noticed);
  reeve_page_add_field (visit, fields, &since);
}

/* And that is all: nobody is signed in any more. */
static gboolean
show_text (ReeveVisit *visit, const char *heading, const char *text, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (visit, content, text);
  reeve_page_show (visit, heading, content);
  return reeve_visit_leave (visit, error);
}

static gboolean
show_form (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveListing) workspaces =
    reeve_visit_ask_list (visit, "/v1/workspaces", NULL, reeve_workspace_get_type (), error);
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  g_autofree char *key = reeve_id_new ();

  if (workspaces == NULL)
    return FALSE;
  if (workspaces->items->len == 0)
    return show_text (visit, N_ ("No colleagues"),
                      N_ ("You are in no workspace, and so have no colleagues here."), error);
  reeve_page_add_text (
    visit, content,
    N_ ("Does somebody else seem to use a colleague's account? It is locked at once. Your "
        "colleague is told, and so are those who administer the account: they decide what is "
        "to be done."));
  reeve_page_add_text (
    visit, content,
    N_ ("An administrator's account is not locked by this: other administrators are told, and "
        "decide. Call one of them if it cannot wait."));
  reeve_page_add_hidden (fields, "key", key);
  add_workspaces (visit, workspaces->items, fields);
  add_fields (visit, fields);
  reeve_page_add_form (visit, content, fields, N_ ("Report"));
  reeve_page_add_link (visit, content, "/p/report", N_ ("It is my own account"));
  reeve_page_show (visit, N_ ("Report a breach of a colleague's account"), content);
  return TRUE;
}

static gboolean
show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("If there is such an account in the workspace, it is locked or its administrators are "
        "told, as this page said before. You hear the same whoever you report."));
  reeve_page_add_text (
    visit, content,
    N_ ("Tell your colleague, on another way than by the account. You are signed out of this "
        "page."));
  reeve_page_show (visit, N_ ("Your report has arrived"), content);
  return reeve_visit_leave (visit, error);
}

gboolean
colleague_show (ReeveVisit *visit, GError **error)
{
  gboolean found;

  if (!reeve_visit_find_own_caller (visit, &found, error))
    return FALSE;
  if (!found)
    {
      reeve_visit_go (visit, SIGN_IN);
      return TRUE;
    }
  return g_strcmp0 (visit->query, "done") == 0 ? show_done (visit, error) : show_form (visit, error);
}

/* --- Reading and sending it --- */

static ReeveCaseTip *
read_form (ReeveVisit *visit)
{
  g_autoptr (ReeveCaseTip) body = reeve_case_tip_new ();
  const ReeveField *email = reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (body), "email");
  g_autofree char *normal = NULL;
  const char *reason;

  if (!reeve_id_is_valid (get (visit, "workspace")))
    reeve_visit_add_problem (visit, "workspace", N_ ("Choose the workspace."));
  body->email = g_strstrip (g_strdup (get (visit, "email")));
  if (*body->email == '\0' || !reeve_field_check_text (email, body->email, &normal, &reason, NULL))
    reeve_visit_add_problem (visit, "email", N_ ("Enter an e-mail address, like name@example.org."));
  body->noticed = g_strstrip (g_strdup (get (visit, "noticed")));
  if (*body->noticed == '\0' || g_utf8_strlen (body->noticed, -1) > MOST_NOTICED)
    reeve_visit_add_problem (visit, "noticed", N_ ("Say what you noticed, in 500 characters at most."));
  if (!reeve_web_read_day (get (visit, "since"), &body->since) || body->since > visit->call->now + EAST_OF_US)
    reeve_visit_add_problem (visit, "since",
                             N_ ("Enter a day that has begun, like 2026-01-31, or leave it "
                                 "empty."));
  body->since = MIN (body->since, visit->call->now);
  if (visit->problems->len == 0 && !reeve_record_validate (body, NULL))
    reeve_visit_add_problem (visit, "noticed",
                             N_ ("Say it in plain words: some of these characters cannot be "
                                 "kept."));
  return visit->problems->len == 0 ? g_steal_pointer (&body) : NULL;
}

/* @refusal: (transfer full): the API's */
static gboolean
answer_refusal (ReeveVisit *visit, GError *refusal, GError **error)
{
  g_autoptr (GError) owned = refusal;
  const char *reason = reeve_error_get_reason (refusal);
  ReeveErrorCode code = reeve_error_get_code (refusal);

  if (g_strcmp0 (reason, "too_many_reports") == 0)
    reeve_visit_add_problem (visit, "email",
                             N_ ("You have reported three accounts within a day, which are the most. Call an "
                                 "administrator of the workspace."));
  else if (g_strcmp0 (reason, "key_reused") == 0)
    {
      reeve_visit_go (visit, DONE);
      return TRUE;
    }
  else if (code == REEVE_ERROR_SIGNED_OUT)
    {
      reeve_visit_go (visit, OVER);
      return TRUE;
    }
  else if (code == REEVE_ERROR_NOT_FOUND || code == REEVE_ERROR_DENIED || code == REEVE_ERROR_SECOND_FACTOR ||
           code == REEVE_ERROR_LOCKED)
    return show_text (
      visit, N_ ("Not from here"),
      N_ ("The workspace does not let you in with password and code alone, or not any more. Tell one "
          "of its administrators."),
      error);
  if (visit->problems->len > 0)
    return show_form (visit, error);
  g_propagate_error (error, g_steal_pointer (&owned));
  return FALSE;
}

static gboolean
send (ReeveVisit *visit, ReeveCaseTip *body, GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/workspaces/", get (visit, "workspace"), "/breach-reports", NULL);
  const ReeveVisitCall asked = {
    .method = "POST", .path = path, .body = REEVE_RECORD (body), .key = get (visit, "key")
  };
  g_autoptr (ReeveCaseReceipt) receipt = NULL;
  g_autoptr (GError) refusal = NULL;

  receipt = reeve_visit_ask_record (visit, &asked, reeve_case_receipt_get_type (), &refusal);
  if (receipt == NULL)
    return answer_refusal (visit, g_steal_pointer (&refusal), error);
  reeve_visit_go (visit, DONE);
  return TRUE;
}

gboolean
colleague_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveCaseTip) body = NULL;
  gboolean found;

  if (!reeve_visit_find_own_caller (visit, &found, error))
    return FALSE;
  if (!found)
    {
      reeve_visit_go (visit, OVER);
      return TRUE;
    }
  body = read_form (visit);
  return body != NULL ? send (visit, body, error) : show_form (visit, error);
}
