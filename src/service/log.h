/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service's log: one line a message on standard error, "2026-11-22T01:51:56Z warning reeved: text". In
 * front of a journal it is "<4>text". What is logged never holds a token, a query or a body. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void reeve_log_install (void); /* debug messages only with G_MESSAGES_DEBUG */

G_END_DECLS
