/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An account: a person's identity in the directory. Its credentials never leave the service. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveAccount, reeve_account, ACCOUNT)

struct _ReeveAccount
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *email;
  char *display_name;
  const char *second_factor; /* "off" or "on" */
  gint64 recovery_codes_left;
  gint64 last_sign_in;
  gint64 created;
};

G_END_DECLS
