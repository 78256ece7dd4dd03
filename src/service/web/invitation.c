/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is decided, and by whom, is in api/invitation-accept.c; here are its words. The way through an
 * identity provider is web/vouching.c's. */

#include "config.h"

#include "service/web/invitation.h"

#include <glib/gi18n.h>

#include "service/api/invitations.h"
#include "service/web/page.h"
#include "service/web/passwords.h"
#include "service/web/vouching.h"

#define MOST_NAME     200
#define MOST_PASSWORD 1024

static gboolean
show_gone (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("It may have been used already, be too old, or have been replaced or taken back. Whoever "
        "invited you can send you a new one."));
  reeve_page_add_text (
    visit, content,
    N_ ("If you accepted it before, there is nothing more to do here: sign in in the console."));
  reeve_visit_forget_link (visit);
  visit->status = 410;
  reeve_page_show (visit, N_ ("This invitation does not work any more"), content);
  return TRUE;
}

/* *@view is NULL when the link is not good; that is no error. */
static gboolean
look (ReeveVisit *visit, ReeveInvitationView **view, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (GError) refusal = NULL;

  *view = token != NULL ? reeve_invitation_look (visit->call, token, &refusal) : NULL;
  if (*view != NULL || token == NULL || g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static void
add_letter (ReeveVisit *visit, ReeveHtml *content, ReeveInvitationView *view)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (view->expires / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (end, "%Y-%m-%d %H:%M UTC");
  g_autofree char *who =
    reeve_words_fill (visit->words, N_ ("{inviter} invites you to the workspace {workspace}."), "inviter",
                      view->inviter, "workspace", view->workspace_name, NULL);
  g_autofree char *until =
    reeve_words_fill (visit->words, N_ ("You can accept until {date}."), "date", date, NULL);

  reeve_page_add_filled (content, who);
  if (view->message != NULL)
    reeve_page_add_quote (content, view->message);
  reeve_page_add_filled (content, until);
}

static void
add_name (ReeveVisit *visit, ReeveHtml *fields, ReeveInvitationView *view)
{
  const char *given = visit->form != NULL ? reeve_form_get (visit->form, "name") : NULL;
  ReevePageField field = { .name = "name",
                           .label = N_ ("Your name"),
                           .type = "text",
                           .autocomplete = "name",
                           .value = given != NULL ? given : view->display_name,
                           .max_length = MOST_NAME };

  reeve_page_add_field (visit, fields, &field);
}

static void
add_known_password (ReeveVisit *visit, ReeveHtml *fields, ReeveInvitationView *view)
{
  ReevePageField field = { .name = "password",
                           .label = N_ ("Your password"),
                           .type = "password",
                           .autocomplete = "current-password",
                           .hint =
                             reeve_visit_say (visit, N_ ("You have an account with this address already. "
                                                         "Enter the password that you sign in with.")),
                           .max_length = MOST_PASSWORD };

  reeve_passwords_add_email (visit, fields, view->email);
  reeve_page_add_field (visit, fields, &field);
}

static ReevePasswordPolicy
get_policy (ReeveInvitationView *view)
{
  return reeve_password_policy_make (view->password_profile, view->password_min_length);
}

/* Where the provider has said who it is, there is nothing to ask but the name, which an account has already.
 */
static gboolean
show_vouched (ReeveVisit *visit, ReeveInvitationView *view)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();

  add_letter (visit, content, view);
  reeve_vouching_add_word (visit, content, view);
  reeve_page_add_hidden (fields, "vouched", "1");
  if (!view->has_password)
    add_name (visit, fields, view);
  reeve_page_add_form (visit, content, fields, N_ ("Accept the invitation"));
  reeve_page_show (visit, N_ ("You are invited"), content);
  return TRUE;
}

static gboolean
show_form (ReeveVisit *visit, ReeveInvitationView *view)
{
  g_autoptr (ReeveHtml) content = NULL;
  g_autoptr (ReeveHtml) fields = NULL;

  if (reeve_vouching_is_done (visit))
    return show_vouched (visit, view);
  content = reeve_html_new ();
  fields = reeve_html_new ();
  add_letter (visit, content, view);
  reeve_vouching_add_offer (visit, content, view);
  if (view->provider_required)
    {
      reeve_page_show (visit, N_ ("You are invited"), content);
      return TRUE;
    }
  if (view->has_password)
    add_known_password (visit, fields, view);
  else
    {
      ReevePasswordPolicy policy = get_policy (view);

      add_name (visit, fields, view);
      reeve_passwords_add_fields (visit, fields, view->email, &policy, FALSE);
    }
  reeve_page_add_form (visit, content, fields, N_ ("Accept the invitation"));
  reeve_page_show (visit, N_ ("You are invited"), content);
  return TRUE;
}

gboolean
invitation_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveInvitationView) view = NULL;

  if (!look (visit, &view, error))
    return FALSE;
  if (view == NULL)
    return show_gone (visit);
  return visit->query != NULL ? reeve_vouching_go (visit, view, error) : show_form (visit, view);
}

/* Who has an account keeps the name that stands there. (transfer full) */
static ReeveInvitationAcceptance *
read_acceptance (ReeveVisit *visit, ReeveInvitationView *view)
{
  ReeveInvitationAcceptance *body = reeve_invitation_acceptance_new ();
  const char *name = view->has_password ? view->display_name : reeve_form_get (visit->form, "name");
  ReeveSecret *password = reeve_passwords_get (visit);

  body->token = reeve_secret_new_text (visit->link);
  body->display_name = g_strstrip (g_strdup (name != NULL && *name != '\0' ? name
                                             : view->has_password          ? view->email
                                                                           : ""));
  body->password = password != NULL ? reeve_secret_ref (password) : NULL;
  return body;
}

/* Takes what is wrong to the fields; FALSE when that is nothing of theirs. */
static gboolean
tell_problems (ReeveVisit *visit, const GError *refusal)
{
  GPtrArray *members = reeve_error_get_members (refusal);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const ReeveBadMember *member = members->pdata[i];
      if (g_str_equal (member->pointer, "/displayName"))
        reeve_visit_add_problem (visit, "name", N_ ("Enter your name, in letters that can be shown."));
      else if (g_strcmp0 (member->reason, "password_wrong") == 0)
        reeve_visit_add_problem (visit, "password", N_ ("This is not the password of your account."));
      else if (g_str_equal (member->pointer, "/password"))
        reeve_visit_add_problem (visit, "password", N_ ("Enter your password."));
    }
  return visit->problems->len > 0;
}

static gboolean
accept_vouched (ReeveVisit *visit, ReeveInvitationAcceptance *body, GError **error)
{
  g_clear_pointer (&body->password, reeve_secret_unref);
  body->password = reeve_secret_new_text ("-"); /* the record wants one; none is used */
  return reeve_record_validate (body, error) && reeve_vouching_accept (visit, body->display_name, error);
}

static gboolean
accept (ReeveVisit *visit, ReeveInvitationView *view, GError **error)
{
  g_autoptr (ReeveInvitationAcceptance) body = read_acceptance (visit, view);

  ReevePasswordPolicy policy = get_policy (view);

  if (reeve_form_get (visit->form, "vouched") != NULL)
    return accept_vouched (visit, body, error);
  return reeve_record_validate (body, error) &&
         (view->has_password ||
          reeve_passwords_judge (visit, &policy, view->email, body->display_name, NULL)) &&
         reeve_invitation_accept (visit->call, body->token, body->display_name, body->password, error);
}

gboolean
invitation_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveInvitationView) view = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!look (visit, &view, error))
    return FALSE;
  if (view == NULL)
    return show_gone (visit);
  if (accept (visit, view, &refusal))
    {
      reeve_visit_forget_link (visit);
      reeve_vouching_forget (visit);
      reeve_visit_go (visit, "/p/invitation-done");
      return TRUE;
    }
  if (refusal != NULL && g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return show_gone (visit);
  if (refusal != NULL && g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT))
    return reeve_vouching_fail (visit);
  if (refusal == NULL || tell_problems (visit, refusal))
    return show_form (visit, view);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
invitation_show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("Open the Reeve console and sign in with your e-mail address, and with your password or "
        "the way that you came here."));
  reeve_page_add_text (
    visit, content,
    N_ ("Have your telephone at hand: you may be asked to set up an authenticator app, whose codes "
        "are then needed to sign in."));
  reeve_page_show (visit, N_ ("Welcome"), content);
  return TRUE;
}
