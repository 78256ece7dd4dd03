/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The program `reeved` as the console starts it: where it is, how it gets the root key, what its end says. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_SERVICE_PROGRAM "reeved"
#define REEVE_SERVICE_KEY_FD  3 /* in the child */

/* Said by the environment, beside an uninstalled console, installed, in the path. (transfer full) (nullable)
 */
char *reeve_service_program_find (void);
/* The reading end of a pipe that holds the key: for a child, never by its command line or environment. -1:
 * failed. */
int reeve_service_program_pass_key (const ReeveSecret *root_key);
/* Why it ended, from its exit status and the last line that begins with its name (nullable): the error that
 * it was in the service; UNREACHABLE where it says nothing. (transfer full) */
GError *reeve_service_program_make_error (GSubprocess *process, const char *last_words);

G_END_DECLS
