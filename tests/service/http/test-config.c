/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h>

#include "service/config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"

static ReeveConfig *
load (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("reeved-XXXXXX.conf", &path, NULL);
  ReeveConfig *config;

  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  close (fd);
  config = reeve_config_load (path, error);
  g_unlink (path);
  return config;
}

/* Every key there is. */
static void
test_all_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveConfig) config =
    load ("[service]\ndata-folder=/d\nroot-key-file=/k\npublic-uri=https://"
          "reeve.example.org\n[listen]\nsocket=/s/s\n"
          "address=::1\nport=0\ntrusted-proxies=127.0.0.1; "
          "::1\n[tls]\ncertificate=/c\nkey=/p\nprofile=tls13\n[limits]\nconnections=7\n"
          "connections-per-address=3\n[mail]\nserver=smtp.example.org\nport=2525\nsecurity=tls\nuser=u\n"
          "password-file=/w\nca-file=/a\nfrom=reeve@example.org\nfrom-name=R\nfolder=/f\n"
          "operator-address=root@example.org\n",
          &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->data_folder, ==, "/d");
  g_assert_cmpstr (config->public_uri, ==, "https://reeve.example.org");
  g_assert_cmpstr (config->listen_address, ==, "::1");
  g_assert_cmpuint (config->listen_port, ==, 0);
  g_assert_cmpuint (config->connection_limit, ==, 7);
  g_assert_cmpuint (config->connection_limit_per_address, ==, 3);
  g_assert_cmpuint (g_strv_length (config->trusted_proxies), ==, 2);
  g_assert_cmpstr (config->trusted_proxies[1], ==, "::1");
  g_assert_cmpstr (config->mail_server, ==, "smtp.example.org");
  g_assert_cmpuint (config->mail_port, ==, 2525);
  g_assert_cmpstr (config->mail_folder, ==, "/f");
  g_assert_true (reeve_config_check (config, &error));
  g_assert_no_error (error);
  g_autofree char *description = reeve_config_describe (config);
  g_assert_nonnull (strstr (
    description, "mail: by smtp.example.org, port 2525 (tls, signed in as u), from reeve@example.org\n"));
  g_assert_nonnull (
    strstr (description, "guessing at sign-ins: told in the journal, and to root@example.org\n"));
  g_assert_nonnull (strstr (description, "trusted proxies: 127.0.0.1, ::1\n"));
}

/* All mistakes at once, each by its name. */
static void
test_mistakes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveConfig) config = load ("[service]\nfoo=1\ndata-folder=here\n[bar]\nx=1\n[listen]\nport="
                                         "99999\nplain-http=yes\ntrusted-proxies=10.0.0.0/8\n",
                                         &error);
  static const char *const expected[] = { "[service] foo: unknown key",
                                          "[service] data-folder: must be an absolute",
                                          "unknown group [bar]",
                                          "[listen] port: must be a number",
                                          "[listen] plain-http: must be true or false",
                                          "[listen] trusted-proxies: must be IP addresses" };

  g_assert_null (config);
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (error->message, expected[i]));
}

/* Mail that would not be sent, or not safely. */
static void
test_mail (void)
{
  static const struct
  {
    const char *text;
    const char *mistake; /* (nullable): none */
  } cases[] = {
    { "", NULL },
    { "from=reeve@example.org\nfolder=/f\n", NULL },
    { "server=::1\nsecurity=none\nfrom=reeve@example.org\n", NULL },
    { "server=localhost\nsecurity=none\nfrom=reeve@example.org\n", NULL },
    { "server=smtp.example.org\nfrom=reeve@example.org\nuser=u\npassword-file=/p\n", NULL },
    { "server=smtp.example.org\n", "[mail] from: needed" },
    { "server=smtp.example.org\nfrom=reeve\n", "[mail] from: must be an e-mail address" },
    { "server=smtp.example.org\nfrom=reeve@example.org\nfrom-name=a\\nb\n",
      "[mail] from-name: must be one line" },
    { "server=smtp.example.org\nfrom=reeve@example.org\nsecurity=none\n", "[mail] security: none is for" },
    { "server=192.0.2.1\nfrom=reeve@example.org\nsecurity=none\n", "[mail] security: none is for" },
    { "server=localhost.example.org\nfrom=reeve@example.org\nsecurity=none\n",
      "[mail] security: none is for" },
    { "security=ssl\n", "[mail] security: must be starttls" },
    { "server=smtp://x\nfrom=reeve@example.org\n", "[mail] server: must be a host name" },
    { "server=x:25\nfrom=reeve@example.org\n", "[mail] server: must be a host name" },
    { "server=x/y\nfrom=reeve@example.org\n", "[mail] server: must be a host name" },
    { "server=x\nfrom=reeve@example.org\nuser=u\n", "[mail] password-file: needed" },
    { "server=x\nfrom=reeve@example.org\npassword-file=/p\n", "[mail] user: needed" },
    { "port=25\n", "[mail] server: needed" },
    { "operator-address=root@example.org\nfolder=/f\n", NULL },
    { "operator-address=root@example.org\n", "[mail] server or folder: needed" },
    { "operator-address=root\nfolder=/f\n", "[mail] operator-address: must be an e-mail address" },
    { "operator-address=Reeve@example.org\nfrom=reeve@example.org\nfolder=/f\n",
      "[mail] operator-address: must be another" },
  };

  g_unsetenv ("CREDENTIALS_DIRECTORY");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text =
        g_strconcat ("[service]\npublic-uri=https://reeve.example.org\n[listen]\nsocket=/s/s\n[mail]\n",
                     cases[i].text, NULL);
      g_autoptr (ReeveConfig) config = load (text, &error);

      g_assert_no_error (error);
      if (cases[i].mistake == NULL)
        {
          g_assert_true (reeve_config_check (config, &error));
          g_assert_no_error (error);
          continue;
        }
      g_assert_false (reeve_config_check (config, &error));
      if (strstr (error->message, cases[i].mistake) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (ReeveConfig) config = load ("[mail]\npassword=secret\nport=x\n", &error);

    g_assert_null (config);
    g_assert_nonnull (strstr (error->message, "[mail] password: unknown key"));
    g_assert_nonnull (strstr (error->message, "[mail] port: must be a number"));
    g_assert_null (strstr (error->message, "secret"));
  }

  /* a mail whose links lead nowhere */
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveConfig) unreachable =
    load ("[listen]\nsocket=/s/s\n[mail]\nserver=smtp.example.org\nfrom=reeve@example.org\n", &error);
  g_assert_no_error (error);
  g_assert_false (reeve_config_check (unreachable, &error));
  g_assert_nonnull (strstr (error->message, "[service] public-uri: needed to send mails"));
}

/* Combinations that must not be served. */
static void
test_check (void)
{
  static const char *const bad[] = {
    "",
    "[listen]\naddress=0.0.0.0\nplain-http=true\n",
    "[listen]\naddress=192.0.2.1\nplain-http=true\n",
    "[listen]\naddress=127.0.0.1\n",
    "[listen]\nsocket=/s\ntrusted-proxies=127.0.0.1\n",
    "[listen]\naddress=localhost\nplain-http=true\n",
    "[listen]\naddress=::\n[tls]\ncertificate=/c\nkey=/k\n",
    "[listen]\naddress=127.0.0.1\n[tls]\ncertificate=/c\n",
    "[listen]\nsocket=/s\n[tls]\nprofile=normal\n",
    "[listen]\nsocket=/s\n[service]\npublic-uri=https://a.example/\n",
    "[listen]\nsocket=/s\n[service]\npublic-uri=ftp://a.example\n",
    "[listen]\nsocket=/s\n[service]\npublic-uri=https://user@a.example\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ReeveConfig) config = load (bad[i], &error);
      g_assert_no_error (error);
      if (reeve_config_check (config, &error))
        g_error ("accepted: %s", bad[i]);
      g_assert_error (error, REEVE_ERROR, REEVE_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/all-keys", test_all_keys);
  g_test_add_func ("/config/mistakes", test_mistakes);
  g_test_add_func ("/config/mail", test_mail);
  g_test_add_func ("/config/check", test_check);
  return g_test_run ();
}
