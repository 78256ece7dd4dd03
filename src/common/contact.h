/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A contact: an external person without an account who was asked about one folder. A link by mail lets them
 * view it, and approve where they may, for a limited time; they answer once. */

#pragma once

#include "common/clock.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_CONTACT_LIFE     (72 * 60 * REEVE_MINUTE)
#define REEVE_CONTACT_LIFE_MIN (60 * REEVE_MINUTE)
#define REEVE_CONTACT_LIFE_MAX (30 * REEVE_DAY)
#define REEVE_CONTACT_ANSWER   1000 /* characters */

REEVE_DECLARE_RECORD (ReeveContact, reeve_contact, CONTACT)
struct _ReeveContact
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *email;
  char *display_name;
  char *folder;
  GStrv verbs;       /* of reeve_contact_verbs */
  char *message;     /* (nullable): to them */
  const char *state; /* of reeve_contact_states */
  gint64 expires;
  gint64 created;
  char *created_by;       /* account */
  char *created_by_name;  /* as it was then */
  gint64 opened;          /* 0: not yet */
  gint64 answered;        /* 0: not yet */
  char *answer;           /* (nullable): their words */
  const char *decision;   /* (nullable): of reeve_contact_decisions */
  char *mail;             /* (nullable): the last one in the outbox */
  const char *mail_state; /* of reeve_mail_states, (nullable): it is gone */
  GStrv folder_path;      /* (nullable): names from the top down */
};

extern const char *const reeve_contact_verbs[]; /* who is outside never does more */
extern const char *const reeve_contact_states[];
extern const char *const reeve_contact_decisions[];
extern const char *const reeve_contact_sorts[];
extern const char *const reeve_contact_filters[]; /* "state": one of the states, or "live"; "folder": id */

/* Whether it still waits for an answer, whatever the time is. */
gboolean reeve_contact_is_open (ReeveContact *self);

G_END_DECLS
