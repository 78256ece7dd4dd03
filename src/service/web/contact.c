/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is shown, and whether an answer counts, is decided in api/contact-answer.c; here are its words. To
 * decide is a choice of its own, made by no default and no Enter in the text. */

#include "config.h"

#include "service/web/contact.h"

#include <glib/gi18n.h>

#include "service/api/contacts.h"
#include "service/web/page.h"

static const char *const decision_labels[] = { N_ ("Approve"), N_ ("Decline"), NULL };

static gboolean
show_gone (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content, N_ ("It may have been used already, be too old, or have been replaced or taken back."));
  reeve_page_add_text (
    visit, content,
    N_ ("If you still want to answer, ask the person whose name is in the mail for another."));
  reeve_visit_forget_link (visit);
  visit->status = 410;
  reeve_page_show (visit, N_ ("This link does not work any more"), content);
  return TRUE;
}

/* *@view is NULL when the link is not good; that is no error. */
static gboolean
look (ReeveVisit *visit, ReeveContactView **view, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (GError) refusal = NULL;

  *view = token != NULL ? reeve_contact_look (visit->call, token, &refusal) : NULL;
  if (*view != NULL || token == NULL || g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static void
add_letter (ReeveVisit *visit, ReeveHtml *content, const ReeveContactView *view)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (view->contact->expires / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (end, "%Y-%m-%d %H:%M UTC");
  g_autofree char *who = reeve_words_fill (
    visit->words, N_ ("{person} of {workspace} asks you, {contact}, about the folder “{folder}”."), "person",
    view->contact->created_by_name, "workspace", view->workspace_name, "contact", view->contact->display_name,
    "folder", view->folder_name, NULL);
  g_autofree char *until =
    reeve_words_fill (visit->words, N_ ("You can answer once, until {date}."), "date", date, NULL);

  reeve_page_add_filled (content, who);
  if (view->contact->message != NULL)
    reeve_page_add_quote (content, view->contact->message);
  reeve_page_add_filled (content, until);
}

static void
add_folders (ReeveVisit *visit, ReeveHtml *content, const ReeveContactView *view)
{
  g_autofree char *number =
    g_strdup_printf ("%u", view->n_folders - MIN (view->folders->len, view->n_folders));
  g_autofree char *more =
    reeve_words_fill (visit->words, N_ ("More folders in it: {number}."), "number", number, NULL);

  if (view->folders->len == 0)
    {
      reeve_page_add_text (visit, content, N_ ("There are no folders in it."));
      return;
    }
  reeve_page_add_text (visit, content, N_ ("These folders are in it:"));
  reeve_page_add_list (content, view->folders);
  if (view->n_folders > view->folders->len)
    reeve_page_add_filled (content, more);
}

static gboolean
show_form (ReeveVisit *visit, const ReeveContactView *view)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField text = {
    .name = "text",
    .label = view->may_approve ? N_ ("What do you want to say? (optional)") : N_ ("Your answer"),
    .type = "text",
    .autocomplete = "off",
    .value = visit->form != NULL ? reeve_form_get (visit->form, "text") : NULL,
    .optional = view->may_approve,
    .max_length = REEVE_CONTACT_ANSWER,
  };

  add_letter (visit, content, view);
  add_folders (visit, content, view);
  reeve_page_add_hidden (fields, "contact", view->contact->id);
  if (view->may_approve)
    reeve_page_add_radios (visit, fields, "decision", N_ ("Your decision"), reeve_contact_decisions,
                           decision_labels);
  reeve_page_add_field (visit, fields, &text);
  reeve_page_add_form (visit, content, fields, N_ ("Send the answer"));
  reeve_page_show (visit, N_ ("You are asked for an answer"), content);
  return TRUE;
}

gboolean
contact_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveContactView) view = NULL;

  if (!look (visit, &view, error))
    return FALSE;
  return view != NULL ? show_form (visit, view) : show_gone (visit);
}

/* Takes what is wrong to the fields; FALSE when that is nothing of theirs. */
static gboolean
tell_problems (ReeveVisit *visit, const GError *refusal)
{
  GPtrArray *members = reeve_error_get_members (refusal);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const ReeveBadMember *member = members->pdata[i];

      if (g_str_equal (member->pointer, "/decision"))
        reeve_visit_add_problem (visit, "decision", N_ ("Choose whether you approve or decline."));
      else if (g_strcmp0 (member->reason, "too_long") == 0)
        reeve_visit_add_problem (visit, "text", N_ ("Please write less: 1000 characters are the most."));
      else if (g_str_equal (member->pointer, "/text") || g_str_equal (member->pointer, "/answer"))
        reeve_visit_add_problem (visit, "text", N_ ("Enter your answer, in letters that can be shown."));
    }
  return visit->problems->len > 0;
}

static gboolean
answer (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  const char *given = reeve_form_get (visit->form, "text");
  g_autofree char *text = g_strstrip (g_strdup (given != NULL ? given : ""));

  return reeve_contact_answer (visit->call, token, text, reeve_form_get (visit->form, "decision"), error);
}

gboolean
contact_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveContactView) view = NULL;
  g_autoptr (GError) refusal = NULL;

  if (!look (visit, &view, error))
    return FALSE;
  if (view == NULL)
    return show_gone (visit);
  /* Another link was opened since in the same browser: what was shown is not what would be answered. */
  if (g_strcmp0 (reeve_form_get (visit->form, "contact"), view->contact->id) != 0)
    return show_form (visit, view);
  if (answer (visit, &refusal))
    {
      reeve_visit_forget_link (visit);
      reeve_visit_go (visit, "/p/contact-done");
      return TRUE;
    }
  if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return show_gone (visit);
  if (tell_problems (visit, refusal))
    return show_form (visit, view);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
contact_show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("Whoever asked you gets it by mail. Your link has done its work: you can close this "
        "page."));
  reeve_page_show (visit, N_ ("Your answer is sent"), content);
  return TRUE;
}
