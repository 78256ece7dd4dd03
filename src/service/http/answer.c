/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Record -> bytes, ETag and Location. The bytes of a record are wiped when they have been sent. */

#include "config.h"

#include "service/http/answer.h"

#include <string.h>

#include "common/encoding.h"

#define JSON "application/json"
/* By whoever got it: others have to show that they may. */
#define FOR_EVER "private, max-age=31536000, immutable"

static GBytes *
secret_to_bytes (ReeveSecret *secret)
{
  gsize length;
  gconstpointer data = reeve_secret_get_data (secret, &length);

  return g_bytes_new_with_free_func (data, length, (GDestroyNotify) reeve_secret_unref, secret);
}

static const ReeveField *
find_field (gpointer record, const char *name, ReeveFieldType type)
{
  const ReeveField *field = reeve_record_class_find_field (REEVE_RECORD_GET_CLASS (record), name);

  return field != NULL && field->type == type ? field : NULL;
}

static void
answer_record (ReeveExchange *exchange, gpointer record)
{
  const ReeveField *version = find_field (record, "version", REEVE_FIELD_INTEGER);
  const ReeveField *id = find_field (record, "id", REEVE_FIELD_ID);
  gboolean created = (exchange->match.route->flags & REEVE_ROUTE_CREATES) != 0;

  if (version != NULL)
    exchange->etag =
      g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", *(gint64 *) reeve_record_field (record, version));
  if (created && id != NULL)
    exchange->location =
      g_strdup_printf ("%s/%s", exchange->path, *(char **) reeve_record_field (record, id));
  reeve_exchange_answer (exchange, created ? 201 : 200, JSON,
                         secret_to_bytes (reeve_record_to_wire (record)));
}

void
reeve_answer_from_call (ReeveExchange *exchange, ReeveCall *call)
{
  exchange->keeping = call->immutable ? FOR_EVER : NULL;
  if (call->reply != NULL)
    answer_record (exchange, call->reply);
  else if (call->listing != NULL)
    {
      const GString *written = call->listing->written;
      GString *json = g_string_sized_new (4096 + (written != NULL ? written->len : 0));
      reeve_listing_append_json (call->listing, json);
      reeve_exchange_answer (exchange, 200, JSON, g_string_free_to_bytes (json));
    }
  else if (call->raw != NULL)
    {
      reeve_exchange_answer (exchange, 200, g_intern_string (call->raw_type), g_bytes_ref (call->raw));
      g_set_str (&exchange->file_name, call->raw_file_name);
    }
  else if (call->pieces != NULL)
    {
      reeve_exchange_answer (exchange, 200, g_intern_string (call->raw_type), NULL);
      g_set_str (&exchange->file_name, call->raw_file_name);
      g_set_str (&exchange->snapshot, call->snapshot);
      g_set_str (&exchange->ticket, call->ticket);
    }
  else
    reeve_exchange_answer (exchange, 204, NULL, NULL);
}

gboolean
reeve_answer_may_be_kept (ReeveCall *call)
{
  ReeveRecordClass *klass = call->reply != NULL ? REEVE_RECORD_GET_CLASS (call->reply) : NULL;

  if (klass == NULL || call->raw != NULL || call->pieces != NULL || call->listing != NULL)
    return FALSE;
  for (guint i = 0; i < klass->n_fields; i++)
    if (klass->fields[i].type == REEVE_FIELD_SECRET)
      return FALSE;
  return TRUE;
}

GBytes *
reeve_answer_digest_request (ReeveExchange *exchange)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *parts[] = { exchange->method, exchange->path, exchange->query != NULL ? exchange->query : "",
                          exchange->if_match != NULL ? exchange->if_match : "" };
  guint8 digest[32];
  gsize length = sizeof digest;

  /* each with its NUL, so that no two lists of parts run into one text */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
  if (exchange->body_bytes != NULL)
    {
      gsize size;
      gconstpointer data = g_bytes_get_data (exchange->body_bytes, &size);
      g_checksum_update (checksum, data, (gssize) size);
    }
  g_checksum_get_digest (checksum, digest, &length);
  return g_bytes_new (digest, sizeof digest);
}

/* ETag, Location and body, the first two ended by a line feed, which neither can hold. */
GBytes *
reeve_answer_pack (ReeveExchange *exchange)
{
  GString *packed = g_string_new (exchange->etag);
  gsize length = 0;
  gconstpointer data = exchange->reply != NULL ? g_bytes_get_data (exchange->reply, &length) : NULL;

  g_string_append_printf (packed, "\n%s\n", exchange->location != NULL ? exchange->location : "");
  g_string_append_len (packed, data, (gssize) length);
  return g_string_free_to_bytes (packed);
}

void
reeve_answer_unpack (ReeveExchange *exchange, guint status, GBytes *packed)
{
  gsize length;
  const char *data = g_bytes_get_data (packed, &length);
  const char *location = memchr (data, '\n', length);
  const char *body =
    location != NULL ? memchr (location + 1, '\n', length - (gsize) (location + 1 - data)) : NULL;

  g_return_if_fail (body != NULL);
  if (location > data)
    exchange->etag = g_strndup (data, (gsize) (location - data));
  if (body > location + 1)
    exchange->location = g_strndup (location + 1, (gsize) (body - location - 1));
  exchange->replayed = TRUE;
  gsize offset = (gsize) (body + 1 - data);
  reeve_exchange_answer (exchange, status, JSON, g_bytes_new_from_bytes (packed, offset, length - offset));
}
