/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a contact's fields. */

#include "config.h"

#include "common/contact.h"

#include "common/folder.h"
#include "common/mail.h"

const char *const reeve_contact_verbs[] = { "view", "approve", NULL };
const char *const reeve_contact_states[] = { "waiting", "opened", "answered", "expired", "revoked", NULL };
const char *const reeve_contact_decisions[] = { "approved", "declined", NULL };
const char *const reeve_contact_sorts[] = { "created", "displayName", "email", "expires", NULL };
const char *const reeve_contact_filters[] = { "state", "folder", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveContact, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveContact, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveContact, email), REEVE_REQUIRED, .max = 254,
    .summary = "Where the link goes; of nobody who has an account here." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveContact, display_name), REEVE_REQUIRED, .min = 1,
    .max = 200, .summary = "Their name." },
  { "folder", REEVE_FIELD_ID, offsetof (ReeveContact, folder), REEVE_REQUIRED, .choices = reeve_folder_ids,
    .summary = "The one folder that they are asked about." },
  { "verbs", REEVE_FIELD_TEXTS, offsetof (ReeveContact, verbs), REEVE_REQUIRED, .min = 1, .max = 2,
    .choices = reeve_contact_verbs, .summary = "What they may do there; approve implies view." },
  { "message", REEVE_FIELD_LINES, offsetof (ReeveContact, message), REEVE_FIELD_PLAIN, .max = 1000,
    .summary = "A few words to them, for the mail and the page." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveContact, state), REEVE_READ_ONLY,
    .choices = reeve_contact_states, .summary = "How far it is." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveContact, expires), REEVE_FIELD_PLAIN,
    .summary = "Until when they can answer: an hour to 30 days ahead, 72 hours when it is not given." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveContact, created), REEVE_READ_ONLY,
    .summary = "When they were asked." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveContact, created_by), REEVE_READ_ONLY,
    .summary = "The account that asked them." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveContact, created_by_name), REEVE_READ_ONLY,
    .max = 200, .summary = "The name of who asked." },
  { "opened", REEVE_FIELD_TIME, offsetof (ReeveContact, opened), REEVE_READ_ONLY,
    .summary = "When the link was opened first." },
  { "answered", REEVE_FIELD_TIME, offsetof (ReeveContact, answered), REEVE_READ_ONLY,
    .summary = "When they answered." },
  { "answer", REEVE_FIELD_LINES, offsetof (ReeveContact, answer), REEVE_READ_ONLY,
    .max = REEVE_CONTACT_ANSWER, .summary = "What they wrote." },
  { "decision", REEVE_FIELD_CHOICE, offsetof (ReeveContact, decision), REEVE_READ_ONLY,
    .choices = reeve_contact_decisions, .summary = "What they decided, where they may approve." },
  { "mail", REEVE_FIELD_ID, offsetof (ReeveContact, mail), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Its last mail." },
  { "mail-state", REEVE_FIELD_CHOICE, offsetof (ReeveContact, mail_state),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .choices = reeve_mail_states,
    .summary = "How that mail fares; absent once its row is gone." },
  { "folder-path", REEVE_FIELD_TEXTS, offsetof (ReeveContact, folder_path),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .summary = "Where its folder is." },
};
REEVE_DEFINE_RECORD (ReeveContact, reeve_contact, "contact", "contacts", fields)

gboolean
reeve_contact_is_open (ReeveContact *self)
{
  static const char *const open[] = { "waiting", "opened", NULL };

  return self->state != NULL && g_strv_contains (open, self->state);
}
