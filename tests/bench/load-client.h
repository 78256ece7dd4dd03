/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A bare HTTP/1.1 client over the service's Unix socket, for loads: requests are signed ahead, so that the
 * clock that runs is the service's. Blocking, aborts with a message when anything is not as expected. */

#pragma once

#include "common/jws.h"
#include "common/query.h"
#include "common/record.h"

G_BEGIN_DECLS

#define LOAD_CLIENT_MOST_LINES 64

typedef struct _LoadClient LoadClient;

typedef struct
{
  unsigned status;
  GString *body;
} LoadReply;

LoadClient *load_client_new (const char *socket_path, ReeveKey *key);
void load_client_free (LoadClient *self);
void load_client_set_access_token (LoadClient *self, const ReeveSecret *token); /* (nullable) */

/* A whole request, signed now, as the bytes to send. (transfer full) */
GString *load_client_prepare (LoadClient *self,
                              const char *method,
                              const char *path_and_query,
                              const ReeveSecret *body,
                              const char *extra_headers);
/* Sends @request, reads the reply into @reply (whose body is reused). */
void load_client_send (LoadClient *self, const GString *request, LoadReply *reply);
/* Sends all of @requests over @n_lines connections, each of which has one under way until none is left;
 * aborts on any status but 200. */
void load_client_send_all (LoadClient *self, GPtrArray *requests, guint n_lines);
/* Prepare and send, following the server's first nonce. */
void load_client_call (LoadClient *self,
                       const char *method,
                       const char *path_and_query,
                       gpointer body,
                       LoadReply *reply);
/* The reply as a record; aborts on any status but 200 and 201. (transfer full) */
gpointer
load_client_call_record (LoadClient *self, const char *method, const char *path, gpointer body, GType type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoadClient, load_client_free)

G_END_DECLS
