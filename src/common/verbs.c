/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The four verbs, and what implies what. */

#include "config.h"

#include "common/verbs.h"

#include <string.h>

const char *const reeve_verb_wires[] = { "view", "edit", "approve", "manage", NULL };

ReeveVerbs
reeve_verbs_close (ReeveVerbs verbs)
{
  if (verbs & REEVE_VERB_MANAGE)
    verbs |= REEVE_VERB_EDIT;
  if (verbs & (REEVE_VERB_EDIT | REEVE_VERB_APPROVE))
    verbs |= REEVE_VERB_VIEW;
  return verbs;
}

ReeveVerbs
reeve_verbs_reduce (ReeveVerbs verbs)
{
  if (verbs & (REEVE_VERB_EDIT | REEVE_VERB_APPROVE | REEVE_VERB_MANAGE))
    verbs &= ~REEVE_VERB_VIEW;
  if (verbs & REEVE_VERB_MANAGE)
    verbs &= ~REEVE_VERB_EDIT;
  return verbs;
}

ReeveVerbs
reeve_verbs_from_wire (const char *const *wire)
{
  ReeveVerbs verbs = REEVE_VERBS_NONE;

  for (guint i = 0; wire != NULL && wire[i] != NULL; i++)
    for (guint bit = 0; reeve_verb_wires[bit] != NULL; bit++)
      if (strcmp (wire[i], reeve_verb_wires[bit]) == 0)
        verbs |= 1u << bit;
  return verbs;
}

GStrv
reeve_verbs_to_wire (ReeveVerbs verbs)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint bit = 0; reeve_verb_wires[bit] != NULL; bit++)
    if (verbs & (1u << bit))
      g_strv_builder_add (builder, reeve_verb_wires[bit]);
  return g_strv_builder_end (builder);
}
