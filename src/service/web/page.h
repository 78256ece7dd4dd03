/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Pages, piece by piece: a heading, paragraphs, and a form whose fields tell what is wrong with them. Every
 * text is English marked with N_() and shown in the visitor's language. */

#pragma once

#include "service/web/visit.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *label;
  const char *type;           /* "text", "email", "password", "date" */
  const char *autocomplete;   /* "new-password", "one-time-code", "username", … */
  const char *hint;           /* (nullable): in the visitor's language already */
  const char *const *demands; /* (nullable): what is demanded, a sentence each; likewise */
  const char *value;          /* (nullable); of passwords none is ever sent back */
  gboolean read_only;
  gboolean optional;
  guint max_length;
} ReevePageField;

void reeve_page_add_text (ReeveVisit *visit, ReeveHtml *html, const char *text);
void reeve_page_add_filled (ReeveHtml *html, const char *translated);
void reeve_page_add_quote (ReeveHtml *html, const char *theirs); /* somebody else's words */
void reeve_page_add_field (ReeveVisit *visit, ReeveHtml *html, const ReevePageField *field);
/* One of few, none of which is chosen yet: @values and, in English marked with N_(), their @labels. */
void reeve_page_add_radios (ReeveVisit *visit,
                            ReeveHtml *html,
                            const char *name,
                            const char *label,
                            const char *const *values,
                            const char *const *labels);
/* The same, with @labels that are theirs. */
void reeve_page_add_named_radios (ReeveVisit *visit,
                                  ReeveHtml *html,
                                  const char *name,
                                  const char *label,
                                  const char *const *values,
                                  const char *const *labels);
/* Any of several, by a name each, in a group that is called @name. All are chosen until something was sent.
 * @labels: theirs */
void reeve_page_add_checks (ReeveVisit *visit,
                            ReeveHtml *html,
                            const char *name,
                            const char *label,
                            const char *const *names,
                            const char *const *labels);
void reeve_page_add_section (ReeveVisit *visit, ReeveHtml *html, const char *heading);
/* What is known, a term and a value each: @term: translated; put together by reeve_page_add_facts(). */
void reeve_page_add_fact (ReeveHtml *facts, const char *term, const char *value);
void reeve_page_add_facts (ReeveHtml *html, const ReeveHtml *facts);
void reeve_page_add_list (ReeveHtml *html, GPtrArray *texts); /* of char *: theirs */
void reeve_page_add_link (ReeveVisit *visit, ReeveHtml *html, const char *path, const char *text);
/* A link that looks like a button: another way to do what the page is for. @text: translated. */
void reeve_page_add_way (ReeveHtml *html, const char *path, const char *text);
/* A form of one button, about something of many that @name and @described (translated) tell of; it sends
 * @value as "choice". */
void reeve_page_add_choice (ReeveVisit *visit,
                            ReeveHtml *html,
                            const char *name,
                            const char *described,
                            const char *value,
                            const char *button);
void reeve_page_add_hidden (ReeveHtml *fields, const char *name, const char *value);
/* A picture of ours; @described: translated. */
void reeve_page_add_qr (ReeveHtml *html, const char *path, const char *described);
void reeve_page_add_code (ReeveHtml *html, const char *text); /* to be copied by hand */
void reeve_page_add_codes (ReeveHtml *html, const char *const *texts);
/* The form around @fields; sends to the page itself. */
void reeve_page_add_form (ReeveVisit *visit, ReeveHtml *html, const ReeveHtml *fields, const char *button);

/* Makes the visit's reply of @content; before it what is wrong with the form, if anything is. */
void reeve_page_show (ReeveVisit *visit, const char *heading, const ReeveHtml *content);

/* The frame around any content. */
GBytes *reeve_page_frame (const ReeveWords *words,
                          const char *heading,
                          const ReeveHtml *problems,
                          const ReeveHtml *content);

G_END_DECLS
