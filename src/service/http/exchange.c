/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The plain value between the engine and the dispatcher. Bodies may hold passwords: they are wiped. */

#include "config.h"

#include "service/http/exchange.h"

#include <string.h>

#include "common/clock.h"
#include "common/secret.h"

/* Each may come to a hundred megabytes while it is read. */
#define FILES_AT_ONCE 4

static gint n_files; /* atomic */

ReeveExchange *
reeve_exchange_new (const char *target)
{
  ReeveExchange *self = g_new0 (ReeveExchange, 1);
  const char *query = strchr (target, '?');

  self->started = g_get_monotonic_time ();
  self->time = reeve_clock_now ();
  self->path = query != NULL ? g_strndup (target, (gsize) (query - target)) : g_strdup (target);
  self->query = query != NULL ? g_strdup (query + 1) : NULL;
  return self;
}

void
reeve_exchange_free (ReeveExchange *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body_bytes, g_bytes_unref);
  g_clear_pointer (&self->body, reeve_wipe_string);
  if (self->is_file)
    g_atomic_int_add (&n_files, -1);
  g_clear_pointer (&self->reply, g_bytes_unref);
  reeve_match_clear (&self->match);
  g_free (self->path);
  g_free (self->query);
  g_free (self->forwarded);
  g_free (self->client);
  g_free (self->token);
  g_clear_pointer (&self->set, g_ptr_array_unref);
  g_free (self->account);
  g_free (self->account_name);
  g_free (self->stranger);
  g_free (self->session);
  g_free (self->object);
  g_free (self->object_name);
  g_free (self->came_to_in);
  g_strfreev (self->informed);
  g_free (self->etag);
  g_free (self->location);
  g_free (self->file_name);
  g_free (self->snapshot);
  g_free (self->ticket);
  g_free (self->nonce);
  g_free (self);
}

gboolean
reeve_exchange_take_file (ReeveExchange *self)
{
  g_return_val_if_fail (!self->is_file, TRUE);
  self->is_file = g_atomic_int_add (&n_files, 1) < FILES_AT_ONCE;
  if (!self->is_file)
    g_atomic_int_add (&n_files, -1);
  return self->is_file;
}

void
reeve_exchange_append_body (ReeveExchange *self, const char *data, gsize length)
{
  if (self->body == NULL)
    self->body = g_string_sized_new (MAX (self->announced, length));
  else if (self->body->len + length >= self->body->allocated_len)
    {
      GString *larger = g_string_sized_new (2 * (self->body->len + length));

      g_string_append_len (larger, self->body->str, (gssize) self->body->len);
      reeve_wipe_string (self->body);
      self->body = larger;
    }
  g_string_append_len (self->body, data, (gssize) length);
}

void
reeve_exchange_answer (ReeveExchange *self, guint status, const char *content_type, GBytes *body)
{
  g_clear_pointer (&self->reply, g_bytes_unref);
  self->status = status;
  self->content_type_out = content_type;
  self->reply = body;
}
