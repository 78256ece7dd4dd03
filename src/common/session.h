/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A session: one signed-in device of an account. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveSession, reeve_session, SESSION)

struct _ReeveSession
{
  ReeveRecord parent_instance;

  char *id;
  char *account;
  char *display_name; /* its account's */
  char *email;        /* its account's */
  char *device;
  char *address;
  char *issuer; /* (nullable): the identity provider it began through; none: with a password */
  gint64 created;
  gint64 last_seen;
  gboolean current; /* the one that asks */
};

extern const char *const reeve_session_sorts[];
extern const char *const reeve_session_filters[];

/* What ending many answers. */
REEVE_DECLARE_RECORD (ReeveSessionsEnded, reeve_sessions_ended, SESSIONS_ENDED)
struct _ReeveSessionsEnded
{
  ReeveRecord parent_instance;
  gint64 ended;
};

G_END_DECLS
