/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Priority strings, and a scan of the listener by GnuTLS's own client. A string that GnuTLS does not take
 * would reset every handshake, so it is tried out first. */

#include "config.h"

#include "service/http/tls.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/error.h"

/* GnuTLS has two names for ECDSA: with the curve for TLS 1.3, without for 1.2. */
#define COMMON_SIGNATURES                                                                              \
  ":+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-"     \
  "SHA384:+SIGN-RSA-PSS-RSAE-SHA512:+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:+SIGN-RSA-SHA512:+SIGN-"         \
  "ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:%SERVER_" \
  "PRECEDENCE"
#define TLS12 \
  "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+CTYPE-X509:+ECDHE-RSA:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305"

#define HANDSHAKE_MS 5000

typedef struct
{
  const char *name;
  const char *priorities;
  const char *const *suites; /* as IANA names them */
} Profile;

#define AEAD_TLS12                                                                  \
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", \
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
#define AEAD_TLS13 "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"

static const char *const tls13_suites[] = { AEAD_TLS13, NULL };
static const char *const aead6_suites[] = { AEAD_TLS13, AEAD_TLS12, NULL };
static const char *const seed8_suites[] = { AEAD_TLS13, AEAD_TLS12, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                                            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", NULL };

static const Profile profiles[] = {
  { "tls13",
    "NONE:+VERS-TLS1.3:+CTYPE-X509:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:+AEAD" COMMON_SIGNATURES,
    tls13_suites },
  { "aead6", TLS12 ":+AEAD" COMMON_SIGNATURES, aead6_suites },
  { "seed8", TLS12 ":+AES-128-CBC:+AES-256-CBC:+AEAD:+SHA256:+SHA384" COMMON_SIGNATURES, seed8_suites },
};

static const Profile *
find_profile (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (g_str_equal (profiles[i].name, name))
      return &profiles[i];
  return NULL;
}

static int
connect_to (const char *address, guint port)
{
  g_autoptr (GSocketAddress) target = g_inet_socket_address_new_from_string (address, port);
  struct sockaddr_storage native;
  struct timeval timeout = { .tv_sec = HANDSHAKE_MS / 1000 };

  if (target == NULL || !g_socket_address_to_native (target, &native, sizeof native, NULL))
    return -1;
  g_autofd int fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
      connect (fd, (struct sockaddr *) &native, (socklen_t) g_socket_address_get_native_size (target)) != 0)
    return -1;
  return g_steal_fd (&fd);
}

/* FALSE if it cannot be reached. *@suite: (out): what was agreed on; NULL if the listener refused. */
static gboolean
shake_hands (const char *priorities, const char *address, guint port, const char **suite)
{
  gnutls_certificate_credentials_t credentials = NULL;
  gnutls_session_t session = NULL;
  g_autofd int fd = connect_to (address, port);

  *suite = NULL;
  if (fd < 0)
    return FALSE;
  /* whose certificate it is does not matter here */
  if (gnutls_certificate_allocate_credentials (&credentials) != 0 ||
      gnutls_init (&session, GNUTLS_CLIENT) != 0)
    g_error ("out of memory");
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  if (gnutls_priority_set_direct (session, priorities, NULL) == 0)
    {
      int result;
      gnutls_transport_set_int (session, fd);
      gnutls_handshake_set_timeout (session, HANDSHAKE_MS);
      do
        result = gnutls_handshake (session);
      while (result < 0 && !gnutls_error_is_fatal (result));
      if (result == 0)
        *suite = g_intern_string (gnutls_ciphersuite_get (session));
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
  return TRUE;
}

/* A string that offers this version and suite alone. (nullable): they do not go together. */
static char *
make_single_suite (guint index, gnutls_protocol_t version, const char *version_name)
{
  gnutls_kx_algorithm_t exchange;
  gnutls_cipher_algorithm_t cipher;
  gnutls_mac_algorithm_t mac;
  gnutls_protocol_t least;

  gnutls_cipher_suite_info (index, NULL, &exchange, &cipher, &mac, &least);
  if (least > version || (least == GNUTLS_TLS1_3) != (version == GNUTLS_TLS1_3))
    return NULL;
  return g_strdup_printf ("NONE:+VERS-%s:+CTYPE-X509:+%s:+%s:+%s:+GROUP-ALL:+SIGN-ALL:+COMP-NULL",
                          version_name,
                          version == GNUTLS_TLS1_3 ? "ECDHE-RSA" : gnutls_kx_get_name (exchange),
                          gnutls_cipher_get_name (cipher), gnutls_mac_get_name (mac));
}

/* Counts the accepted suites into @n. */
static gboolean
scan_version (const Profile *profile,
              const char *address,
              guint port,
              gnutls_protocol_t version,
              guint *n,
              GError **error)
{
  const char *version_name = gnutls_protocol_get_name (version);
  gboolean old = version == GNUTLS_TLS1_0 || version == GNUTLS_TLS1_1;
  const char *suite;

  for (guint i = 0; gnutls_cipher_suite_info (i, NULL, NULL, NULL, NULL, NULL) != NULL; i++)
    {
      g_autofree char *priorities = make_single_suite (i, version, version_name);
      if (priorities == NULL)
        continue;
      if (!shake_hands (priorities, address, port, &suite))
        {
          reeve_set_error (error, REEVE_ERROR_UNREACHABLE, NULL, "the listener does not answer its own scan");
          return FALSE;
        }
      if (suite == NULL)
        continue;
      if (old || !g_strv_contains (profile->suites, suite))
        {
          reeve_set_error (error, REEVE_ERROR_INVALID, "tls",
                           "the listener accepts %s in %s, which profile %s forbids", suite, version_name,
                           profile->name);
          return FALSE;
        }
      (*n)++;
    }
  return TRUE;
}

gint64
reeve_tls_read_end (const char *pem)
{
  const gnutls_datum_t data = { (unsigned char *) pem, (unsigned int) strlen (pem) };
  gnutls_x509_crt_t *chain = NULL;
  unsigned int n = 0;
  gint64 end = 0;

  if (gnutls_x509_crt_list_import2 (&chain, &n, &data, GNUTLS_X509_FMT_PEM, 0) < 0)
    return 0;
  for (unsigned int i = 0; i < n; i++)
    {
      gint64 its = (gint64) gnutls_x509_crt_get_expiration_time (chain[i]) * REEVE_SECOND;

      end = end == 0 ? its : MIN (end, its);
      gnutls_x509_crt_deinit (chain[i]);
    }
  gnutls_free (chain);
  return end;
}

const char *
reeve_tls_get_priorities (const char *profile)
{
  const Profile *found = find_profile (profile);

  return found != NULL ? found->priorities : NULL;
}

gboolean
reeve_tls_scan (const char *profile, const char *address, guint port, GError **error)
{
  static const gnutls_protocol_t versions[] = { GNUTLS_TLS1_0, GNUTLS_TLS1_1, GNUTLS_TLS1_2, GNUTLS_TLS1_3 };
  const Profile *found = find_profile (profile);
  gnutls_priority_t parsed;
  const char *bad;
  guint n = 0;

  g_return_val_if_fail (found != NULL, FALSE);
  if (gnutls_priority_init (&parsed, found->priorities, &bad) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "tls", "GnuTLS does not know \"%s\" of profile %s", bad,
                       profile);
      return FALSE;
    }
  gnutls_priority_deinit (parsed);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (!scan_version (found, address, port, versions[i], &n, error))
      return FALSE;
  if (n == 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "tls",
                       "the certificate fits no cipher suite of profile %s", profile);
      return FALSE;
    }
  g_debug ("tls: %u suites of profile %s accepted, nothing else", n, profile);
  return TRUE;
}
