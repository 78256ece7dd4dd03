/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of a mail's fields. */

#include "config.h"

#include "common/mail.h"

const char *const reeve_mail_states[] = { "waiting", "sent", "failed", "kept", "withdrawn", NULL };
const char *const reeve_mail_kinds[] = { "invitation",   "password-reset",  "second-factor-reset",
                                         "confirmation", "security-notice", "reminder",
                                         "instruction",  "contact",         "contact-answer",
                                         "approval",     "finding",         "notification",
                                         "support",      "breach-notice",   NULL };
const char *const reeve_mail_sorts[] = { "created", NULL };
const char *const reeve_mail_filters[] = { "state", "kind", NULL };

static const char *const status_states[] = { "ok", "none", "failing", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveMail, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveMail, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "kind", REEVE_FIELD_CHOICE, offsetof (ReeveMail, kind), REEVE_READ_ONLY, .choices = reeve_mail_kinds,
    .summary = "What it is for." },
  { "recipient", REEVE_FIELD_EMAIL, offsetof (ReeveMail, recipient), REEVE_REQUIRED | REEVE_READ_ONLY,
    .max = 254, .summary = "The address it goes to." },
  { "recipient-name", REEVE_FIELD_TEXT, offsetof (ReeveMail, recipient_name), REEVE_READ_ONLY, .max = 200,
    .summary = "The recipient's name." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveMail, account), REEVE_READ_ONLY,
    .summary = "The account it is about." },
  { "language", REEVE_FIELD_TEXT, offsetof (ReeveMail, language), REEVE_READ_ONLY, .max = 35,
    .summary = "BCP 47; English when absent." },
  { "subject", REEVE_FIELD_TEXT, offsetof (ReeveMail, subject), REEVE_REQUIRED | REEVE_READ_ONLY, .max = 300,
    .summary = "Its subject." },
  { "text", REEVE_FIELD_LINES, offsetof (ReeveMail, text), REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 20000,
    .summary = "What it says; only of one mail at a time, and only of one that was kept." },
  { "html", REEVE_FIELD_LINES, offsetof (ReeveMail, html), REEVE_READ_ONLY | REEVE_NOT_AUDITED | REEVE_AS_IS,
    .max = 60000, .summary = "The same as HTML; never sent to clients." },
  { "link", REEVE_FIELD_TEXT, offsetof (ReeveMail, link), REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 2000,
    .summary = "What it asks to open; kept for sending, shown to nobody." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveMail, state), REEVE_READ_ONLY, .choices = reeve_mail_states,
    .summary =
      "Waiting for its next try, sent (taken by the mail server), failed for good, kept because there "
      "is no mail server, or withdrawn because its link works no longer." },
  { "attempts", REEVE_FIELD_INTEGER, offsetof (ReeveMail, attempts), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "How often it was tried." },
  { "next-try", REEVE_FIELD_TIME, offsetof (ReeveMail, next_try), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When a waiting one is tried again." },
  { "error", REEVE_FIELD_TEXT, offsetof (ReeveMail, error), REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 300,
    .summary = "What went wrong at the last try." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveMail, created), REEVE_READ_ONLY,
    .summary = "When it was written." },
  { "sent", REEVE_FIELD_TIME, offsetof (ReeveMail, sent), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When the mail server took it." },
};

REEVE_DEFINE_RECORD (ReeveMail, reeve_mail, "mail", "mails", fields)

static const ReeveField status_fields[] = {
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveMailStatus, state), REEVE_READ_ONLY, .choices = status_states,
    .summary = "none: no mail server is set, mails are kept." },
  { "since", REEVE_FIELD_TIME, offsetof (ReeveMailStatus, since), REEVE_READ_ONLY, .summary = "Since when." },
  { "error", REEVE_FIELD_TEXT, offsetof (ReeveMailStatus, error), REEVE_READ_ONLY, .max = 300,
    .summary = "What is wrong with the mail server." },
  { "waiting", REEVE_FIELD_INTEGER, offsetof (ReeveMailStatus, waiting), REEVE_READ_ONLY,
    .summary = "How many mails of the workspace, and to its people, wait to be sent." },
};

REEVE_DEFINE_RECORD (ReeveMailStatus, reeve_mail_status, "mail-status", NULL, status_fields)
