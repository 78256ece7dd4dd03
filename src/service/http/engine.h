/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What libmicrohttpd calls: for each connection, and for each request on its way through the dispatcher. All
 * of it runs on event loop threads. */

#pragma once

#include <microhttpd.h>

#include "service/http/connections.h"
#include "service/http/dispatcher.h"

G_BEGIN_DECLS

typedef struct
{
  struct MHD_Daemon *daemon;
  ReeveDispatcher *dispatcher;   /* borrowed */
  ReeveConnections *connections; /* borrowed */
  char *origin;
  gboolean local;
  gboolean tls;
  gint n_exchanges; /* atomic: begun and not yet completed */
} ReeveEngineListener;

enum MHD_Result reeve_engine_admit (void *listener, const struct sockaddr *address, socklen_t length);
void reeve_engine_note_connection (void *listener,
                                   struct MHD_Connection *connection,
                                   void **context,
                                   enum MHD_ConnectionNotificationCode code);
void *reeve_engine_note_target (void *listener, const char *target, struct MHD_Connection *connection);
size_t reeve_engine_keep_escapes (void *listener, struct MHD_Connection *connection, char *text);
enum MHD_Result reeve_engine_handle (void *listener,
                                     struct MHD_Connection *connection,
                                     const char *url,
                                     const char *method,
                                     const char *version,
                                     const char *upload_data,
                                     size_t *upload_data_size,
                                     void **exchange);
void reeve_engine_note_completed (void *listener,
                                  struct MHD_Connection *connection,
                                  void **exchange,
                                  enum MHD_RequestTerminationCode code);
void reeve_engine_log (void *data, const char *format, va_list arguments) G_GNUC_PRINTF (2, 0);

G_END_DECLS
