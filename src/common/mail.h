/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mail of the outbox: to whom, what about, and how far it is. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveMail, reeve_mail, MAIL)

struct _ReeveMail
{
  ReeveRecord parent_instance;

  char *id; /* its Message-ID follows from it, and is the same at every try */
  gint64 version;
  const char *kind;
  char *recipient;
  char *recipient_name; /* (nullable) */
  char *account;        /* (nullable): whom it is about, where that is an account */
  char *language;       /* (nullable): "de"; English */
  char *subject;
  char *text;        /* (nullable): gone once nobody needs it */
  char *html;        /* (nullable): the same words */
  char *link;        /* (nullable): what the text asks to open; such a text goes as soon as it is sent */
  const char *state; /* of reeve_mail_states */
  gint64 attempts;
  gint64 next_try; /* of a waiting one */
  char *error;     /* (nullable): why the last try failed */
  gint64 created;
  gint64 sent; /* handed to the mail server */
};

extern const char
  *const reeve_mail_states[]; /* "waiting", "sent", "failed", "kept": no server to send it, "withdrawn" */
extern const char *const reeve_mail_kinds[];   /* "invitation", … */
extern const char *const reeve_mail_sorts[];   /* of a list */
extern const char *const reeve_mail_filters[]; /* of a list */

/* Whether its mail server takes mails. */
REEVE_DECLARE_RECORD (ReeveMailStatus, reeve_mail_status, MAIL_STATUS)

struct _ReeveMailStatus
{
  ReeveRecord parent_instance;

  const char *state; /* "ok", "none": no server is set, "failing" */
  gint64 since;      /* 0: not known */
  char *error;       /* (nullable) */
  gint64 waiting;    /* of the asking workspace */
};

G_END_DECLS
