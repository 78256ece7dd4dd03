/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is drawn rather than written: a bar for a share, and the places where people sign. */

#pragma once

#include "service/print/block.h"

G_BEGIN_DECLS

/* @share: from 0 to 1. @words: what it says, "1,204 of 1,310 (92 %)"; the bar says nothing that they do not.
 * (transfer full) */
ReeveBlock *reeve_bar_new (const char *label, double share, const char *words);

typedef struct
{
  char *role;  /* "Reviewed by" */
  char *name;  /* (nullable): to be written by hand */
  char *words; /* (nullable): how and when it was signed; room for ink otherwise */
} ReeveSignature;

/* Two beside each other, never torn. (transfer full) */
ReeveBlock *reeve_signatures_new (void);
/* Texts are clean (text.h) and copied. */
void reeve_signatures_add (ReeveBlock *self, const ReeveSignature *signature);

G_END_DECLS
