/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody who reaches a folder, and what they may do there. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReevePermissionHolder, reeve_permission_holder, PERMISSION_HOLDER)
struct _ReevePermissionHolder
{
  ReeveRecord parent_instance;

  char *id;
  const char *kind; /* of reeve_principal_kinds: "user" or "contact" */
  char *display_name;
  char *email;
  GStrv verbs;
};

extern const char *const reeve_permission_holder_sorts[];

G_END_DECLS
