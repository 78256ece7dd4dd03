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
  char *device;
  char *address;
  gint64 created;
  gint64 last_seen;
  gboolean current; /* the one that asks */
};

G_END_DECLS
