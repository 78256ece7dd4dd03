/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was decided is sent to the API's own route, with the people who were shown, the code, and a key that
 * came with the form: a form that is sent twice is one instruction, and of two people the first is obeyed.
 * Where nothing is left to decide, the session of the page ends with what is shown. */

#include "config.h"

#include "service/web/instruct.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "service/web/api.h"
#include "service/web/day.h"
#include "service/web/instruct-view.h"
#include "service/web/page.h"
#include "service/web/sign-in.h"

#define SIGN_IN "/p/instruct-sign-in"
#define OVER    "/p/instruct-sign-in?over"
#define FACTOR  "/p/instruct-factor"

/* --- What is not shown --- */

typedef struct
{
  const char *heading;
  const char *text;
} Refusal;

static const Refusal no_link = { N_ ("Which case is it?"),
                                 N_ ("Open the link in your e-mail once more: it says which case it is "
                                     "about.") };
static const Refusal no_case = { N_ ("There is no such case for you"),
                                 N_ ("Either there is none, or it is about nobody whom you administer. Did "
                                     "you sign in as who got the mail?") };
static const Refusal no_instruction = {
  N_ ("You may not decide here"),
  N_ (
    "The administrators of the workspace can, and those who administer the person's group. They were asked, "
    "too.")
};
static const Refusal locked = {
  N_ ("You are locked yourself"),
  N_ ("A breach of your own account was reported in this workspace. Another administrator has to decide.")
};
static const Refusal no_way_in = {
  N_ ("Not from here"),
  N_ ("The workspace does not let you in with password and code alone. Go to the page Breach Desk of the "
      "console.")
};

static gboolean
show_refusal (ReeveVisit *visit, const Refusal *refusal, guint status, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (visit, content, refusal->text);
  reeve_page_add_link (visit, content, SIGN_IN, N_ ("Sign in as somebody else"));
  visit->status = status;
  reeve_page_show (visit, refusal->heading, content);
  return reeve_visit_leave (visit, error);
}

/* @refusal: (transfer full): the API's */
static gboolean
answer_refusal (ReeveVisit *visit, GError *refusal, GError **error)
{
  const char *reason = reeve_error_get_reason (refusal);
  ReeveErrorCode code = reeve_error_get_code (refusal);

  if (code != REEVE_ERROR_SIGNED_OUT && code != REEVE_ERROR_SECOND_FACTOR && code != REEVE_ERROR_NOT_FOUND &&
      code != REEVE_ERROR_DENIED && (code != REEVE_ERROR_LOCKED || g_strcmp0 (reason, "breach") != 0))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  gboolean lacks = code == REEVE_ERROR_DENIED && (reason == NULL || g_str_equal (reason, "no_instruction") ||
                                                  g_str_equal (reason, "escalation"));
  g_error_free (refusal);
  if (code == REEVE_ERROR_SIGNED_OUT || code == REEVE_ERROR_SECOND_FACTOR)
    {
      reeve_visit_go (visit, code == REEVE_ERROR_SIGNED_OUT ? OVER : FACTOR);
      return TRUE;
    }
  return show_refusal (visit,
                       code == REEVE_ERROR_NOT_FOUND ? &no_case
                       : code == REEVE_ERROR_LOCKED  ? &locked
                       : lacks                       ? &no_instruction
                                                     : &no_way_in,
                       code == REEVE_ERROR_NOT_FOUND ? 404 : 403, error);
}

/* --- Showing --- */

/* *@found: FALSE: the visit was answered. */
static gboolean
find_caller (ReeveVisit *visit, const char *otherwise, gboolean *found, GError **error)
{
  if (!reeve_visit_find_own_caller (visit, found, error))
    return FALSE;
  if (!*found)
    reeve_visit_go (visit, otherwise);
  else if (!visit->call->proved->factor_proved)
    {
      *found = FALSE;
      reeve_visit_go (visit, FACTOR);
    }
  return TRUE;
}

static gboolean
show_case (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveInstructView) view = NULL;
  g_autoptr (GError) refusal = NULL;

  if (visit->link == NULL)
    return show_refusal (visit, &no_link, 200, error);
  view = reeve_instruct_view_load (visit, visit->link, &refusal);
  if (view == NULL)
    return answer_refusal (visit, g_steal_pointer (&refusal), error);
  return reeve_instruct_view_show (visit, view) || reeve_visit_leave (visit, error);
}

gboolean
instruct_show (ReeveVisit *visit, GError **error)
{
  gboolean found;

  if (!find_caller (visit, SIGN_IN, &found, error))
    return FALSE;
  return !found || show_case (visit, error);
}

gboolean
instruct_show_factor (ReeveVisit *visit, GError **error G_GNUC_UNUSED)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("Who decides on a locked account shows with a code that it is them. Your account has no "
        "second factor yet."));
  reeve_page_add_text (
    visit, content,
    N_ ("Set one up now: it takes a minute, and an authenticator app. Then open the link in the "
        "mail once more. Until somebody decides, the account stays locked."));
  reeve_page_add_link (visit, content, "/p/second-factor", N_ ("Set up a second factor"));
  reeve_page_show (visit, N_ ("You need a second factor"), content);
  return TRUE;
}

/* --- Reading the form --- */

static const char *
get (ReeveVisit *visit, const char *name)
{
  const char *given = reeve_form_get (visit->form, name);

  return given != NULL ? given : "";
}

/* Those who were shown, and of several those who were chosen. */
static GStrv
read_people (ReeveVisit *visit)
{
  g_auto (GStrv) shown = g_strsplit (get (visit, "people"), " ", REEVE_INSTRUCT_MOST + 1);
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  gboolean several = g_strv_length (shown) > 1;

  for (guint i = 0; shown[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("person-", shown[i], NULL);

      if (reeve_id_is_valid (shown[i]) && (!several || reeve_form_get (visit->form, name) != NULL))
        g_strv_builder_add (chosen, shown[i]);
    }
  return g_strv_builder_end (chosen);
}

/* Whatever can be said without the code is said before it is used up. */
static ReeveCaseInstruction *
read_form (ReeveVisit *visit)
{
  g_autoptr (ReeveCaseInstruction) body = reeve_case_instruction_new ();
  const char *decision = get (visit, "decision");

  body->people = read_people (visit);
  if (g_strv_length (body->people) == 0)
    reeve_visit_add_problem (visit, "whom", N_ ("Choose one at least."));
  if (g_strv_contains (reeve_case_decisions, decision))
    body->decision = g_intern_string (decision);
  else
    reeve_visit_add_problem (visit, "decision", N_ ("Choose what is to become of the account."));
  if (g_strcmp0 (body->decision, "keep") == 0 &&
      !reeve_web_read_day (get (visit, "until"), &body->keep_until))
    reeve_visit_add_problem (visit, "until", N_ ("Enter a day, like 2026-12-31, or leave it empty."));
  else if (body->keep_until != 0 && (body->keep_until <= visit->call->now ||
                                     body->keep_until > visit->call->now + REEVE_CASE_KEEP_DAYS * REEVE_DAY))
    reeve_visit_add_problem (visit, "until", N_ ("Enter a day from tomorrow on, and within a year."));
  body->reason = g_strstrip (g_strdup (get (visit, "reason")));
  if (g_utf8_strlen (body->reason, -1) < 3 || g_utf8_strlen (body->reason, -1) > REEVE_CASE_REASON_MAX)
    reeve_visit_add_problem (visit, "reason", N_ ("Say why, in 3 to 500 characters."));
  else if (body->decision != NULL && !reeve_record_validate (body, NULL))
    reeve_visit_add_problem (visit, "reason",
                             N_ ("Say why in plain words: some of these characters cannot be kept."));
  if (*get (visit, "code") == '\0')
    reeve_visit_add_problem (visit, "code", N_ ("Enter the code that your app shows now."));
  return visit->problems->len == 0 ? g_steal_pointer (&body) : NULL;
}

/* --- Sending it --- */

typedef struct
{
  const char *reason;
  const char *field;
  const char *text;
} Complaint;

static const Complaint complaints[] = {
  { "code_replayed", "code",
    N_ ("This code was used already. Wait for the next one: it comes within 30 "
        "seconds.") },
  { "code_wrong", "code", N_ ("This code is not right. Enter the one that your app shows now.") },
  { "clock_skew", "code",
    N_ ("The code is of another time. Set the clock of your phone, then try the next "
        "one.") },
  { "cooling_off", "code", N_ ("Too many wrong codes. Wait some minutes, then try the next one.") },
  { "self", "decision", N_ ("Nobody decides on their own account. Another administrator can.") },
  { "shared_account", "decision",
    N_ ("The person also uses a workspace in which you may not do this. Choose the other kind of release, or "
        "ask "
        "an administrator of all their workspaces.") },
  { "escalation", "decision",
    N_ ("The person may do more here than you. An administrator who may do as much has to decide.") },
  { "last_administrator", "decision",
    N_ ("The workspace would have no administrator. Choose something else.") },
};

/* Somebody was faster, or this very form was sent before. */
static const char *const settled[] = { "already_instructed", "case_state", "in_bin", "key_reused", NULL };

static gboolean
is_settled (const GError *refusal)
{
  const char *reason = reeve_error_get_reason (refusal);

  return reason != NULL && g_strv_contains (settled, reason);
}

/* TRUE: the form says what is wrong, or its code needs another try. */
static gboolean
complain (ReeveVisit *visit, const GError *refusal)
{
  const char *reason = reeve_error_get_reason (refusal);

  for (guint i = 0; i < G_N_ELEMENTS (complaints); i++)
    if (g_strcmp0 (reason, complaints[i].reason) == 0)
      {
        reeve_visit_add_problem (visit, complaints[i].field, complaints[i].text);
        return TRUE;
      }
  if (reeve_error_get_code (refusal) != REEVE_ERROR_CONFLICT)
    return FALSE;
  reeve_visit_add_problem (
    visit, "decision",
    N_ ("That cannot be done now. Go to the page Breach Desk of the console, or choose "
        "something else."));
  return TRUE;
}

static gboolean
send (ReeveVisit *visit, ReeveCaseInstruction *body, const char *path, GError **error)
{
  g_autofree char *whole = g_strconcat (path, "/instruct", NULL);
  const ReeveVisitCall asked = { .method = "POST",
                                 .path = whole,
                                 .body = REEVE_RECORD (body),
                                 .code = get (visit, "code"),
                                 .key = get (visit, "key") };
  g_autoptr (ReeveCase) answer = NULL;
  g_autoptr (GError) refusal = NULL;

  answer = reeve_visit_ask_record (visit, &asked, reeve_case_get_type (), &refusal);
  if (answer != NULL || is_settled (refusal))
    {
      reeve_visit_go (visit, visit->page->path);
      return TRUE;
    }
  return complain (visit, refusal) ? show_case (visit, error)
                                   : answer_refusal (visit, g_steal_pointer (&refusal), error);
}

/* The form names the case, and what it names is decided on, whatever was opened in another tab since. */
static void
take_case (ReeveVisit *visit, const char *target)
{
  if (g_strcmp0 (visit->link, target) != 0)
    reeve_visit_set_link (visit, target);
}

gboolean
instruct_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveCaseInstruction) body = NULL;
  g_autofree char *workspace = NULL;
  g_autofree char *path = NULL;
  gboolean found;

  if (!find_caller (visit, OVER, &found, error) || !found)
    return !found;
  if (g_strcmp0 (reeve_form_get (visit->form, "choice"), "leave") == 0)
    {
      reeve_visit_go (visit, SIGN_IN);
      return reeve_visit_leave (visit, error);
    }
  if (!reeve_instruct_target_split (get (visit, "case"), &workspace, &path))
    return show_case (visit, error);
  take_case (visit, get (visit, "case"));
  body = read_form (visit);
  return body != NULL ? send (visit, body, path, error) : show_case (visit, error);
}
