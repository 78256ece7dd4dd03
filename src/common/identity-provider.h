/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The OpenID Connect provider that a workspace lets sign its people in, and the bodies of signing in through
 * it. ARCHITECTURE ("Signing in through a provider") says who does what. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

/* GET, PATCH, DELETE W/identity-provider. One a workspace; version 0: none is set up. */
REEVE_DECLARE_RECORD (ReeveIdentityProvider, reeve_identity_provider, IDENTITY_PROVIDER)
struct _ReeveIdentityProvider
{
  ReeveRecord parent_instance;
  char *id;
  gint64 version;
  gboolean enabled;
  char *label;  /* "Acme Login" */
  char *issuer; /* "https://login.acme.example", to the letter as the provider writes it */
  char *client_id;
  ReeveSecret *client_secret; /* (nullable): never sent by the service; kept sealed */
  gboolean has_client_secret;
  GStrv domains; /* whose addresses it may vouch for, in lower case */
  gboolean trusts_second_factor;
  gboolean required; /* whoever it may vouch for enters the workspace through it alone */
  gint64 created;
  char *web_redirect; /* (nullable): where it sends browsers back to from the page of an invitation */
};

/* A domain as it is kept and compared: lower case. NULL: none. (transfer full) */
char *reeve_identity_provider_fold_domain (const char *text);
/* What follows the at sign, folded. NULL: no address. (transfer full) */
char *reeve_identity_provider_domain_of (const char *email);
/* TRUE for an issuer as it may be configured: https (or @plain: http too), a host, no user, query or fragment
 * (OpenID Connect Core 1.0, section 2, "iss"). */
gboolean reeve_identity_provider_issuer_is_valid (const char *issuer, gboolean plain);

/* POST W/identity-provider/test */
REEVE_DECLARE_RECORD (ReeveProviderTest, reeve_provider_test, PROVIDER_TEST)
struct _ReeveProviderTest
{
  ReeveRecord parent_instance;
  char *issuer;
};

/* Its answer */
REEVE_DECLARE_RECORD (ReeveProviderReport, reeve_provider_report, PROVIDER_REPORT)
struct _ReeveProviderReport
{
  ReeveRecord parent_instance;
  char *problem; /* (nullable): a stable word of reeve_provider_problems; none: it can be used */
  char *detail;  /* (nullable): in English, for whoever runs the provider */
  char *host;    /* (nullable): where people sign in */
  gint64 keys;
};

extern const char *const reeve_provider_problems[];

/* POST /v1/sign-in/providers: only the domain is told, never the address, and the answer depends on nothing
 * else. */
REEVE_DECLARE_RECORD (ReeveProviderQuestion, reeve_provider_question, PROVIDER_QUESTION)
struct _ReeveProviderQuestion
{
  ReeveRecord parent_instance;
  char *domain;
};

REEVE_DECLARE_RECORD (ReeveProviderOffer, reeve_provider_offer, PROVIDER_OFFER)
struct _ReeveProviderOffer
{
  ReeveRecord parent_instance;
  char *id;
  char *label;
  char *host; /* of the issuer: a label alone could call itself anything */
};

#define REEVE_PROVIDER_MAX_OFFERS 8

REEVE_DECLARE_RECORD (ReeveProviderOffers, reeve_provider_offers, PROVIDER_OFFERS)
struct _ReeveProviderOffers
{
  ReeveRecord parent_instance;
  GPtrArray *providers; /* of ReeveProviderOffer */
};

/* POST /v1/sign-in/provider */
REEVE_DECLARE_RECORD (ReeveProviderSignIn, reeve_provider_sign_in, PROVIDER_SIGN_IN)
struct _ReeveProviderSignIn
{
  ReeveRecord parent_instance;
  char *provider;
  gint64 port; /* of the console's listener on 127.0.0.1 */
  char *device;
};

/* Its answer: open `url` in the browser; what comes back with `state` goes to …/complete with `ticket`. */
REEVE_DECLARE_RECORD (ReeveProviderStart, reeve_provider_start, PROVIDER_START)
struct _ReeveProviderStart
{
  ReeveRecord parent_instance;
  ReeveSecret *ticket;
  ReeveSecret *state;
  ReeveSecret *url;
};

/* POST /v1/sign-in/provider/complete */
REEVE_DECLARE_RECORD (ReeveProviderAnswer, reeve_provider_answer, PROVIDER_ANSWER)
struct _ReeveProviderAnswer
{
  ReeveRecord parent_instance;
  ReeveSecret *ticket;
  ReeveSecret *state;
  ReeveSecret *code;
  char *issuer; /* (nullable): the parameter "iss" of the redirect (RFC 9207) */
};

/* Where the provider sends the browser back to: a fixed path, because providers compare all but the port
 * (RFC 8252, 7.3). */
#define REEVE_PROVIDER_REDIRECT_PATH "/reeve/signed-in"

G_END_DECLS
