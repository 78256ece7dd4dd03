/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mails and their server in words. Pure, tested without a display. */

#pragma once

#include "common/mail.h"

G_BEGIN_DECLS

/* Nullable: no such one. */
const char *reeve_mail_words_kind (const char *kind);        /* "Invitation" */
const char *reeve_mail_words_state (const char *state);      /* "Waiting" */
const char *reeve_mail_words_state_icon (const char *state); /* name of a pill's icon */
const char *reeve_mail_words_state_tone (const char *state); /* style class of a pill */

char *reeve_mail_words_line (ReeveMail *mail, gint64 now); /* (transfer full): of a list: whom, what, when */
char *reeve_mail_words_outcome (ReeveMail *mail, gint64 now); /* (transfer full): how far it is, and why */
/* (transfer full) (nullable): why its text is not there, and what helps */
char *reeve_mail_words_no_text (ReeveMail *mail);
/* (transfer full) (nullable): over a list of mails; all is well */
char *reeve_mail_words_status (ReeveMailStatus *status);

G_END_DECLS
