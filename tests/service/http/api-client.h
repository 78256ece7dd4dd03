/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A plain client of the API for tests: signs every request, follows nonces, keeps its connection open, and
 * can be told to get any single thing wrong. Blocking; one thread. */

#pragma once

#include <gio/gio.h>

#include "common/jws.h"

G_BEGIN_DECLS

typedef struct
{
  GSocketConnection *connection; /* (nullable) */
  char *base;                    /* "http://reeved", "http://127.0.0.1:4711" */
  char *socket_path;             /* (nullable) */
  ReeveKey *key;
  char *access_token;  /* (nullable) */
  char *refresh_token; /* (nullable) */
  char *nonce;         /* (nullable) */
} ApiClient;

/* What to send; everything but method and path may be left out. */
typedef struct
{
  const char *method;
  const char *path; /* with query */
  const char *body;
  const char *content_type; /* NULL: application/json */
  const char *headers;      /* more header lines, each ended by CR LF */
  gboolean no_token;
  gboolean no_proof;
  gboolean no_follow; /* do not try again with a new nonce */
  /* lies */
  const char *proof; /* the whole proof */
  const char *method_claim;
  const char *uri_claim;
  const char *token_claim; /* `ath` of another token */
  const char *body_claim;  /* `bh` of another body */
  const char *nonce_claim;
  ReeveKey *key;
  const char *token;
} ApiRequest;

typedef struct
{
  guint status;        /* 0: the connection was closed without an answer */
  GHashTable *headers; /* lower case name -> value */
  char *body;
  gsize length;
  JsonObject *json; /* (nullable) */
} ApiReply;

ApiClient *api_client_new (const char *origin); /* "unix:PATH", "http://127.0.0.1:4711" */
void api_client_free (ApiClient *self);
ApiReply *api_client_send (ApiClient *self, const ApiRequest *request); /* (transfer full) */
ApiReply *api_client_call (ApiClient *self, const char *method, const char *path, const char *body);
void api_client_disconnect (ApiClient *self);
/* Sends, and reads the head of the answer only: for streams. */
ApiReply *api_client_open (ApiClient *self, const ApiRequest *request, GInputStream **stream);

void api_reply_free (ApiReply *self);
const char *api_reply_get_header (ApiReply *self, const char *name); /* (nullable) */
const char *api_reply_get_text (ApiReply *self, const char *member); /* (nullable): of its JSON */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApiClient, api_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApiReply, api_reply_free)

G_END_DECLS
