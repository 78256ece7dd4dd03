/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Opening an account again that a breach report locked: what an administrator says of it. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

REEVE_DECLARE_RECORD (ReeveBreachRelease, reeve_breach_release, BREACH_RELEASE)
struct _ReeveBreachRelease
{
  ReeveRecord parent_instance;

  char *reason;
};

G_END_DECLS
