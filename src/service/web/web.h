/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What all pages share, and the errands that they leave behind: work that must not show in the time of an
 * answer. One thread does them, one after another; what is asked for in the moment of a crash has to be asked
 * for again. */

#pragma once

#include "service/mail/words.h"
#include "service/rules/rate-limit.h"
#include "service/rules/tokens.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

#define REEVE_ERRAND_LIMIT 1000

typedef struct
{
  /* borrowed */
  ReeveInstallation *installation;
  ReeveTokenSigner *signer;
  /* owned */
  ReeveSecret *form_key;
  ReeveRateLimit *mails_to_account; /* by account id */
  ReeveRateLimit *mails_by_source;
  GThreadPool *errands; /* (nullable): stopped */
  GMutex lock;          /* over pushing and stopping */
} ReeveWeb;

typedef struct _ReeveErrand ReeveErrand;
typedef void (*ReeveErrandFunc) (ReeveWeb *web, ReeveErrand *errand);

struct _ReeveErrand
{
  ReeveErrandFunc run;
  char *email;
  char *address;           /* of who asked */
  const ReeveWords *words; /* the process's */
};

ReeveWeb *reeve_web_new (ReeveInstallation *installation, ReeveTokenSigner *signer);
void reeve_web_stop (ReeveWeb *self); /* does what is left to do, takes no more */
void reeve_web_free (ReeveWeb *self);

/* Takes @errand. Errors: BUSY, when too many wait or the service is stopping. */
gboolean
reeve_web_leave_errand (ReeveWeb *self, ReeveErrand *errand, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_errand_free (ReeveErrand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWeb, reeve_web_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveErrand, reeve_errand_free)

G_END_DECLS
