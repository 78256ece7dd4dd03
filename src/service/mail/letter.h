/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a mail says, written once: paragraphs and at most one link, from which come the plain text and the
 * HTML. Whatever is put in is text, never markup. Its words are English, marked with N_(), and the letter
 * looks them up in its language (words.h); what others wrote goes in by "%s". */

#pragma once

#include "common/mail.h"

G_BEGIN_DECLS

typedef struct _ReeveLetter ReeveLetter;

/* @kind: of reeve_mail_kinds. @name, @account: (nullable). @language: (nullable): the recipient's, where it
 * is known; else the installation's. (transfer full) */
ReeveLetter *reeve_letter_new (const char *kind,
                               const char *recipient,
                               const char *name,
                               const char *account,
                               const char *language);
void reeve_letter_free (ReeveLetter *self);
void reeve_letter_set_subject (ReeveLetter *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A word that goes in by "%s". */
const char *reeve_letter_say (ReeveLetter *self, const char *words) G_GNUC_FORMAT (2);
void reeve_letter_add (ReeveLetter *self, const char *format, ...) G_GNUC_PRINTF (2, 3); /* a paragraph */
void reeve_letter_add_quote (ReeveLetter *self, const char *theirs); /* somebody else's lines */
/* The one thing to do: @label on a button, @uri in full in the plain text. */
void reeve_letter_add_link (ReeveLetter *self, const char *label, const char *uri);

/* Ready for the outbox. (transfer full) */
ReeveMail *reeve_letter_write (ReeveLetter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLetter, reeve_letter_free)

/* Where something was done: "22 November 2026, 06:20 UTC, from 192.0.2.44 (Firefox on Hana's laptop)". */
typedef struct
{
  gint64 time;
  const char *address; /* (nullable) "local": on the computer of the service itself */
  const char *device;  /* (nullable) */
} ReeveLetterPlace;

typedef enum
{
  REEVE_NOTICE_PASSWORD_CHANGED, /* by who was signed in, and still is */
  REEVE_NOTICE_PASSWORD_RESET,   /* by a link; nobody is signed in any more */
  REEVE_NOTICE_SECOND_FACTOR_ON,
  REEVE_NOTICE_RECOVERY_CODES,
  REEVE_NOTICE_NEW_DEVICE,
} ReeveNotice;

/* Tells a person what happened to their account, and what to do if it was not them: @report_uri (nullable:
 * there is nothing to lock any more) leads there. (transfer full) */
ReeveMail *reeve_notice_write (ReeveNotice notice,
                               const char *account,
                               const char *recipient,
                               const char *name,
                               const char *language,
                               const ReeveLetterPlace *place,
                               const char *report_uri);

G_END_DECLS
