/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The fields of a release. */

#include "config.h"

#include "common/breach-release.h"

static const ReeveField fields[] = {
  { "reason", REEVE_FIELD_TEXT, offsetof (ReeveBreachRelease, reason), REEVE_REQUIRED, .min = 3, .max = 500,
    .summary = "Why the account is safe again." },
};
REEVE_DEFINE_RECORD (ReeveBreachRelease, reeve_breach_release, "breach-release", NULL, fields)
