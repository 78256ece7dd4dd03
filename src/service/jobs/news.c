/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A listener reads each record that it is told of by id, so beyond some it is better told once. */

#include "config.h"

#include "service/jobs/news.h"

#define MANY 50

void
reeve_news_tell_many (const ReeveNews *self, const char *workspace, const char *noun)
{
  if (self != NULL && self->tell != NULL)
    self->tell (workspace, noun, NULL, self->data);
}

void
reeve_news_tell (const ReeveNews *self, const char *workspace, const char *noun, GPtrArray *ids)
{
  if (self == NULL || self->tell == NULL || ids->len == 0)
    return;

  if (ids->len > MANY)
    {
      self->tell (workspace, noun, NULL, self->data);
      return;
    }
  for (guint i = 0; i < ids->len; i++)
    self->tell (workspace, noun, g_ptr_array_index (ids, i), self->data);
}
