/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* HTTPS by libcurl. It is never verbose: its log would hold secrets. A connection is not kept: sign-ins are
 * rare, and what a provider left in one serves nobody. */

#include "config.h"

#include "service/openid/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/error.h"

#define CONNECT_MS 3000
#define WHOLE_MS   5000

typedef struct
{
  const ReeveFetchOptions *options;
  GByteArray *body;
  gboolean too_large;
  gboolean refused_address;
} Fetching;

/* What GIO's own words for kinds of addresses leave out, with the bits of the prefix. */
static const struct
{
  const char *address;
  guint bits;
} reserved[] = {
  { "0.0.0.0", 8 },       /* RFC 791: this network */
  { "100.64.0.0", 10 },   /* RFC 6598: shared */
  { "192.0.0.0", 24 },    /* RFC 6890: protocol assignments */
  { "192.0.2.0", 24 },    /* RFC 5737: documentation */
  { "198.18.0.0", 15 },   /* RFC 2544: benchmarks */
  { "198.51.100.0", 24 }, /* RFC 5737 */
  { "203.0.113.0", 24 },  /* RFC 5737 */
  { "240.0.0.0", 4 },     /* RFC 1112: reserved, and broadcast */
  { "64:ff9b::", 96 },    /* RFC 6052: IPv4 behind a translator */
  { "64:ff9b:1::", 48 },  /* RFC 8215 */
  { "100::", 64 },        /* RFC 6666: discard */
  { "2001::", 23 },       /* RFC 2928: among them Teredo, which holds an IPv4 address */
  { "2001:db8::", 32 },   /* RFC 3849: documentation */
  { "2002::", 16 },       /* RFC 3056: 6to4, which holds an IPv4 address */
  { "fc00::", 7 },        /* RFC 4193: unique local */
};

static gboolean
is_reserved (GInetAddress *address)
{
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    {
      g_autoptr (GInetAddress) base = g_inet_address_new_from_string (reserved[i].address);
      g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new (base, reserved[i].bits, NULL);

      if (mask != NULL && g_inet_address_get_family (address) == g_inet_address_get_family (base) &&
          g_inet_address_mask_matches (mask, address))
        return TRUE;
    }
  return FALSE;
}

gboolean
reeve_fetch_is_private (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  static const guint8 compatible[12] = { 0 };

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, compatible, sizeof compatible) == 0))
    {
      g_autoptr (GInetAddress) inner = g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);
      return reeve_fetch_is_private (inner);
    }
  return g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address) ||
         g_inet_address_get_is_link_local (address) || g_inet_address_get_is_site_local (address) ||
         g_inet_address_get_is_multicast (address) || is_reserved (address);
}

gboolean
reeve_fetch_may_ask (const ReeveFetchOptions *options, const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return options->plain_http && g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && address != NULL &&
         g_inet_address_get_is_loopback (address);
}

static size_t
on_body_cb (char *data, size_t size, size_t n, void *user_data)
{
  Fetching *fetching = user_data;

  if (fetching->body->len + size * n > REEVE_FETCH_MOST_BYTES)
    {
      fetching->too_large = TRUE;
      return CURL_WRITEFUNC_ERROR;
    }
  g_byte_array_append (fetching->body, (const guint8 *) data, (guint) (size * n));
  return size * n;
}

static GInetAddress *
get_address (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr,
      G_SOCKET_FAMILY_IPV4);
  if (address->sa_family == AF_INET6)
    return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr,
      G_SOCKET_FAMILY_IPV6);
  return NULL;
}

static curl_socket_t
on_open_socket_cb (void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
  Fetching *fetching = user_data;
  g_autoptr (GInetAddress) inet = get_address (&address->addr);

  if (purpose != CURLSOCKTYPE_IPCXN || inet == NULL ||
      (!fetching->options->private_addresses && reeve_fetch_is_private (inet)))
    {
      fetching->refused_address = TRUE;
      return CURL_SOCKET_BAD;
    }
  return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void
set_bounds (CURL *curl, const ReeveFetchOptions *options, gint64 deadline)
{
  gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
  long whole = (long) CLAMP (left, 1, WHOLE_MS);

  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, options->plain_http ? "https,http" : "https");
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_PROXY, ""); /* not from the environment */
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT_MS, MIN (whole, CONNECT_MS));
  curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, whole);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_MAXFILESIZE, (long) REEVE_FETCH_MOST_BYTES);
  curl_easy_setopt (curl, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (curl, CURLOPT_FORBID_REUSE, 1L);
  if (options->ca_file != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, options->ca_file);
}

static struct curl_slist *
set_request (CURL *curl, const ReeveFetchRequest *request)
{
  struct curl_slist *headers = curl_slist_append (NULL, "Accept: application/json");

  curl_easy_setopt (curl, CURLOPT_URL, request->url);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "Reeve");
  if (request->form != NULL)
    curl_easy_setopt (curl, CURLOPT_POSTFIELDS, request->form);
  if (request->json != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_POSTFIELDS, request->json);
      headers = curl_slist_append (headers, "Content-Type: application/json");
      headers = curl_slist_append (headers, "Expect:"); /* no round trip before the body */
    }
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
    headers = curl_slist_append (headers, request->headers[i]);
  if (request->user != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_HTTPAUTH, (long) CURLAUTH_BASIC);
      curl_easy_setopt (curl, CURLOPT_USERNAME, request->user);
      curl_easy_setopt (curl, CURLOPT_PASSWORD, request->password);
    }
  if (request->bearer != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_HTTPAUTH, (long) CURLAUTH_BEARER);
      curl_easy_setopt (curl, CURLOPT_XOAUTH2_BEARER, reeve_secret_get_text (request->bearer));
    }
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  return headers;
}

static gboolean
judge (const Fetching *fetching, CURLcode code, unsigned status, const char *problem, GError **error)
{
  if (fetching->refused_address)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_private",
                     "the provider is at an address of a private network");
  else if (fetching->too_large || code == CURLE_FILESIZE_EXCEEDED)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer", "the provider's answer is too long");
  else if (code != CURLE_OK)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_down", "the provider cannot be reached: %s",
                     *problem != '\0' ? problem : curl_easy_strerror (code));
  else if (status >= 300 && status < 400)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer",
                     "the provider sends elsewhere, which is not followed");
  else
    return TRUE;
  return FALSE;
}

GBytes *
reeve_fetch (const ReeveFetchOptions *options,
             const ReeveFetchRequest *request,
             gint64 deadline,
             unsigned *status,
             GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  Fetching fetching = { .options = options, .body = body };
  char problem[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers;
  long answered = 0;
  CURLcode code;
  CURL *curl;

  if (!reeve_fetch_may_ask (options, request->url))
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer", "not an https address");
      return NULL;
    }
  curl = curl_easy_init ();
  g_assert (curl != NULL);
  set_bounds (curl, options, deadline);
  headers = set_request (curl, request);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, on_body_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, &fetching);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETFUNCTION, on_open_socket_cb);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETDATA, &fetching);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, problem);
  code = curl_easy_perform (curl);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &answered);
  curl_easy_cleanup (curl);
  curl_slist_free_all (headers);

  *status = (unsigned) answered;
  if (judge (&fetching, code, *status, problem, error))
    return g_byte_array_free_to_bytes (g_steal_pointer (&body));
  OPENSSL_cleanse (body->data, body->len);
  return NULL;
}
