/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One HTTP request and what is answered, between http/server (which knows libmicrohttpd) and http/dispatcher
 * (which does not). At any time one thread has it. */

#pragma once

#include "service/http/router.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

typedef struct _ReeveExchange ReeveExchange;
typedef struct _ReeveFeedSubscriber ReeveFeedSubscriber;
typedef struct _ReeveFlow ReeveFlow;

struct _ReeveExchange
{
  /* asked; borrowed from the connection, which outlives the exchange */
  const char *method;
  const char *origin;     /* of the listener that took it: what proofs must name */
  const char *address;    /* "192.0.2.44", "local" */
  gboolean local;         /* over the Unix socket */
  const char *user_agent; /* (nullable), as are all headers below */
  const char *authorization;
  const char *dpop;
  const char *if_match;
  const char *idempotency_key;
  const char *code;     /* Reeve-Code: a secret */
  const char *approval; /* Reeve-Approval: ids */
  const char *content_type;
  const char *cookies;
  const char *asked_from; /* Origin */
  const char *fetch_site; /* Sec-Fetch-Site */
  const char *accept_language;
  /* owned */
  char *path;         /* raw */
  char *query;        /* (nullable): raw */
  char *forwarded;    /* (nullable): all X-Forwarded-For */
  char *client;       /* what `address` is, once the headers were looked at */
  GString *body;      /* (nullable) */
  GBytes *body_bytes; /* (nullable): the body, once it is complete */
  guint64 announced;  /* Content-Length; 0: none */
  guint64 received;
  gsize body_limit;
  gint64 started; /* monotonic microseconds */
  gint64 time;    /* microseconds since 1970 */
  ReeveMatch match;
  ReeveWeb *web;         /* (nullable), borrowed: a page is asked for, and errors are told as one */
  const ReevePage *page; /* (nullable), borrowed */
  char *token;           /* (nullable): behind the page's name */
  gboolean known_method;
  gboolean begun;    /* headers were looked at */
  gboolean overflow; /* the body grew over its limit and was dropped */
  gboolean is_file;  /* the body is a large one: see reeve_exchange_take_file() */

  /* found out; owned: for the access event */
  char *account;
  char *account_name;
  char *stranger; /* (nullable): instead of an account: the call's */
  char *session;
  const char *workspace; /* (nullable): borrowed from `match`, once the caller is known to be a member */
  const char *outcome;   /* (nullable): interned */
  const char *action;    /* (nullable), static: what it was, where the route alone does not say it */
  gboolean hidden;       /* it was answered as missing, and is noted as refused */
  char *object;          /* (nullable): what was made or changed, where the path does not say it */
  char *object_name;     /* (nullable) */
  const char *came_to;   /* (nullable), static: what went well, for the log of one workspace */
  char *came_to_in;      /* (nullable): that workspace */
  GStrv informed;        /* (nullable): other workspaces whose logs tell of it */

  /* answered; owned */
  guint status;                 /* 0: not yet */
  const char *content_type_out; /* static */
  GBytes *reply;                /* (nullable) */
  char *etag;
  char *location;
  char *file_name;
  char *snapshot;
  char *ticket;
  char *nonce;           /* the next one to use */
  const char *challenge; /* static: WWW-Authenticate */
  const char *language;  /* static or the web's: Content-Language */
  GPtrArray *set;        /* (nullable): of char *: Set-Cookie */
  const char *keeping;   /* (nullable), static: Cache-Control, of what may be kept */
  gint64 retry_after_ms;
  gboolean replayed;
  ReeveFeedSubscriber *subscriber; /* (nullable): the reply is a stream; owned by the feed */
  ReeveFlow *flow; /* (nullable): the reply is made while it is sent; owned, until the engine has it */
  gboolean flows;  /* there was one: it is noted when it ends */
  gint64 sent;     /* bytes of it */
  gboolean close;
  gboolean noted; /* the access event is written */

  /* how a worker says that it is done */
  void (*done) (ReeveExchange *self);
  gpointer connection; /* the engine's */
  gpointer context;    /* a ReeveConnection, borrowed */
};

ReeveExchange *reeve_exchange_new (const char *target); /* path and query as they came */
void reeve_exchange_free (ReeveExchange *self);

/* Room in memory for a large body, until the exchange is freed; FALSE: too many have it. */
gboolean reeve_exchange_take_file (ReeveExchange *self);

/* A buffer that has to grow is wiped before it is given back. */
void reeve_exchange_append_body (ReeveExchange *self, const char *data, gsize length);

/* Takes @body. */
void reeve_exchange_answer (ReeveExchange *self, guint status, const char *content_type, GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveExchange, reeve_exchange_free)

G_END_DECLS
