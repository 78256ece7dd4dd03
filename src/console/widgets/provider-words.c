/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/provider-words.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"

static const struct
{
  const char *problem;
  const char *words;
} table[] = {
  { "unreachable", N_ ("It cannot be reached from the service. Look at the address, and at firewalls.") },
  { "private_address",
    N_ ("It is in a private network. Whoever runs the service must allow that in its configuration.") },
  { "answer", N_ ("It does not answer as an OpenID Connect provider does. Look at the issuer.") },
  { "issuer_differs", N_ ("It calls itself something else. The issuer must be the same to the letter.") },
  { "no_code_flow", N_ ("It does not offer the authorization code flow.") },
  { "no_pkce", N_ ("It does not offer PKCE with S256, without which nobody signs in safely.") },
  { "no_keys", N_ ("It publishes no key that can be used.") },
};

char *
reeve_provider_words (ReeveProviderReport *report)
{
  g_return_val_if_fail (REEVE_IS_PROVIDER_REPORT (report), NULL);

  if (report->problem == NULL)
    {
      g_autofree char *host = reeve_format_isolate (report->host != NULL ? report->host : "—");

      /* Translators: %s is the host of an identity provider, "login.acme.example". */
      return g_strdup_printf (_ ("It works. People sign in at %s."), host);
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].problem, report->problem))
      return g_strdup (_ (table[i].words));
  return g_strdup (report->detail != NULL ? report->detail : report->problem);
}
