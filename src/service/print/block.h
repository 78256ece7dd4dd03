/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A part of a document: it knows how to go down a paper, over as many sheets as it takes. What it is told to
 * do when the sheets are counted it does again when they are drawn, and must come out the same. */

#pragma once

#include "service/print/paper.h"

G_BEGIN_DECLS

typedef struct _ReeveBlock ReeveBlock;

struct _ReeveBlock
{
  void (*flow) (ReeveBlock *self, ReevePaper *paper);
  /* How much room its beginning takes, for a heading that must not stand alone above the edge. */
  double (*get_least) (ReeveBlock *self, ReevePaper *paper);
  gboolean stays_with_next;
  void (*free) (ReeveBlock *self);
};

G_END_DECLS
