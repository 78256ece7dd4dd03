/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A link that somebody pastes: "https://reeve.example.org/p/invitation/TOKEN". */

#pragma once

#include <glib.h>

#include "common/secret.h"

G_BEGIN_DECLS

typedef struct
{
  char *site;         /* "local", or the origin: as of reeve_site_get_id() */
  ReeveSecret *token; /* what opens it */
} ReevePastedLink;

/* Of @page ("invitation"); blanks and line ends of a paste are dropped. (transfer full) (nullable): none */
ReevePastedLink *reeve_pasted_link_read (const char *text, const char *page);
/* Put together again: nothing else of what was pasted is in it. (transfer full) */
char *reeve_pasted_link_make_uri (ReevePastedLink *self, const char *page);
void reeve_pasted_link_free (ReevePastedLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePastedLink, reeve_pasted_link_free)

G_END_DECLS
