/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Judged by the same policy as in the console (common/password-policy). */

#include "config.h"

#include "service/web/passwords.h"

#include <glib/gi18n.h>

#include "common/password-policy.h"
#include "service/rules/passwords.h"
#include "service/web/page.h"

#define MOST_PASSWORD 1024

typedef struct
{
  const char *rule;
  const char *problem;
} RuleWords;

static const RuleWords rules[] = {
  { "common", N_ ("This password is known to everybody who guesses passwords. Choose another one.") },
  { "personal", N_ ("The password must not contain your name or e-mail address.") },
  { "upper", N_ ("The password needs an upper-case letter.") },
  { "lower", N_ ("The password needs a lower-case letter.") },
  { "digit", N_ ("The password needs a digit.") },
  { "symbol", N_ ("The password needs a symbol, like ! or #.") },
};

static const ReevePasswordPolicy *
get_policy (void)
{
  return &reeve_password_policy_default;
}

void
reeve_passwords_add_email (ReeveVisit *visit, ReeveHtml *html, const char *email)
{
  ReevePageField field = { .name = "email",
                           .label = N_ ("E-mail address"),
                           .type = "email",
                           .autocomplete = "username",
                           .value = email,
                           .read_only = TRUE,
                           .max_length = 254 };

  reeve_page_add_field (visit, html, &field);
}

void
reeve_passwords_add_fields (ReeveVisit *visit, ReeveHtml *html, const char *email)
{
  g_autofree char *length = g_strdup_printf ("%u", get_policy ()->min_length);
  g_autofree char *demand = reeve_words_fill (
    visit->words, N_ ("At least {length} characters. A few unusual words are easier to remember than signs."),
    "length", length, NULL);
  ReevePageField fields[] = {
    { .name = "password",
      .label = N_ ("New password"),
      .type = "password",
      .autocomplete = "new-password",
      .hint = demand,
      .max_length = MOST_PASSWORD },
    { .name = "again",
      .label = N_ ("New password, once more"),
      .type = "password",
      .autocomplete = "new-password",
      .max_length = MOST_PASSWORD },
  };

  reeve_passwords_add_email (visit, html, email);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    reeve_page_add_field (visit, html, &fields[i]);
}

static void
add_rule (ReeveVisit *visit, const char *rule)
{
  g_autofree char *length = g_strdup_printf ("%u", get_policy ()->min_length);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].rule, rule))
      reeve_visit_add_problem (visit, "password", rules[i].problem);
  if (g_str_equal (rule, "length"))
    reeve_visit_take_problem (visit, "password",
                              reeve_words_fill (visit->words,
                                                N_ ("The password needs at least {length} characters."),
                                                "length", length, NULL));
}

static void
judge_by_policy (ReeveVisit *visit, const ReeveSecret *password, const char *email, const char *name)
{
  ReevePasswordVerdict verdict;

  reeve_password_policy_judge (get_policy (), password, email, name, &verdict);
  for (guint i = 0; i < verdict.n_findings; i++)
    if (!verdict.findings[i].met)
      add_rule (visit, verdict.findings[i].rule);
}

gboolean
reeve_passwords_judge (ReeveVisit *visit, const char *email, const char *name, const char *stored)
{
  ReeveSecret *pepper = reeve_installation_get_pepper (visit->call->installation);
  ReeveSecret *password = reeve_form_get_secret (visit->form, "password");
  ReeveSecret *again = reeve_form_get_secret (visit->form, "again");

  if (password == NULL || reeve_secret_get_length (password) == 0)
    {
      reeve_visit_add_problem (visit, "password", N_ ("Enter a new password."));
      return FALSE;
    }
  if (reeve_secret_get_length (password) > MOST_PASSWORD)
    {
      reeve_visit_add_problem (visit, "password", N_ ("The password is too long."));
      return FALSE;
    }
  judge_by_policy (visit, password, email, name);
  if (again == NULL || !reeve_secret_equal (password, again))
    reeve_visit_add_problem (visit, "again",
                             N_ ("The two passwords are not the same. Enter both once more."));
  if (visit->problems->len == 0 && stored != NULL && reeve_password_verify (password, stored, pepper, NULL))
    reeve_visit_add_problem (visit, "password", N_ ("This is the password you had. Choose another one."));
  return visit->problems->len == 0;
}

ReeveSecret *
reeve_passwords_get (ReeveVisit *visit)
{
  return reeve_form_get_secret (visit->form, "password");
}
