/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The two fields for a new password, on every page that sets one. */

#pragma once

#include "common/password-policy.h"
#include "service/web/visit.h"

G_BEGIN_DECLS

/* What @policy demands, in words, and the fields; @email tells password managers whose it is, @replaces that
 * there is a password already, which the new one must differ from. */
void reeve_passwords_add_fields (ReeveVisit *visit,
                                 ReeveHtml *html,
                                 const char *email,
                                 const ReevePasswordPolicy *policy,
                                 gboolean replaces);

/* Whose password it is, to be read only. */
void reeve_passwords_add_email (ReeveVisit *visit, ReeveHtml *html, const char *email);

/* Looks at what was entered and notes every problem. TRUE if there is none; FALSE without an error: the form
 * is to be shown again. @stored: (nullable): the hash of the password before, which the new one must differ
 * from: then this takes as long as a sign-in. */
gboolean reeve_passwords_judge (ReeveVisit *visit,
                                const ReevePasswordPolicy *policy,
                                const char *email,
                                const char *name,
                                const char *stored);

/* Never NULL after a judgement without problems. (transfer none) */
ReeveSecret *reeve_passwords_get (ReeveVisit *visit);

G_END_DECLS
