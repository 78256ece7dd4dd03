/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/instruct-view.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "service/web/api.h"
#include "service/web/case-lines.h"
#include "service/web/page.h"

#define MOST_ENTRIES "100"

/* Of the API's table of decisions, and in its order. */
static const char *const decisions[] = { "release", "reissue", "keep", "remove", NULL };
static const char *const decision_labels[] = {
  N_ ("Release: they sign in as before"),
  N_ (
    "Release with new credentials: the password serves no longer, and a mail brings a link to set a new one"),
  N_ ("Keep locked, until the day below or until the next instruction"),
  N_ ("Remove the person from the workspace, with all that they could reach there"),
  NULL,
};

void
reeve_instruct_view_free (ReeveInstructView *self)
{
  g_free (self->target);
  g_free (self->workspace_path);
  g_free (self->path);
  g_clear_object (&self->workspace);
  g_clear_object (&self->breach_case);
  g_clear_pointer (&self->waiting, reeve_listing_free);
  g_clear_pointer (&self->people, reeve_listing_free);
  g_clear_pointer (&self->entries, reeve_listing_free);
  g_free (self);
}

/* --- Loading --- */

gboolean
reeve_instruct_target_split (const char *target, char **workspace_path, char **case_path)
{
  g_auto (GStrv) ids = g_strsplit (target != NULL ? target : "", ".", 3);

  if (g_strv_length (ids) != 2 || !reeve_id_is_valid (ids[0]) || !reeve_id_is_valid (ids[1]))
    return FALSE;
  *workspace_path = g_strconcat ("/v1/workspaces/", ids[0], NULL);
  *case_path = g_strconcat (*workspace_path, "/cases/", ids[1], NULL);
  return TRUE;
}

static gpointer
ask (ReeveVisit *visit, const char *path, GType type, GError **error)
{
  const ReeveVisitCall asked = { .method = "GET", .path = path };

  return reeve_visit_ask_record (visit, &asked, type, error);
}

static ReeveListing *
ask_list (ReeveVisit *visit,
          ReeveInstructView *self,
          const char *below,
          const char *query,
          GType type,
          GError **error)
{
  g_autofree char *path = g_strconcat (self->path, below, NULL);

  return reeve_visit_ask_list (visit, path, query, type, error);
}

/* Before the case: who may not decide is not told whether it is there. */
static gboolean
check_capability (ReeveInstructView *self, GError **error)
{
  const char *needed = reeve_capability_to_wire (REEVE_CAPABILITY_BREACH_INSTRUCT);

  if (self->workspace->capabilities != NULL &&
      g_strv_contains ((const char *const *) self->workspace->capabilities, needed))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, "no_instruction", "this needs the capability %s", needed);
  return FALSE;
}

static gboolean
load_people (ReeveVisit *visit, ReeveInstructView *self, GError **error)
{
  GType type = reeve_case_person_get_type ();
  g_autofree char *query =
    g_strdup_printf ("state=" REEVE_CASE_AWAITING "&limit=%u", REEVE_INSTRUCT_MOST + 1);

  self->waiting = ask_list (visit, self, "/people", query, type, error);
  if (self->waiting == NULL || self->waiting->items->len > 0)
    return self->waiting != NULL;
  self->people = ask_list (visit, self, "/people", "limit=" G_STRINGIFY (REEVE_INSTRUCT_MOST), type, error);
  return self->people != NULL;
}

ReeveInstructView *
reeve_instruct_view_load (ReeveVisit *visit, const char *target, GError **error)
{
  g_autoptr (ReeveInstructView) self = g_new0 (ReeveInstructView, 1);

  self->target = g_strdup (target);
  if (!reeve_instruct_target_split (target, &self->workspace_path, &self->path))
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such case");
      return NULL;
    }
  self->workspace = ask (visit, self->workspace_path, reeve_workspace_get_type (), error);
  if (self->workspace == NULL || !check_capability (self, error))
    return NULL;
  self->breach_case = ask (visit, self->path, reeve_case_get_type (), error);
  if (self->breach_case == NULL || !load_people (visit, self, error))
    return NULL;
  self->entries =
    ask_list (visit, self, "/entries", "sort=-time&limit=" MOST_ENTRIES, reeve_case_entry_get_type (), error);
  return self->entries != NULL ? g_steal_pointer (&self) : NULL;
}

/* --- What is known --- */

static void
add_fact (ReeveVisit *visit, ReeveHtml *facts, const char *term, const char *value)
{
  reeve_page_add_fact (facts, reeve_visit_say (visit, term), value);
}

static void
add_done (ReeveVisit *visit, ReeveHtml *facts, const char *term, gint64 time, const char *by)
{
  g_autofree char *date = reeve_case_lines_time (time);
  g_autofree char *value =
    reeve_words_fill (visit->words, N_ ("{date}, by {name}"), "date", date, "name", by, NULL);

  add_fact (visit, facts, term, by != NULL ? value : date);
}

static void
add_time (ReeveVisit *visit, ReeveHtml *facts, const char *term, gint64 time)
{
  g_autofree char *date = reeve_case_lines_time (time);

  if (time != 0)
    add_fact (visit, facts, term, date);
}

/* Who waits alone, or what became of each. */
static void
add_people (ReeveVisit *visit, ReeveInstructView *self, ReeveHtml *facts)
{
  GPtrArray *people = self->people != NULL ? self->people->items : self->waiting->items;

  for (guint i = 0; i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];
      g_autofree char *state = reeve_case_lines_person (visit->words, person);
      g_autofree char *value = g_strdup_printf ("%s <%s>\n%s", person->name, person->email, state);

      add_fact (visit, facts, N_ ("Account"), value);
    }
}

static void
add_case (ReeveVisit *visit, ReeveInstructView *self, ReeveHtml *content)
{
  ReeveCase *breach_case = self->breach_case;
  g_autoptr (ReeveHtml) facts = reeve_html_new ();

  add_fact (visit, facts, N_ ("Workspace"), self->workspace->name);
  if (self->people != NULL || self->waiting->items->len == 1)
    add_people (visit, self, facts);
  add_done (visit, facts, N_ ("Reported"), breach_case->reported, breach_case->reported_by_name);
  add_time (visit, facts, N_ ("Since when, as far as anybody knows"), breach_case->since);
  if (breach_case->contained != 0)
    add_done (visit, facts, N_ ("Locked, and signed out"), breach_case->contained,
              breach_case->contained_by_name);
  if (breach_case->notice_sent != 0)
    add_time (visit, facts, N_ ("The customer was told"), breach_case->notice_sent);
  else
    add_time (visit, facts, N_ ("The customer is told by"), breach_case->notice_due);
  if (breach_case->ticket != NULL)
    add_fact (visit, facts, N_ ("Ticket"), breach_case->ticket);
  if (breach_case->noticed != NULL)
    add_fact (visit, facts, N_ ("What was noticed"), breach_case->noticed);
  reeve_page_add_facts (content, facts);
}

static void
add_history (ReeveVisit *visit, ReeveInstructView *self, ReeveHtml *content)
{
  g_autoptr (ReeveHtml) facts = reeve_html_new ();
  g_autofree char *last = NULL;

  for (guint i = 0; i < self->entries->items->len; i++)
    {
      const ReeveCaseEntry *entry = self->entries->items->pdata[i];
      g_autofree char *date = reeve_case_lines_time (entry->time);
      g_autofree char *text = reeve_case_lines_entry (visit->words, entry, self->breach_case->noticed);

      /* what was done to each of many is one line */
      if (text == NULL || g_strcmp0 (text, last) == 0)
        continue;
      reeve_page_add_fact (facts, date, text);
      g_set_str (&last, text);
    }
  if (reeve_html_is_empty (facts))
    return;
  reeve_page_add_section (visit, content, N_ ("What happened"));
  reeve_page_add_facts (content, facts);
}

/* --- The form --- */

static void
add_whom (ReeveVisit *visit, GPtrArray *waiting, ReeveHtml *fields)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (waiting->len, g_free, TRUE);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_null_terminated (waiting->len, g_free, TRUE);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < waiting->len; i++)
    {
      ReeveCasePerson *person = waiting->pdata[i];

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", person->id);
      g_ptr_array_add (names, g_strconcat ("person-", person->id, NULL));
      g_ptr_array_add (labels, g_strdup_printf ("%s <%s>", person->name, person->email));
    }
  reeve_page_add_hidden (fields, "people", ids->str);
  if (waiting->len > 1)
    reeve_page_add_checks (visit, fields, "whom", N_ ("Whose account?"), (const char *const *) names->pdata,
                           (const char *const *) labels->pdata);
}

static void
add_decision (ReeveVisit *visit, ReeveHtml *fields)
{
  const ReevePageField until = {
    .name = "until",
    .label = N_ ("Keep it locked until (optional)"),
    .type = "date",
    .autocomplete = "off",
    .value = visit->form != NULL ? reeve_form_get (visit->form, "until") : NULL,
    .hint = reeve_visit_say (visit, N_ ("The case then waits for an instruction again.")),
    .optional = TRUE,
    .max_length = 10,
  };
  const ReevePageField reason = {
    .name = "reason",
    .label = N_ ("Why?"),
    .type = "text",
    .autocomplete = "off",
    .value = visit->form != NULL ? reeve_form_get (visit->form, "reason") : NULL,
    .hint = reeve_visit_say (visit, N_ ("It is kept with the case.")),
    .max_length = REEVE_CASE_REASON_MAX,
  };
  const ReevePageField code = {
    .name = "code",
    .label = N_ ("A fresh code"),
    .type = "text",
    .autocomplete = "one-time-code",
    .hint =
      reeve_visit_say (visit, N_ ("The six digits that your authenticator app shows now. The code that you "
                                  "signed in with does not serve again.")),
    .max_length = 64,
  };

  reeve_page_add_radios (visit, fields, "decision", N_ ("What is to become of the account?"), decisions,
                         decision_labels);
  reeve_page_add_field (visit, fields, &until);
  reeve_page_add_field (visit, fields, &reason);
  reeve_page_add_field (visit, fields, &code);
}

static void
add_form (ReeveVisit *visit, ReeveInstructView *self, ReeveHtml *content)
{
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  g_autofree char *key = reeve_id_new ();

  if (self->waiting->items->len > REEVE_INSTRUCT_MOST)
    {
      reeve_page_add_text (
        visit, content,
        N_ ("More accounts wait for an instruction than this page can show. Give it in the "
            "console, on the page Breach Desk."));
      return;
    }
  reeve_page_add_text (visit, content,
                       N_ ("Talk to the person before you release an account, on a way that does not lead "
                           "through it. As long as nobody decides, it stays locked."));
  reeve_page_add_hidden (fields, "case", self->target);
  reeve_page_add_hidden (fields, "key", key);
  add_whom (visit, self->waiting->items, fields);
  add_decision (visit, fields);
  reeve_page_add_form (visit, content, fields, N_ ("Give the instruction"));
}

/* --- The page --- */

static const char *
explain_state (ReeveCase *breach_case)
{
  if (g_strcmp0 (breach_case->state, REEVE_CASE_REPORTED) == 0)
    return N_ (
      "Nobody is locked yet. To lock the account, or to say that it was nothing, go to the page Breach "
      "Desk of the console.");
  if (g_strcmp0 (breach_case->state, REEVE_CASE_CONTAINED) == 0)
    return N_ (
      "The account is locked, and nobody could be asked yet. Go on in the console, on the page Breach "
      "Desk.");
  return N_ (
    "Nothing waits for an instruction any more. You are signed out of this page; the case stays in the "
    "console, on the page Breach Desk.");
}

gboolean
reeve_instruct_view_show (ReeveVisit *visit, ReeveInstructView *self)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->breach_case->number);
  gboolean waits = self->waiting->items->len > 0;
  g_autofree char *heading =
    reeve_words_fill (visit->words, waits ? N_ ("Case {number}: what is to be done?") : N_ ("Case {number}"),
                      "number", number, NULL);

  if (!waits)
    reeve_page_add_text (visit, content, explain_state (self->breach_case));
  add_case (visit, self, content);
  if (waits)
    add_form (visit, self, content);
  add_history (visit, self, content);
  if (waits)
    reeve_page_add_choice (
      visit, content, reeve_visit_say (visit, N_ ("Decide later")),
      reeve_visit_say (visit, N_ ("You are signed out of this page in ten minutes, or at once "
                                  "with this button.")),
      "leave", N_ ("Sign out"));
  reeve_page_show (visit, heading, content);
  return waits;
}
