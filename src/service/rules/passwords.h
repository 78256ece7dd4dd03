/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Password hashes: PBKDF2-HMAC-SHA-256 in Django's form `pbkdf2_sha256$iterations$salt$hash`, sealed with a
 * pepper: `reeve1$` + base64url(XAES(pepper, django form)). A bare Django form (imported) is accepted and
 * sealed at the next sign-in. Slow on purpose (about 140 ms): only ever on the password pool. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_PASSWORD_ITERATIONS 600000

char *reeve_password_hash (const ReeveSecret *password, const ReeveSecret *pepper); /* (transfer full) */
/* Of a password that nobody knows, to take the place of one that somebody may: the account goes on having
 * one, and a reset sets the next. Quick. (transfer full) */
char *reeve_password_make_unknown (const ReeveSecret *pepper);
/* @stored (nullable): an account without password, or none at all: takes as long, answers FALSE. @weak
 * (nullable): TRUE when the parameters are older than today's and the caller should store a new hash. */
gboolean reeve_password_verify (const ReeveSecret *password,
                                const char *stored,
                                const ReeveSecret *pepper,
                                gboolean *weak);

typedef enum
{
  REEVE_PASSWORD_IMPORT_USABLE,
  REEVE_PASSWORD_IMPORT_NONE,    /* Django's mark for no password */
  REEVE_PASSWORD_IMPORT_UNKNOWN, /* another algorithm, damaged, or of so many iterations that it would be a
                                    way to keep the service busy */
} ReevePasswordImport;

/* Seals a hash of another system's, in Django's form, so that it can be stored: *@stored (transfer full) for
 * a usable one, else NULL. Quick: the password is not known here. */
ReevePasswordImport reeve_password_import (const ReeveSecret *form, const ReeveSecret *pepper, char **stored);

/* For tests and benches only: fewer iterations for hashes made from now on (weak becomes relative to it). */
void reeve_password_set_iterations_for_tests (guint iterations);

G_END_DECLS
