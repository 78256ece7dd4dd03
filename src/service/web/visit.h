/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One request for a page, on its way through a handler: what the browser sent and what it is shown. The
 * counterpart of a ReeveCall for people who have no console; it never sees HTTP's own types either. Tests
 * make visits without HTTP.
 *
 * How a secret of a mail comes to a page: GET /p/PAGE/TOKEN puts it into a cookie for that page alone and
 * redirects to /p/PAGE, so that no history, log or Referer keeps it; nothing is consumed by that. The cookie
 * is SameSite=Lax: a click in a mail read in a browser is a navigation from another site, to which, redirects
 * included, a Strict cookie is not sent (RFC 6265bis, 5.2.1), while Lax ones go along with a top-level GET
 * and with no POST from elsewhere.
 *
 * What keeps other sites from sending our forms: Sec-Fetch-Site and Origin where the browser tells them (with
 * Referrer-Policy no-referrer its Origin is "null"), and always a hidden field that follows, by a key of
 * ours, from a random cookie of the browser and from the page. */

#pragma once

#include "service/api/call.h"
#include "service/web/form.h"
#include "service/web/html.h"
#include "service/web/web.h"

G_BEGIN_DECLS

typedef struct _ReeveVisit ReeveVisit;
typedef struct _ReevePage ReevePage;
typedef gboolean (*ReevePageHandler) (ReeveVisit *visit, GError **error);

/* What a page asks of the API in the name of who is signed in on it (web/api.h). */
typedef struct
{
  const char *method;
  const char *path;  /* "/v1/workspaces/0197…" */
  const char *query; /* (nullable) */
  ReeveRecord *body; /* (nullable) */
  const char *code;  /* (nullable): a fresh one of the second factor */
  const char *key;   /* (nullable): so that it is done once, however often it is asked */
} ReeveVisitCall;
/* The visit's call has whose browser it is in `proved`. @answer: (out) (nullable): there is none */
typedef gboolean (*ReeveVisitAsk) (gpointer data,
                                   ReeveVisit *visit,
                                   const ReeveVisitCall *asked,
                                   JsonObject **answer,
                                   GError **error);

typedef enum
{
  REEVE_PAGE_TAKES_LINK = 1 << 0, /* also by /p/NAME/TOKEN */
  REEVE_PAGE_SLOW_HASH = 1 << 1,  /* its form has a password hashed: runs on the password pool */
  REEVE_PAGE_OUTSIDE = 1 << 2,    /* with a query it asks a server elsewhere: runs in a pool of its own */
} ReevePageFlags;

struct _ReevePage
{
  const char *name;
  const char *path;      /* "/p/NAME": as it stands in access events */
  const char *link_path; /* "/p/NAME/…", the same */
  unsigned flags;
  const char *audit_action; /* (nullable): of its form */
  ReevePageHandler show;
  ReevePageHandler submit; /* (nullable): it has no form */
};

typedef struct
{
  char *field; /* its name */
  char *text;  /* translated */
} ReeveVisitProblem;

struct _ReeveVisit
{
  /* given; borrowed */
  ReeveWeb *web;
  const ReevePage *page;
  const char *origin;     /* ours: "https://reeve.example.org" */
  const char *token;      /* (nullable): from the path */
  const char *query;      /* (nullable) */
  const char *cookies;    /* (nullable), as are all headers */
  const char *asked_from; /* Origin */
  const char *fetch_site; /* Sec-Fetch-Site */
  const char *content_type;
  GBytes *body;       /* (nullable) */
  gboolean submitted; /* POST */
  ReeveCall *call;    /* without a caller */
  const ReeveWords *words;
  ReeveVisitAsk ask; /* the API */
  gpointer ask_data;

  /* owned */
  ReeveForm *form;     /* (nullable): what was submitted */
  char *link;          /* (nullable): the cookie's token */
  char *form_cookie;   /* (nullable) */
  GPtrArray *problems; /* of ReeveVisitProblem: what is wrong with the form */

  /* answered; owned */
  guint status;
  GBytes *reply;          /* (nullable): a page */
  const char *reply_type; /* (nullable), static: HTML */
  char *reply_file;       /* (nullable): to be kept as a file of this name */
  char *location;         /* (nullable) */
  GPtrArray *set;         /* of char *: Set-Cookie */
};

ReeveVisit *
reeve_visit_new (ReeveWeb *web, const ReevePage *page, ReeveCall *call, const char *accept_language);
void reeve_visit_free (ReeveVisit *self);

/* All of it: token, cookies, protection of the form, the page's handler. Errors: what a page of refusal says
 * (web/refusal.h). */
gboolean reeve_visit_run (ReeveVisit *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For handlers. */
const char *reeve_visit_say (ReeveVisit *self, const char *text); /* in the visitor's language */
void reeve_visit_go (ReeveVisit *self, const char *path);         /* 303; or a URL of elsewhere */
void reeve_visit_forget_link (ReeveVisit *self);                  /* the cookie has done its work */
void reeve_visit_set_link (ReeveVisit *self, const char *token);  /* as if its link had been opened */
char *reeve_visit_make_form_token (ReeveVisit *self);
/* The first cookie of that name, if it looks like one of ours. (transfer full) (nullable) */
char *reeve_visit_find_cookie (ReeveVisit *self, const char *name);
/* @path, @value: ours, never a visitor's words. @seconds: 0: until the browser is closed; -1: forget it */
void
reeve_visit_set_cookie (ReeveVisit *self, const char *name, const char *value, const char *path, int seconds);
/* One that no request from another site brings along, not even a click in a mail. */
void reeve_visit_set_strict_cookie (ReeveVisit *self,
                                    const char *name,
                                    const char *value,
                                    const char *path,
                                    int seconds);
/* Notes what is wrong with a field of the form, which is then shown once more. */
void reeve_visit_add_problem (ReeveVisit *self, const char *field, const char *text);
void reeve_visit_take_problem (ReeveVisit *self, const char *field, char *translated); /* takes it */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveVisit, reeve_visit_free)

G_END_DECLS
