/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A browser without HTTP: keeps cookies, follows redirects, fills in the form that it was shown last. What a
 * page asks of the API goes through the real steps. */

#pragma once

#include "common/mail.h"
#include "service/web/visit.h"
#include "tests/service/api/fixture.h"

typedef struct
{
  Fixture *fixture; /* borrowed */
  ReeveWeb *web;    /* borrowed */
  const char *origin;
  const char *asked_from;      /* (nullable): Origin */
  const char *fetch_site;      /* (nullable) */
  const char *accept_language; /* (nullable) */
  const char *form_token;      /* (nullable): in place of the page's own */
  gboolean stays;              /* follows no redirects */
  char *address;
  gpointer api; /* see api.h */
  /* what came */
  GHashTable *cookies; /* "PATH NAME" -> value */
  GPtrArray *set;      /* of char *: every Set-Cookie so far */
  guint status;
  char *path; /* where it is now */
  char *html; /* (nullable) */
  GError *error;
  guint n_ended; /* sessions */
} Visitor;

Visitor *visitor_new (Fixture *fixture, ReeveWeb *web);
void visitor_free (Visitor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visitor, visitor_free)

void visitor_open (Visitor *self, const char *path);
/* Names and values in turn, then NULL. */
void visitor_submit (Visitor *self, ...) G_GNUC_NULL_TERMINATED;
void visitor_assert (Visitor *self, guint status, const char *path, const char *text);
void visitor_assert_refused (Visitor *self, ReeveErrorCode code, const char *reason);

#define BO "bo@vallis.example"

/* A workspace with an administrator and Bo, and a browser: for g_test_add(). */
typedef struct
{
  Fixture *fixture;
  Device *admin;
  Device *bo; /* a member without a second factor, signed in elsewhere */
  ReeveWeb *web;
  Visitor *visitor;
} BoWorld;

void set_up_bo (BoWorld *world, gconstpointer data);
void tear_down_bo (BoWorld *world, gconstpointer data);

/* The same as assert_done() and assert_refused(), of an answer that nobody looks at again: they free it. */
void expect_done (Answer *answer);
void expect_refused (Answer *answer, ReeveErrorCode code, const char *reason);

/* The mails of a database (NULL: the directory) that nobody took yet, oldest first: of ReeveMail. */
GPtrArray *take_mails (Fixture *fixture, const char *workspace);
/* The path of a mail's link. (transfer full) */
char *get_link_path (ReeveMail *mail);
