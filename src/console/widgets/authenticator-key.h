/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The key of an authenticator app, to be scanned or typed; the same on each page that sets one up. */

#pragma once

#include <gtk/gtk.h>

#include "common/sign-in.h"

G_BEGIN_DECLS

#define REEVE_TYPE_AUTHENTICATOR_KEY (reeve_authenticator_key_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAuthenticatorKey, reeve_authenticator_key, REEVE, AUTHENTICATOR_KEY, GtkBox)

/* @enrolment: (nullable): forgets the one shown */
void reeve_authenticator_key_set_enrolment (ReeveAuthenticatorKey *self, ReeveEnrolment *enrolment);

G_END_DECLS
