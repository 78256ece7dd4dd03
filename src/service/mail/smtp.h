/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Handing mails to a mail server (libcurl): SMTP with STARTTLS or TLS, certificate verified, signed in where
 * a user is given. One connection serves many mails. One thread. */

#pragma once

#include <gio/gio.h>

#include "common/secret.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_SMTP_STARTTLS,
  REEVE_SMTP_TLS,
  REEVE_SMTP_PLAIN, /* on loopback */
} ReeveSmtpSecurity;

typedef struct
{
  const char *server; /* host name or IP address */
  guint port;         /* 0: as usual for the security */
  ReeveSmtpSecurity security;
  const char *user;      /* (nullable): without signing in */
  ReeveSecret *password; /* (nullable) */
  const char *ca_file;   /* (nullable): trust these instead of the system's */
  const char *from;      /* who sends, on the envelope */
} ReeveSmtpOptions;

/**
 * ReeveSmtpResult:
 * @REEVE_SMTP_SENT: the server answers for it now
 * @REEVE_SMTP_REFUSED: the server will never take this mail (5xx)
 * @REEVE_SMTP_LATER: the server does not take this mail now (4xx)
 * @REEVE_SMTP_DOWN: the server cannot be used at all now, for no mail: unreachable, its certificate, our
 * password, it hung or hung up
 */
typedef enum
{
  REEVE_SMTP_SENT,
  REEVE_SMTP_REFUSED,
  REEVE_SMTP_LATER,
  REEVE_SMTP_DOWN,
} ReeveSmtpResult;

#define REEVE_SMTP_CONNECT_MS 10000
#define REEVE_SMTP_WHOLE_MS   60000

typedef struct _ReeveSmtp ReeveSmtp;

ReeveSmtp *reeve_smtp_new (const ReeveSmtpOptions *options); /* copies */
void reeve_smtp_free (ReeveSmtp *self);                      /* says goodbye */
void reeve_smtp_hang_up (ReeveSmtp *self);                   /* until the next mail */
void reeve_smtp_set_timeouts_for_tests (ReeveSmtp *self, guint connect_ms, guint whole_ms);

/* @message: lines ended by CR LF. @words: (out) (transfer full): what went wrong, one line, NULL when sent.
 * @cancellable: (nullable): then DOWN. Blocks for at most REEVE_SMTP_WHOLE_MS. */
ReeveSmtpResult reeve_smtp_send (ReeveSmtp *self,
                                 const char *recipient,
                                 GBytes *message,
                                 GCancellable *cancellable,
                                 char **words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveSmtp, reeve_smtp_free)

G_END_DECLS
