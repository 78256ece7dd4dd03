/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A site elsewhere, over TLS, on a desktop without a keyring: go on without one, look at an unknown
 * certificate, trust it, refuse another; and the list of services opened before. */

#include "config.h"

#include <glib/gstdio.h>

#include "common/error.h"
#include "console/client/recents.h"
#include "console/client/site.h"
#include "keyring-daemon.h"
#include "served.h"
#include "service/service.h"

static char *home;

static gboolean
has_settled (gpointer site)
{
  return reeve_site_get_state (site) != REEVE_SITE_OPENING;
}

static void
open_and_settle (ReeveSite *site)
{
  reeve_site_open (site);
  served_run_while_not (has_settled, site, 20);
}

/* @kind: "rsa:2048", or a curve: in TLS 1.3 their signatures have names of their own. */
static void
make_certificate (const char *folder, const char *kind, char **certificate, char **key)
{
  gboolean rsa = g_str_has_prefix (kind, "rsa");
  g_autofree char *curve = g_strconcat ("ec_paramgen_curve:", kind, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) openssl = NULL;

  *certificate = g_build_filename (folder, "certificate.pem", NULL);
  *key = g_build_filename (folder, "key.pem", NULL);
  openssl = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
                              "-addext", "subjectAltName=IP:127.0.0.1", "-out", *certificate, "-keyout", *key,
                              "-newkey", rsa ? kind : "ec", rsa ? NULL : "-pkeyopt", curve, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (openssl, NULL, &error));
  g_assert_cmpint (g_chmod (*key, 0600), ==, 0);
}

static ReeveService *
start_service (const char *folder, const char *kind, guint port)
{
  g_autoptr (ReeveConfig) config = reeve_config_new ();
  g_autoptr (ReeveSecret) root_key = reeve_secret_new_random (32);
  g_autoptr (GError) error = NULL;
  ReeveService *service;

  g_free (config->data_folder);
  config->data_folder = g_build_filename (folder, "data", NULL);
  make_certificate (folder, kind, &config->tls_certificate, &config->tls_key);
  config->listen_address = g_strdup ("127.0.0.1");
  config->listen_port = port;
  service = reeve_service_start (config, root_key, &error);
  g_assert_no_error (error);
  return service;
}

/* An unknown certificate is shown before anything is sent; trusted by its fingerprint it opens, and another
 * fingerprint does not. */
static void
test_certificate (void)
{
  g_autofree char *folder = g_dir_make_tmp ("reeve-remote-XXXXXX", NULL);
  g_autoptr (ReeveService) service = start_service (folder, "P-256", 0);
  const char *origin = reeve_service_get_origin (service);
  g_autoptr (ReeveSite) site = reeve_site_new_remote (origin, NULL);
  g_autoptr (ReeveSite) pinned = NULL;
  g_autoptr (ReeveSite) impostor = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *other = g_strnfill (64, 'a');

  g_assert_true (g_str_has_prefix (origin, "https://"));
  open_and_settle (site);
  g_assert_cmpint (reeve_site_get_state (site), ==, REEVE_SITE_KEYRING);
  g_assert_cmpstr (reeve_error_get_reason (reeve_site_get_error (site)), ==, "keyring_missing");
  reeve_site_go_on_without_keyring (site);
  served_run_while_not (has_settled, site, 20);
  g_assert_cmpint (reeve_site_get_state (site), ==, REEVE_SITE_CERTIFICATE);
  g_assert_nonnull (reeve_site_get_refused_certificate (site));
  fingerprint = reeve_client_fingerprint (reeve_site_get_refused_certificate (site));
  g_assert_cmpuint (strlen (fingerprint), ==, 64);
  reeve_site_trust_certificate (site);
  served_run_while_not (has_settled, site, 20);
  g_assert_cmpint (reeve_site_get_state (site), ==, REEVE_SITE_NEEDS_SETUP);

  pinned = reeve_site_new_remote (origin, fingerprint);
  reeve_site_go_on_without_keyring (pinned);
  served_run_while_not (has_settled, pinned, 20);
  g_assert_cmpint (reeve_site_get_state (pinned), ==, REEVE_SITE_NEEDS_SETUP);

  impostor = reeve_site_new_remote (origin, other);
  reeve_site_go_on_without_keyring (impostor);
  served_run_while_not (has_settled, impostor, 20);
  g_assert_cmpint (reeve_site_get_state (impostor), ==, REEVE_SITE_CERTIFICATE);
  g_assert_cmpstr (reeve_error_get_reason (reeve_site_get_error (impostor)), ==, "certificate_changed");

  reeve_site_close (site);
  reeve_site_close (pinned);
  reeve_site_close (impostor);
  g_clear_pointer (&service, reeve_service_stop);
  served_remove_folder (folder);
}

static gboolean
is_certificate (gpointer site)
{
  return reeve_site_get_state (site) == REEVE_SITE_CERTIFICATE;
}

/* A service that is down when it is opened is tried again, without a hand. */
static void
test_down (void)
{
  g_autofree char *folder = g_dir_make_tmp ("reeve-remote-XXXXXX", NULL);
  g_autofree char *again = g_dir_make_tmp ("reeve-remote-XXXXXX", NULL);
  g_autoptr (ReeveService) service = start_service (folder, "rsa:2048", 0);
  g_autofree char *origin = g_strdup (reeve_service_get_origin (service));
  guint port = reeve_service_get_port (service);
  g_autoptr (ReeveSite) site = reeve_site_new_remote (origin, NULL);

  g_clear_pointer (&service, reeve_service_stop);
  reeve_site_go_on_without_keyring (site);
  served_run_while_not (has_settled, site, 20);
  g_assert_cmpint (reeve_site_get_state (site), ==, REEVE_SITE_FAILED);
  g_assert_error (reeve_site_get_error (site), REEVE_ERROR, REEVE_ERROR_UNREACHABLE);

  service = start_service (again, "P-384", port);
  served_run_while_not (is_certificate, site, 20);
  reeve_site_close (site);
  g_clear_pointer (&service, reeve_service_stop);
  served_remove_folder (folder);
  served_remove_folder (again);
}

/* What a person types becomes an origin, or is refused; plain http is for this computer. */
static void
test_origins (void)
{
  static const struct
  {
    const char *text;
    const char *origin; /* NULL: refused */
  } cases[] = {
    { "reeve.example.org", "https://reeve.example.org" },
    { " https://Reeve.Example.org/ ", "https://reeve.example.org" },
    { "https://reeve.example.org:443", "https://reeve.example.org" },
    { "https://reeve.example.org:8443", "https://reeve.example.org:8443" },
    { "https://[2001:db8::1]:4711", "https://[2001:db8::1]:4711" },
    { "http://127.0.0.1:4711", "http://127.0.0.1:4711" },
    { "http://localhost:4711", "http://localhost:4711" },
    { "http://reeve.example.org", NULL },
    { "http://127.0.0.1.example.org", NULL },
    { "https://ada@reeve.example.org", NULL },
    { "https://reeve.example.org/path", NULL },
    { "https://reeve.example.org?x=1", NULL },
    { "ftp://reeve.example.org", NULL },
    { "file:///etc/passwd", NULL },
    { "", NULL },
    { "two words", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *origin = reeve_origin_parse (cases[i].text, &error);

      g_assert_cmpstr (origin, ==, cases[i].origin);
      if (cases[i].origin == NULL)
        g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
}

static const char *
get_name (ReeveRecents *recents, guint position)
{
  g_autoptr (ReeveRecent) recent = g_list_model_get_item (G_LIST_MODEL (recents), position);

  return recent != NULL ? reeve_recent_get_name (recent) : NULL;
}

/* The latest first, kept over restarts, removed and put back where it was; a damaged file is an empty list.
 */
static void
test_recents (void)
{
  g_autofree char *path = g_build_filename (home, "recents", NULL);
  g_autoptr (ReeveRecents) recents = reeve_recents_new (path);
  g_autoptr (ReeveRecents) again = NULL;
  g_autoptr (ReeveRecents) damaged = NULL;

  reeve_recents_add (recents, "https://a.example.org", "Northlab", "00ff");
  g_usleep (1000);
  reeve_recents_add (recents, "https://[2001:db8::1]", NULL, NULL);
  g_usleep (1000);
  reeve_recents_add (recents, "https://c.example.org", "Ümläut [1]", NULL);
  g_assert_cmpstr (get_name (recents, 0), ==, "Ümläut [1]");
  g_assert_cmpstr (get_name (recents, 1), ==, "https://[2001:db8::1]");
  reeve_recents_remove (recents, "https://[2001:db8::1]");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (recents)), ==, 2);
  g_assert_true (reeve_recents_undo (recents));
  g_assert_false (reeve_recents_undo (recents));
  g_assert_cmpstr (get_name (recents, 1), ==, "https://[2001:db8::1]");
  reeve_recents_add (recents, "https://a.example.org", NULL, NULL); /* opened again: as it was, on top */
  g_assert_cmpstr (get_name (recents, 0), ==, "Northlab");
  g_assert_cmpstr (reeve_recent_get_fingerprint (reeve_recents_find (recents, "https://a.example.org")), ==,
                   "00ff");

  again = reeve_recents_new (path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (get_name (again, i), ==, get_name (recents, i));
  g_assert_true (g_file_set_contents (path, "\x80\xff no key file", -1, NULL));
  damaged = reeve_recents_new (path);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (damaged)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GSubprocess) bus = NULL;
  int failed;

  home = g_dir_make_tmp ("reeve-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  reeve_client_choose_tls ();
  g_test_init (&argc, &argv, NULL);
  bus = session_bus_start (home);
  g_test_add_func ("/remote/origins", test_origins);
  g_test_add_func ("/remote/recents", test_recents);
  g_test_add_func ("/remote/certificate", test_certificate);
  g_test_add_func ("/remote/down", test_down);
  failed = g_test_run ();
  g_subprocess_force_exit (bus);
  served_remove_folder (home);
  g_free (home);
  return failed;
}
