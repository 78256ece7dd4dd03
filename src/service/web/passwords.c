/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Judged by the same policy as in the console (common/password-policy). */

#include "config.h"

#include "service/web/passwords.h"

#include <glib/gi18n.h>

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

/* What is demanded, one sentence each. (transfer full) */
static GStrv
describe_demands (ReeveVisit *visit, const ReevePasswordPolicy *policy, gboolean replaces)
{
  gboolean seed = g_strcmp0 (policy->profile, REEVE_PASSWORD_PROFILE_SEED) == 0;
  g_autofree char *length = g_strdup_printf ("%u", policy->min_length);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *demands[] = {
    seed ? N_ ("An upper-case letter, a lower-case letter, a digit and a symbol.")
         : N_ ("Any characters: a few unusual words are easier to remember than signs."),
    N_ ("Not one that everybody who guesses passwords tries."),
    N_ ("Without your name and your e-mail address."),
  };

  g_strv_builder_take (
    builder, reeve_words_fill (visit->words, N_ ("At least {length} characters."), "length", length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (demands); i++)
    g_strv_builder_add (builder, reeve_visit_say (visit, demands[i]));
  if (replaces)
    g_strv_builder_add (builder, reeve_visit_say (visit, N_ ("Not the one before.")));
  return g_strv_builder_end (builder);
}

void
reeve_passwords_add_fields (ReeveVisit *visit,
                            ReeveHtml *html,
                            const char *email,
                            const ReevePasswordPolicy *policy,
                            gboolean replaces)
{
  g_auto (GStrv) demands = describe_demands (visit, policy, replaces);
  ReevePageField fields[] = {
    { .name = "password",
      .label = N_ ("New password"),
      .type = "password",
      .autocomplete = "new-password",
      .demands = (const char *const *) demands,
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
add_rule (ReeveVisit *visit, const ReevePasswordPolicy *policy, const char *rule)
{
  g_autofree char *length = g_strdup_printf ("%u", policy->min_length);

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
judge_by_policy (ReeveVisit *visit,
                 const ReevePasswordPolicy *policy,
                 const ReeveSecret *password,
                 const char *email,
                 const char *name)
{
  ReevePasswordVerdict verdict;

  reeve_password_policy_judge (policy, password, email, name, &verdict);
  for (guint i = 0; i < verdict.n_findings; i++)
    if (!verdict.findings[i].met)
      add_rule (visit, policy, verdict.findings[i].rule);
}

gboolean
reeve_passwords_judge (ReeveVisit *visit,
                       const ReevePasswordPolicy *policy,
                       const char *email,
                       const char *name,
                       const char *stored)
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
  judge_by_policy (visit, policy, password, email, name);
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
