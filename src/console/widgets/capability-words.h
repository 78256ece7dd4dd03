/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Capabilities in words, grouped by what they are about, in the order a person reads them. */

#pragma once

#include "common/capability.h"

G_BEGIN_DECLS

typedef struct
{
  const char *wire;        /* "users.read" */
  const char *area;        /* translated */
  const char *name;        /* translated: "See people" */
  const char *description; /* translated: one sentence */
} ReeveCapabilityWords;

/* (nullable): NULL behind the last. Valid until the next call. */
const ReeveCapabilityWords *reeve_capability_words_at (guint index);
const char *reeve_capability_words_name (const char *wire); /* the wire name where there is none */

G_END_DECLS
