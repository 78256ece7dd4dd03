/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Between an exchange and a visit (web/visit.h): the paths below /p/. */

#pragma once

#include "service/http/run.h"

G_BEGIN_DECLS

#define REEVE_PAGES_POLICY                                                                             \
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; " \
  "base-uri 'none'"

/* TRUE if it was for the style sheet, which is then answered. */
gboolean reeve_pages_answer_style (ReeveExchange *exchange);
/* TRUE if the path is below /p/: from now on errors are told as pages. */
gboolean reeve_pages_begin (ReeveWeb *web, ReeveExchange *exchange);
/* Errors: NOT_FOUND, METHOD, INVALID. */
gboolean reeve_pages_find (ReeveExchange *exchange, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_pages_is_slow (ReeveExchange *exchange);
gboolean reeve_pages_is_outside (ReeveExchange *exchange); /* it may ask a server elsewhere */
/* Answers @exchange, one way or the other. @deadline: monotonic microseconds. */
void reeve_pages_run (const ReeveRunContext *context, ReeveExchange *exchange, gint64 deadline);

G_END_DECLS
