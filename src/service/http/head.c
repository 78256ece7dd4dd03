/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One pass over all headers: the engine's look-up by name would find the first of two. */

#include "config.h"

#include "service/http/head.h"

#include <string.h>

typedef enum
{
  HOST,
  CONTENT_LENGTH,
  TRANSFER_ENCODING,
  CONTENT_TYPE,
  AUTHORIZATION,
  DPOP,
  IF_MATCH,
  IDEMPOTENCY_KEY,
  CODE,
  APPROVAL,
  USER_AGENT,
  COOKIE,
  ORIGIN,
  FETCH_SITE,
  ACCEPT_LANGUAGE,
  N_HEADERS
} Header;

/* Those of which there must not be two. */
static const char *const names[N_HEADERS] = {
  [HOST] = "host",
  [CONTENT_LENGTH] = "content-length",
  [TRANSFER_ENCODING] = "transfer-encoding",
  [CONTENT_TYPE] = "content-type",
  [AUTHORIZATION] = "authorization",
  [DPOP] = "dpop",
  [IF_MATCH] = "if-match",
  [IDEMPOTENCY_KEY] = "idempotency-key",
  [CODE] = "reeve-code",
  [APPROVAL] = "reeve-approval",
  [USER_AGENT] = "user-agent",
  [COOKIE] = "cookie",
  [ORIGIN] = "origin",
  [FETCH_SITE] = "sec-fetch-site",
  [ACCEPT_LANGUAGE] = "accept-language",
};

typedef struct
{
  const char *values[N_HEADERS];
  const char *repeated; /* (nullable) */
  gboolean has_nul;
  char *forwarded; /* (nullable): joined, in order; the exchange's */
} Head;

static enum MHD_Result
on_header_cb (void *data,
              enum MHD_ValueKind kind,
              const char *key,
              size_t key_size,
              const char *value,
              size_t value_size)
{
  Head *head = data;

  if (value == NULL)
    value = "";
  if (strlen (key) != key_size || strlen (value) != value_size)
    head->has_nul = TRUE;
  if (g_ascii_strcasecmp (key, "x-forwarded-for") == 0)
    {
      g_autofree char *before = g_steal_pointer (&head->forwarded);
      head->forwarded = before != NULL ? g_strconcat (before, ",", value, NULL) : g_strdup (value);
    }
  for (guint i = 0; i < N_HEADERS; i++)
    {
      if (g_ascii_strcasecmp (key, names[i]) != 0)
        continue;
      if (head->values[i] != NULL)
        head->repeated = names[i];
      head->values[i] = value;
    }
  return MHD_YES;
}

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *message)
{
  reeve_set_error (error, code, "request", "%s", message);
  return FALSE;
}

static gboolean
check_framing (const Head *head, ReeveExchange *exchange, GError **error)
{
  const char *length = head->values[CONTENT_LENGTH];
  const char *encoding = head->values[TRANSFER_ENCODING];
  guint64 announced;

  if (length != NULL && encoding != NULL)
    return refuse (error, REEVE_ERROR_INVALID, "Content-Length and Transfer-Encoding exclude each other");
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "chunked") != 0)
    return refuse (error, REEVE_ERROR_INVALID, "the only transfer encoding is chunked");
  if (length != NULL && !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &announced, NULL))
    return refuse (error, REEVE_ERROR_INVALID, "Content-Length is not a number");
  exchange->announced = length != NULL ? announced : 0;
  return TRUE;
}

gboolean
reeve_head_read (struct MHD_Connection *connection, ReeveExchange *exchange, GError **error)
{
  Head head = { { NULL } };
  const union MHD_ConnectionInfo *size =
    MHD_get_connection_info (connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

  MHD_get_connection_values_n (connection, MHD_HEADER_KIND, on_header_cb, &head);
  exchange->forwarded = head.forwarded;
  if (size != NULL && size->header_size > REEVE_HEAD_BYTES)
    return refuse (error, REEVE_ERROR_TOO_LARGE, "the head of the request is too large");
  if (strlen (exchange->path) + (exchange->query != NULL ? strlen (exchange->query) : 0) > REEVE_TARGET_BYTES)
    return refuse (error, REEVE_ERROR_TOO_LARGE, "the target of the request is too long");
  if (head.has_nul)
    return refuse (error, REEVE_ERROR_INVALID, "a header holds a NUL");
  if (head.repeated != NULL)
    {
      g_autofree char *message = g_strdup_printf ("more than one header %s", head.repeated);
      return refuse (error, REEVE_ERROR_INVALID, message);
    }
  if (head.values[HOST] == NULL || *head.values[HOST] == '\0')
    return refuse (error, REEVE_ERROR_INVALID, "exactly one Host is needed");
  if (!check_framing (&head, exchange, error))
    return FALSE;
  exchange->user_agent = head.values[USER_AGENT];
  exchange->authorization = head.values[AUTHORIZATION];
  exchange->dpop = head.values[DPOP];
  exchange->if_match = head.values[IF_MATCH];
  exchange->idempotency_key = head.values[IDEMPOTENCY_KEY];
  exchange->code = head.values[CODE];
  exchange->approval = head.values[APPROVAL];
  exchange->content_type = head.values[CONTENT_TYPE];
  exchange->cookies = head.values[COOKIE];
  exchange->asked_from = head.values[ORIGIN];
  exchange->fetch_site = head.values[FETCH_SITE];
  exchange->accept_language = head.values[ACCEPT_LANGUAGE];
  return TRUE;
}
