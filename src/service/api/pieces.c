/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A function and what it works on. */

#include "config.h"

#include "service/api/pieces.h"

struct _ReevePieces
{
  ReevePieceFunc make;
  gpointer data;
  GDestroyNotify free_data; /* (nullable) */
  ReeveCapabilities needs;
};

ReevePieces *
reeve_pieces_new (ReevePieceFunc make, gpointer data, GDestroyNotify free_data, ReeveCapabilities needs)
{
  ReevePieces *self = g_new0 (ReevePieces, 1);

  self->make = make;
  self->data = data;
  self->free_data = free_data;
  self->needs = needs;
  return self;
}

ReeveCapabilities
reeve_pieces_get_needs (ReevePieces *self)
{
  return self->needs;
}

void
reeve_pieces_free (ReevePieces *self)
{
  if (self == NULL)
    return;
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

gboolean
reeve_pieces_make (ReevePieces *self, GString *out, gboolean *last, GError **error)
{
  return self->make (self->data, out, last, error);
}
