/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of identity providers and of signing in through one. */

#include "config.h"

#include "common/identity-provider.h"

#include <string.h>

#define MOST_DOMAINS 20
#define MOST_DOMAIN  200

const char *const reeve_provider_problems[] = {
  "unreachable", "private_address", "answer", "issuer_differs", "no_code_flow", "no_pkce", "no_keys", NULL
};

/* None of them is marked as required: where no provider is set up yet, none is there. */
static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveIdentityProvider, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveIdentityProvider, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; 0: none is set up." },
  { "enabled", REEVE_FIELD_BOOLEAN, offsetof (ReeveIdentityProvider, enabled), REEVE_FIELD_PLAIN,
    .summary = "Whether people may sign in through it." },
  { "label", REEVE_FIELD_TEXT, offsetof (ReeveIdentityProvider, label), REEVE_FIELD_PLAIN, .max = 40,
    .summary = "What the button calls it." },
  { "issuer", REEVE_FIELD_TEXT, offsetof (ReeveIdentityProvider, issuer), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "Its issuer identifier, an https URL, to the letter." },
  { "client-id", REEVE_FIELD_TEXT, offsetof (ReeveIdentityProvider, client_id), REEVE_FIELD_PLAIN, .max = 200,
    .summary = "What the provider calls this service." },
  { "client-secret", REEVE_FIELD_SECRET, offsetof (ReeveIdentityProvider, client_secret), REEVE_NOT_STORED,
    .min = 1, .max = 500,
    .summary = "Kept sealed and never answered; forgotten when the issuer or client changes without it." },
  { "has-client-secret", REEVE_FIELD_BOOLEAN, offsetof (ReeveIdentityProvider, has_client_secret),
    REEVE_READ_ONLY | REEVE_NOT_STORED, .summary = "Whether there is a client secret." },
  { "domains", REEVE_FIELD_TEXTS, offsetof (ReeveIdentityProvider, domains), REEVE_FIELD_PLAIN,
    .max = MOST_DOMAINS, .summary = "Whose addresses it may vouch for: what follows the at sign." },
  { "trusts-second-factor", REEVE_FIELD_BOOLEAN, offsetof (ReeveIdentityProvider, trusts_second_factor),
    REEVE_FIELD_PLAIN, .summary = "Whether the provider's word (amr `mfa`) stands for our second factor." },
  { "required", REEVE_FIELD_BOOLEAN, offsetof (ReeveIdentityProvider, required), REEVE_FIELD_PLAIN,
    .summary = "Whether people with an address of these domains enter the workspace through it alone; "
               "administrators who proved a second factor may use a password all the same." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveIdentityProvider, created), REEVE_READ_ONLY,
    .summary = "When it was set up." },
  { "web-redirect", REEVE_FIELD_TEXT, offsetof (ReeveIdentityProvider, web_redirect),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = 500,
    .summary = "The redirect URI for accepting invitations, to be entered at the provider." },
};
REEVE_DEFINE_RECORD (ReeveIdentityProvider, reeve_identity_provider, "identity-provider", NULL, fields)

static const ReeveField test_fields[] = {
  { "issuer", REEVE_FIELD_TEXT, offsetof (ReeveProviderTest, issuer), REEVE_REQUIRED, .max = 500,
    .summary = "The issuer to look at." },
};
REEVE_DEFINE_RECORD (ReeveProviderTest, reeve_provider_test, "provider-test", NULL, test_fields)

static const ReeveField report_fields[] = {
  { "problem", REEVE_FIELD_TEXT, offsetof (ReeveProviderReport, problem), REEVE_READ_ONLY, .max = 64,
    .summary = "A stable word that says what is wrong; absent where nothing is." },
  { "detail", REEVE_FIELD_TEXT, offsetof (ReeveProviderReport, detail), REEVE_READ_ONLY, .max = 300,
    .summary = "What was met, in English." },
  { "host", REEVE_FIELD_TEXT, offsetof (ReeveProviderReport, host), REEVE_READ_ONLY, .max = 254,
    .summary = "Where people would sign in." },
  { "keys", REEVE_FIELD_INTEGER, offsetof (ReeveProviderReport, keys), REEVE_READ_ONLY, .max = 256,
    .summary = "How many of its keys can be used." },
};
REEVE_DEFINE_RECORD (ReeveProviderReport, reeve_provider_report, "provider-report", NULL, report_fields)

static const ReeveField question_fields[] = {
  { "domain", REEVE_FIELD_TEXT, offsetof (ReeveProviderQuestion, domain), REEVE_REQUIRED, .max = 254,
    .summary = "What follows the at sign of an address." },
};
REEVE_DEFINE_RECORD (ReeveProviderQuestion,
                     reeve_provider_question,
                     "provider-question",
                     NULL,
                     question_fields)

static const ReeveField offer_fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveProviderOffer, id), REEVE_READ_ONLY, .summary = "The provider." },
  { "label", REEVE_FIELD_TEXT, offsetof (ReeveProviderOffer, label), REEVE_READ_ONLY, .max = 40,
    .summary = "What to call it." },
  { "host", REEVE_FIELD_TEXT, offsetof (ReeveProviderOffer, host), REEVE_READ_ONLY, .max = 254,
    .summary = "The issuer's host." },
};
REEVE_DEFINE_RECORD (ReeveProviderOffer, reeve_provider_offer, "provider-offer", NULL, offer_fields)

static const ReeveField offers_fields[] = {
  { "providers", REEVE_FIELD_RECORDS, offsetof (ReeveProviderOffers, providers), REEVE_READ_ONLY,
    .max = REEVE_PROVIDER_MAX_OFFERS, .record_type = reeve_provider_offer_get_type,
    .summary = "Those who vouch for addresses of the domain." },
};
REEVE_DEFINE_RECORD (ReeveProviderOffers, reeve_provider_offers, "provider-offers", NULL, offers_fields)

static const ReeveField sign_in_fields[] = {
  { "provider", REEVE_FIELD_ID, offsetof (ReeveProviderSignIn, provider), REEVE_REQUIRED,
    .summary = "One that was offered." },
  { "port", REEVE_FIELD_INTEGER, offsetof (ReeveProviderSignIn, port), REEVE_REQUIRED, .min = 1024,
    .max = 65535, .summary = "Where the device listens on 127.0.0.1." },
  { "device", REEVE_FIELD_TEXT, offsetof (ReeveProviderSignIn, device), REEVE_FIELD_PLAIN, .max = 100,
    .summary = "What the list of sessions calls this device." },
};
REEVE_DEFINE_RECORD (ReeveProviderSignIn, reeve_provider_sign_in, "provider-sign-in", NULL, sign_in_fields)

static const ReeveField start_fields[] = {
  { "ticket", REEVE_FIELD_SECRET, offsetof (ReeveProviderStart, ticket), REEVE_READ_ONLY,
    .summary = "To be sent back with the code; serves once, for ten minutes, on this device." },
  { "state", REEVE_FIELD_SECRET, offsetof (ReeveProviderStart, state), REEVE_READ_ONLY,
    .summary = "What the redirect must carry." },
  { "url", REEVE_FIELD_SECRET, offsetof (ReeveProviderStart, url), REEVE_READ_ONLY,
    .summary = "To be opened in the browser." },
};
REEVE_DEFINE_RECORD (ReeveProviderStart, reeve_provider_start, "provider-start", NULL, start_fields)

static const ReeveField answer_fields[] = {
  { "ticket", REEVE_FIELD_SECRET, offsetof (ReeveProviderAnswer, ticket), REEVE_REQUIRED, .min = 1,
    .max = 4096, .summary = "From the start." },
  { "state", REEVE_FIELD_SECRET, offsetof (ReeveProviderAnswer, state), REEVE_REQUIRED, .min = 1, .max = 128,
    .summary = "From the redirect." },
  { "code", REEVE_FIELD_SECRET, offsetof (ReeveProviderAnswer, code), REEVE_REQUIRED, .min = 1, .max = 4096,
    .summary = "From the redirect." },
  { "issuer", REEVE_FIELD_TEXT, offsetof (ReeveProviderAnswer, issuer), REEVE_FIELD_PLAIN, .max = 500,
    .summary = "The redirect's `iss`, where there is one." },
};
REEVE_DEFINE_RECORD (ReeveProviderAnswer, reeve_provider_answer, "provider-answer", NULL, answer_fields)

char *
reeve_identity_provider_fold_domain (const char *text)
{
  g_autofree char *address = g_strconcat ("x@", text != NULL ? text : "", NULL);
  g_autofree char *normal = NULL;
  ReeveField field = { .name = "email", .type = REEVE_FIELD_EMAIL, .max = MOST_DOMAIN };

  if (!reeve_field_check_text (&field, address, &normal, NULL, NULL) || normal == NULL)
    return NULL;
  return g_utf8_strdown (normal + strlen ("x@"), -1);
}

char *
reeve_identity_provider_domain_of (const char *email)
{
  const char *at = email != NULL ? strchr (email, '@') : NULL;

  return at != NULL && at != email && strchr (at + 1, '@') == NULL
           ? reeve_identity_provider_fold_domain (at + 1)
           : NULL;
}

gboolean
reeve_identity_provider_issuer_is_valid (const char *issuer, gboolean plain)
{
  g_autoptr (GUri) uri = issuer != NULL ? g_uri_parse (issuer, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ||
         (plain && g_strcmp0 (g_uri_get_scheme (uri), "http") == 0);
}
