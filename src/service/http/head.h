/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The head of a request as libmicrohttpd read it: taken over into the exchange, or refused. */

#pragma once

#include <microhttpd.h>

#include "service/http/exchange.h"

G_BEGIN_DECLS

#define REEVE_HEAD_BYTES   (32 * 1024)
#define REEVE_TARGET_BYTES (8 * 1024)

/* Refuses what would be read in two ways by two programs in a row (request smuggling), and what is oversized.
 * Errors: INVALID, TOO_LARGE. */
gboolean reeve_head_read (struct MHD_Connection *connection,
                          ReeveExchange *exchange,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
