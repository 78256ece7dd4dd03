/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A form as a browser sends it (application/x-www-form-urlencoded), read strictly. Fields may hold passwords:
 * they are kept as secrets. */

#pragma once

#include "common/error.h"
#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_FORM_FIELDS 64
#define REEVE_FORM_BYTES  (16 * 1024)

typedef struct _ReeveForm ReeveForm;

/* Errors: INVALID (reason "form": a wrong escape, no UTF-8, a control character, a field twice, too many of
 * them), TOO_LARGE. */
ReeveForm *reeve_form_parse (const char *data, gsize length, GError **error);
void reeve_form_free (ReeveForm *self);

const char *reeve_form_get (ReeveForm *self, const char *name); /* (nullable): there is no such field */
ReeveSecret *reeve_form_get_secret (ReeveForm *self, const char *name); /* (nullable) (transfer none) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveForm, reeve_form_free)

G_END_DECLS
