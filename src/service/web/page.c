/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which template each piece is; see data/web. */

#include "config.h"

#include "service/web/page.h"

#include <glib/gi18n.h>

#define ADD(html, template, ...) \
  reeve_html_add ((html), (template), (const ReeveSlot[]) { __VA_ARGS__, { NULL } })

void
reeve_page_add_filled (ReeveHtml *html, const char *translated)
{
  ADD (html, "paragraph", { "text", translated });
}

void
reeve_page_add_quote (ReeveHtml *html, const char *theirs)
{
  ADD (html, "quote", { "text", theirs });
}

void
reeve_page_add_hidden (ReeveHtml *fields, const char *name, const char *value)
{
  ADD (fields, "hidden", { "name", name }, { "value", value });
}

void
reeve_page_add_qr (ReeveHtml *html, const char *path, const char *described)
{
  ADD (html, "qr", { "path", path }, { "text", described });
}

void
reeve_page_add_code (ReeveHtml *html, const char *text)
{
  ADD (html, "code", { "text", text });
}

void
reeve_page_add_codes (ReeveHtml *html, const char *const *texts)
{
  g_autoptr (ReeveHtml) items = reeve_html_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    ADD (items, "codes-item", { "text", texts[i] });
  ADD (html, "codes", { .name = "items", .html = items });
}

void
reeve_page_add_text (ReeveVisit *visit, ReeveHtml *html, const char *text)
{
  reeve_page_add_filled (html, reeve_visit_say (visit, text));
}

void
reeve_page_add_link (ReeveVisit *visit, ReeveHtml *html, const char *path, const char *text)
{
  ADD (html, "link", { "path", path }, { "text", reeve_visit_say (visit, text) });
}

void
reeve_page_add_way (ReeveHtml *html, const char *path, const char *text)
{
  ADD (html, "way", { "path", path }, { "text", text });
}

static void
add_demands (const ReevePageField *field, ReeveHtml *about, GString *ids)
{
  g_autoptr (ReeveHtml) items = reeve_html_new ();

  if (field->demands == NULL)
    return;
  for (guint i = 0; field->demands[i] != NULL; i++)
    ADD (items, "field-problem", { "text", field->demands[i] });
  ADD (about, "field-demands", { "name", field->name }, { .name = "items", .html = items });
  g_string_append_printf (ids, "%s%s-demands", ids->len > 0 ? " " : "", field->name);
}

static void
add_hint (const ReevePageField *field, ReeveHtml *about, GString *ids)
{
  if (field->hint == NULL)
    return;
  ADD (about, "hint", { "name", field->name }, { "text", field->hint });
  g_string_append_printf (ids, "%s-hint", field->name);
}

/* TRUE if there are any. */
static gboolean
add_problems (ReeveVisit *visit, const ReevePageField *field, ReeveHtml *about, GString *ids)
{
  g_autoptr (ReeveHtml) items = reeve_html_new ();

  for (guint i = 0; i < visit->problems->len; i++)
    {
      const ReeveVisitProblem *problem = visit->problems->pdata[i];
      if (g_str_equal (problem->field, field->name))
        ADD (items, "field-problem", { "text", problem->text });
    }
  if (reeve_html_is_empty (items))
    return FALSE;
  ADD (about, "field-problems", { "name", field->name }, { .name = "items", .html = items });
  g_string_append_printf (ids, "%s%s-problem", ids->len > 0 ? " " : "", field->name);
  return TRUE;
}

void
reeve_page_add_field (ReeveVisit *visit, ReeveHtml *html, const ReevePageField *field)
{
  g_autoptr (ReeveHtml) about = reeve_html_new ();
  g_autoptr (ReeveHtml) attributes = reeve_html_new ();
  g_autofree char *longest = g_strdup_printf ("%u", field->max_length);
  g_autoptr (GString) ids = g_string_new (NULL);

  add_hint (field, about, ids);
  add_demands (field, about, ids);
  if (add_problems (visit, field, about, ids))
    ADD (attributes, "field-invalid", { NULL });
  if (ids->len > 0)
    ADD (attributes, "field-described", { "ids", ids->str });
  if (field->read_only)
    ADD (attributes, "field-read-only", { NULL });
  else if (!field->optional)
    ADD (attributes, "field-required", { NULL });
  if (field->value != NULL)
    ADD (attributes, "field-value", { "value", field->value });
  ADD (html, "field", { "name", field->name }, { "label", reeve_visit_say (visit, field->label) },
       { .name = "about", .html = about }, { "type", field->type }, { "autocomplete", field->autocomplete },
       { "longest", longest }, { .name = "attributes", .html = attributes });
}

void
reeve_page_add_named_radios (ReeveVisit *visit,
                             ReeveHtml *html,
                             const char *name,
                             const char *label,
                             const char *const *values,
                             const char *const *labels)
{
  const ReevePageField field = { .name = name };
  const char *given = visit->form != NULL ? reeve_form_get (visit->form, name) : NULL;
  g_autoptr (ReeveHtml) about = reeve_html_new ();
  g_autoptr (ReeveHtml) items = reeve_html_new ();
  g_autoptr (GString) ids = g_string_new (NULL);

  add_problems (visit, &field, about, ids);
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autoptr (ReeveHtml) attributes = reeve_html_new ();

      if (g_strcmp0 (given, values[i]) == 0)
        ADD (attributes, "radio-checked", { NULL });
      if (ids->len > 0)
        ADD (attributes, "field-described", { "ids", ids->str });
      ADD (items, "radio", { "name", name }, { "value", values[i] },
           { .name = "attributes", .html = attributes }, { "text", labels[i] });
    }
  ADD (html, "radios", { "name", name }, { "label", reeve_visit_say (visit, label) },
       { .name = "about", .html = about }, { .name = "items", .html = items });
}

void
reeve_page_add_radios (ReeveVisit *visit,
                       ReeveHtml *html,
                       const char *name,
                       const char *label,
                       const char *const *values,
                       const char *const *labels)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; labels[i] != NULL; i++)
    g_ptr_array_add (said, (gpointer) reeve_visit_say (visit, labels[i]));
  reeve_page_add_named_radios (visit, html, name, label, values, (const char *const *) said->pdata);
}

void
reeve_page_add_checks (ReeveVisit *visit,
                       ReeveHtml *html,
                       const char *name,
                       const char *label,
                       const char *const *names,
                       const char *const *labels)
{
  const ReevePageField field = { .name = name };
  g_autoptr (ReeveHtml) about = reeve_html_new ();
  g_autoptr (ReeveHtml) items = reeve_html_new ();
  g_autoptr (GString) ids = g_string_new (NULL);

  add_problems (visit, &field, about, ids);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (ReeveHtml) attributes = reeve_html_new ();

      if (visit->form == NULL || reeve_form_get (visit->form, names[i]) != NULL)
        ADD (attributes, "radio-checked", { NULL });
      if (ids->len > 0)
        ADD (attributes, "field-described", { "ids", ids->str });
      ADD (items, "check", { "name", names[i] }, { .name = "attributes", .html = attributes },
           { "text", labels[i] });
    }
  ADD (html, "radios", { "name", name }, { "label", reeve_visit_say (visit, label) },
       { .name = "about", .html = about }, { .name = "items", .html = items });
}

void
reeve_page_add_section (ReeveVisit *visit, ReeveHtml *html, const char *heading)
{
  ADD (html, "section", { "text", reeve_visit_say (visit, heading) });
}

void
reeve_page_add_fact (ReeveHtml *facts, const char *term, const char *value)
{
  ADD (facts, "fact", { "term", term }, { "text", value });
}

void
reeve_page_add_facts (ReeveHtml *html, const ReeveHtml *facts)
{
  ADD (html, "facts", { .name = "items", .html = facts });
}

void
reeve_page_add_list (ReeveHtml *html, GPtrArray *texts)
{
  g_autoptr (ReeveHtml) items = reeve_html_new ();

  for (guint i = 0; i < texts->len; i++)
    ADD (items, "field-problem", { "text", texts->pdata[i] });
  ADD (html, "list", { .name = "items", .html = items });
}

void
reeve_page_add_form (ReeveVisit *visit, ReeveHtml *html, const ReeveHtml *fields, const char *button)
{
  g_autofree char *token = reeve_visit_make_form_token (visit);

  ADD (html, "form", { "path", visit->page->path }, { "token", token }, { .name = "fields", .html = fields },
       { "button", reeve_visit_say (visit, button) });
}

void
reeve_page_add_choice (ReeveVisit *visit,
                       ReeveHtml *html,
                       const char *name,
                       const char *described,
                       const char *value,
                       const char *button)
{
  g_autofree char *token = reeve_visit_make_form_token (visit);

  ADD (html, "choice", { "path", visit->page->path }, { "token", token }, { "name", name },
       { "text", described }, { "value", value }, { "button", reeve_visit_say (visit, button) });
}

GBytes *
reeve_page_frame (const ReeveWords *words,
                  const char *heading,
                  const ReeveHtml *problems,
                  const ReeveHtml *content)
{
  ReeveHtml *page = reeve_html_new ();
  g_autofree char *title = problems != NULL
                             ? reeve_words_fill (words, N_ ("Problem: {title}"), "title", heading, NULL)
                             : g_strdup (heading);

  ADD (page, "frame", { "language", reeve_words_get_language (words) }, { "title", title },
       { "heading", heading }, { .name = "problems", .html = problems },
       { .name = "content", .html = content });
  return reeve_html_to_bytes (page);
}

/* (nullable) */
static ReeveHtml *
gather_problems (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) items = reeve_html_new ();
  ReeveHtml *problems = NULL;

  if (visit->problems->len == 0)
    return NULL;
  for (guint i = 0; i < visit->problems->len; i++)
    {
      const ReeveVisitProblem *problem = visit->problems->pdata[i];
      ADD (items, "problem", { "field", problem->field }, { "text", problem->text });
    }
  problems = reeve_html_new ();
  ADD (problems, "problems", { "title", reeve_visit_say (visit, N_ ("Please correct this")) },
       { .name = "items", .html = items });
  return problems;
}

void
reeve_page_show (ReeveVisit *visit, const char *heading, const ReeveHtml *content)
{
  g_autoptr (ReeveHtml) problems = gather_problems (visit);

  g_clear_pointer (&visit->reply, g_bytes_unref);
  if (problems != NULL)
    visit->status = 422;
  visit->reply = reeve_page_frame (visit->words, reeve_visit_say (visit, heading), problems, content);
}
