/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads, checks and describes the service's configuration. One table says every key there is; a key file with
 * anything else is refused, with all its mistakes in one message. */

#include <config.h> /* the build's; "config.h" would be ours */

#include "service/config.h"

#include <errno.h>
#include <string.h>

#include "common/error.h"
#include "common/mail.h"

typedef enum
{
  SETTING_TEXT,
  SETTING_PATH,
  SETTING_BOOLEAN,
  SETTING_PORT,
  SETTING_COUNT,
  SETTING_ADDRESSES,
} SettingType;

typedef struct
{
  const char *group;
  const char *key;
  SettingType type;
  gsize offset;
} Setting;

static const Setting settings[] = {
  { "service", "data-folder", SETTING_PATH, offsetof (ReeveConfig, data_folder) },
  { "service", "root-key-file", SETTING_PATH, offsetof (ReeveConfig, root_key_file) },
  { "service", "public-uri", SETTING_TEXT, offsetof (ReeveConfig, public_uri) },
  { "service", "language", SETTING_TEXT, offsetof (ReeveConfig, language) },
  { "listen", "socket", SETTING_PATH, offsetof (ReeveConfig, socket_path) },
  { "listen", "address", SETTING_TEXT, offsetof (ReeveConfig, listen_address) },
  { "listen", "port", SETTING_PORT, offsetof (ReeveConfig, listen_port) },
  { "listen", "plain-http", SETTING_BOOLEAN, offsetof (ReeveConfig, plain_http) },
  { "listen", "trusted-proxies", SETTING_ADDRESSES, offsetof (ReeveConfig, trusted_proxies) },
  { "tls", "certificate", SETTING_PATH, offsetof (ReeveConfig, tls_certificate) },
  { "tls", "key", SETTING_PATH, offsetof (ReeveConfig, tls_key) },
  { "tls", "profile", SETTING_TEXT, offsetof (ReeveConfig, tls_profile) },
  { "mail", "server", SETTING_TEXT, offsetof (ReeveConfig, mail_server) },
  { "mail", "port", SETTING_PORT, offsetof (ReeveConfig, mail_port) },
  { "mail", "security", SETTING_TEXT, offsetof (ReeveConfig, mail_security) },
  { "mail", "user", SETTING_TEXT, offsetof (ReeveConfig, mail_user) },
  { "mail", "password-file", SETTING_PATH, offsetof (ReeveConfig, mail_password_file) },
  { "mail", "ca-file", SETTING_PATH, offsetof (ReeveConfig, mail_ca_file) },
  { "mail", "from", SETTING_TEXT, offsetof (ReeveConfig, mail_from) },
  { "mail", "from-name", SETTING_TEXT, offsetof (ReeveConfig, mail_from_name) },
  { "mail", "operator-address", SETTING_TEXT, offsetof (ReeveConfig, mail_operator_address) },
  { "mail", "folder", SETTING_PATH, offsetof (ReeveConfig, mail_folder) },
  { "identity-providers", "ca-file", SETTING_PATH, offsetof (ReeveConfig, provider_ca_file) },
  { "identity-providers", "private-addresses", SETTING_BOOLEAN,
    offsetof (ReeveConfig, provider_private_addresses) },
  { "identity-providers", "plain-http", SETTING_BOOLEAN, offsetof (ReeveConfig, provider_plain_http) },
  { "webhooks", "ca-file", SETTING_PATH, offsetof (ReeveConfig, webhook_ca_file) },
  { "webhooks", "private-addresses", SETTING_BOOLEAN, offsetof (ReeveConfig, webhook_private_addresses) },
  { "limits", "connections", SETTING_COUNT, offsetof (ReeveConfig, connection_limit) },
  { "limits", "connections-per-address", SETTING_COUNT,
    offsetof (ReeveConfig, connection_limit_per_address) },
};

static const Setting *
find_setting (const char *group, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].group, group) && (key == NULL || g_str_equal (settings[i].key, key)))
      return &settings[i];
  return NULL;
}

/* NULL on success, else what is wrong. */
static char *
read_setting (ReeveConfig *self, const Setting *setting, GKeyFile *file)
{
  g_autoptr (GError) error = NULL;
  gpointer member = G_STRUCT_MEMBER_P (self, setting->offset);
  g_autofree char *text = g_key_file_get_string (file, setting->group, setting->key, &error);

  if (text == NULL)
    return g_strdup (error->message);
  switch (setting->type)
    {
    case SETTING_PATH:
      if (!g_path_is_absolute (text))
        return g_strdup ("must be an absolute path");
      g_set_str ((char **) member, text);
      return NULL;
    case SETTING_TEXT:
      if (*text == '\0')
        return g_strdup ("must not be empty");
      g_set_str ((char **) member, text);
      return NULL;
    case SETTING_BOOLEAN:
      if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
        return g_strdup ("must be true or false");
      *(gboolean *) member = g_str_equal (text, "true");
      return NULL;
    case SETTING_PORT:
    case SETTING_COUNT:
      {
        guint64 number;
        guint64 least = setting->type == SETTING_PORT ? 0 : 1;
        guint64 most = setting->type == SETTING_PORT ? 65535 : 100000;
        if (!g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL))
          return g_strdup_printf ("must be a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, least,
                                  most);
        *(guint *) member = (guint) number;
        return NULL;
      }
    case SETTING_ADDRESSES:
      {
        g_auto (GStrv) addresses =
          g_key_file_get_string_list (file, setting->group, setting->key, NULL, NULL);
        for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
          if (!g_hostname_is_ip_address (g_strstrip (addresses[i])))
            return g_strdup ("must be IP addresses with semicolons between them");
        g_strfreev (*(GStrv *) member);
        *(GStrv *) member = g_steal_pointer (&addresses);
        return NULL;
      }
    default:
      g_assert_not_reached ();
    }
}

static void
read_group (ReeveConfig *self, GKeyFile *file, const char *group, GPtrArray *mistakes)
{
  if (find_setting (group, NULL) == NULL)
    {
      g_ptr_array_add (mistakes, g_strdup_printf ("unknown group [%s]", group));
      return;
    }
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const Setting *setting = find_setting (group, keys[i]);
      g_autofree char *mistake =
        setting == NULL ? g_strdup ("unknown key") : read_setting (self, setting, file);
      if (mistake != NULL)
        g_ptr_array_add (mistakes, g_strdup_printf ("[%s] %s: %s", group, keys[i], mistake));
    }
}

static gboolean
set_mistakes (GError **error, const char *what, GPtrArray *mistakes)
{
  if (mistakes->len == 0)
    return TRUE;
  g_ptr_array_add (mistakes, NULL);
  g_autofree char *all = g_strjoinv ("; ", (char **) mistakes->pdata);
  reeve_set_error (error, REEVE_ERROR_INVALID, "configuration", "%s: %s", what, all);
  return FALSE;
}

static gboolean
is_loopback (const char *address)
{
  g_autoptr (GInetAddress) parsed = address != NULL ? g_inet_address_new_from_string (address) : NULL;
  return parsed != NULL && g_inet_address_get_is_loopback (parsed);
}

static gboolean
is_wildcard (const char *address)
{
  g_autoptr (GInetAddress) parsed = address != NULL ? g_inet_address_new_from_string (address) : NULL;
  return parsed != NULL && g_inet_address_get_is_any (parsed);
}

/* An origin and nothing else: clients sign it, so one more slash is another origin. */
static gboolean
is_origin (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return parsed != NULL && g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0' &&
         *g_uri_get_path (parsed) == '\0' && g_uri_get_query (parsed) == NULL &&
         g_uri_get_fragment (parsed) == NULL && g_uri_get_userinfo (parsed) == NULL &&
         (g_str_equal (g_uri_get_scheme (parsed), "https") ||
          g_str_equal (g_uri_get_scheme (parsed), "http"));
}

static void
check_listener (ReeveConfig *self, GPtrArray *mistakes)
{
  gboolean tls = self->tls_certificate != NULL || self->tls_key != NULL;

  if (!g_hostname_is_ip_address (self->listen_address))
    g_ptr_array_add (mistakes, g_strdup ("[listen] address: must be an IP address"));
  if ((self->tls_certificate == NULL) != (self->tls_key == NULL))
    g_ptr_array_add (mistakes, g_strdup ("[tls] certificate and key: one needs the other"));
  if (!tls && !self->plain_http)
    g_ptr_array_add (mistakes,
                     g_strdup ("[tls] certificate: needed to listen on an address (plain-http = true "
                               "serves a loopback address without)"));
  if (tls && self->plain_http)
    g_ptr_array_add (mistakes, g_strdup ("[listen] plain-http: contradicts [tls]"));
  if (self->plain_http && !is_loopback (self->listen_address))
    g_ptr_array_add (mistakes, g_strdup ("[listen] plain-http: on a loopback address only"));
  if (is_wildcard (self->listen_address) && self->public_uri == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[service] public-uri: needed with a wildcard address"));
}

static void
check_mail_text (const char *key, const char *field, const char *text, const char *must, GPtrArray *mistakes)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_mail_get_type ());

  if (text != NULL &&
      !reeve_field_check_text (reeve_record_class_find_field (klass, field), text, NULL, NULL, NULL))
    g_ptr_array_add (mistakes, g_strdup_printf ("[mail] %s: %s", key, must));
}

static void
check_mail_server (ReeveConfig *self, GPtrArray *mistakes)
{
  const char *server = self->mail_server;
  gboolean local = is_loopback (server) || g_str_equal (server, "localhost");

  if (!g_hostname_is_ip_address (server) &&
      (strspn (server, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") !=
       strlen (server)))
    g_ptr_array_add (mistakes, g_strdup ("[mail] server: must be a host name or an IP address"));
  if (g_str_equal (self->mail_security, "none") && !local)
    g_ptr_array_add (mistakes, g_strdup ("[mail] security: none is for a server on a loopback address only"));
  if (self->mail_from == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[mail] from: needed to send"));
  if (self->public_uri == NULL && self->listen_address == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[service] public-uri: needed to send mails without [listen] "
                                         "address, for their links have to lead somewhere"));
  if (self->mail_user != NULL && self->mail_password_file == NULL &&
      g_getenv ("CREDENTIALS_DIRECTORY") == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[mail] password-file: needed with a user, where no systemd "
                                         "credential smtp-password is given"));
  if (self->mail_user == NULL && self->mail_password_file != NULL)
    g_ptr_array_add (mistakes, g_strdup ("[mail] user: needed with a password"));
}

/* Mail to ourselves would go round and round, and what is kept in the store only, nobody may read. */
static void
check_operator (ReeveConfig *self, GPtrArray *mistakes)
{
  check_mail_text ("operator-address", "recipient", self->mail_operator_address, "must be an e-mail address",
                   mistakes);
  if (self->mail_operator_address == NULL)
    return;
  if (self->mail_server == NULL && self->mail_folder == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[mail] server or folder: needed with an operator-address"));
  if (self->mail_from != NULL && g_ascii_strcasecmp (self->mail_from, self->mail_operator_address) == 0)
    g_ptr_array_add (mistakes, g_strdup ("[mail] operator-address: must be another one than from"));
}

static void
check_mail (ReeveConfig *self, GPtrArray *mistakes)
{
  static const char *const securities[] = { "starttls", "tls", "none", NULL };

  if (!g_strv_contains (securities, self->mail_security))
    g_ptr_array_add (mistakes, g_strdup ("[mail] security: must be starttls, tls or none"));
  check_mail_text ("from", "recipient", self->mail_from, "must be an e-mail address", mistakes);
  check_mail_text ("from-name", "recipient-name", self->mail_from_name, "must be one line of text", mistakes);
  check_operator (self, mistakes);
  if (self->mail_server != NULL)
    check_mail_server (self, mistakes);
  else if (self->mail_port != 0 || self->mail_user != NULL || self->mail_password_file != NULL ||
           self->mail_ca_file != NULL)
    g_ptr_array_add (mistakes, g_strdup ("[mail] server: needed with what else is said of it"));
}

ReeveConfig *
reeve_config_new (void)
{
  ReeveConfig *self = g_new0 (ReeveConfig, 1);

  self->data_folder = g_build_filename (g_get_user_data_dir (), "reeve", NULL);
  self->root_key_fd = -1;
  self->listen_port = 4711;
  self->tls_profile = g_strdup ("aead6");
  self->mail_security = g_strdup ("starttls");
  self->mail_from_name = g_strdup ("Reeve");
  self->connection_limit = 1000;
  self->connection_limit_per_address = 64;
  return self;
}

ReeveConfig *
reeve_config_load (const char *path, GError **error)
{
  g_autoptr (ReeveConfig) self = reeve_config_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "configuration", "failed to read %s: %s", path,
                       local->message);
      return NULL;
    }
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    read_group (self, file, groups[i], mistakes);
  if (!set_mistakes (error, path, mistakes))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
reeve_config_check (ReeveConfig *self, GError **error)
{
  static const char *const profiles[] = { "tls13", "aead6", "seed8", NULL };
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (self != NULL, FALSE);
  if (self->socket_path == NULL && self->listen_address == NULL)
    g_ptr_array_add (mistakes, g_strdup ("[listen] socket or address: one of them is needed"));
  /* sun_path holds 107 bytes and a NUL */
  if (self->socket_path != NULL && strlen (self->socket_path) > 107)
    g_ptr_array_add (mistakes, g_strdup ("[listen] socket: longer than 107 bytes"));
  if (self->listen_address != NULL)
    check_listener (self, mistakes);
  else if (self->trusted_proxies != NULL)
    g_ptr_array_add (mistakes, g_strdup ("[listen] trusted-proxies: needs an address to be spoken to at"));
  if (!g_strv_contains (profiles, self->tls_profile))
    g_ptr_array_add (mistakes, g_strdup ("[tls] profile: must be tls13, aead6 or seed8"));
  if (self->public_uri != NULL && !is_origin (self->public_uri))
    g_ptr_array_add (mistakes, g_strdup ("[service] public-uri: must be an origin such as "
                                         "https://reeve.example.org, without a path"));
  check_mail (self, mistakes);
  if (self->provider_plain_http && !self->provider_private_addresses)
    g_ptr_array_add (mistakes,
                     g_strdup ("[identity-providers] plain-http: is for loopback addresses, and needs "
                               "private-addresses = true"));
  return set_mistakes (error, "configuration", mistakes);
}

char *
reeve_config_describe (ReeveConfig *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);
  g_string_append_printf (text, "data folder: %s\n", self->data_folder);
  if (self->root_key_fd >= 0)
    g_string_append_printf (text, "root key: from descriptor %d\n", self->root_key_fd);
  else
    g_string_append_printf (text, "root key: %s\n",
                            self->root_key_file != NULL ? self->root_key_file
                                                        : "systemd credential root-key");
  if (self->socket_path != NULL)
    g_string_append_printf (text, "listens on: %s (this user only)\n", self->socket_path);
  if (self->listen_address != NULL)
    g_string_append_printf (text, "listens on: %s port %u (%s%s)\n", self->listen_address, self->listen_port,
                            self->plain_http ? "plain HTTP" : "TLS, profile ",
                            self->plain_http ? "" : self->tls_profile);
  if (self->listen_address != NULL && !self->plain_http)
    g_string_append_printf (text, "certificate: %s\nkey: %s\n", self->tls_certificate, self->tls_key);
  g_string_append_printf (text, "public URI: %s\n",
                          self->public_uri != NULL ? self->public_uri : "(from the address)");
  if (self->listen_address != NULL)
    {
      g_autofree char *proxies =
        self->trusted_proxies != NULL ? g_strjoinv (", ", self->trusted_proxies) : NULL;
      g_string_append_printf (text, "trusted proxies: %s\n",
                              proxies != NULL && *proxies != '\0'
                                ? proxies
                                : "none (X-Forwarded-For is ignored; [listen] trusted-proxies names them)");
    }
  if (self->mail_server != NULL)
    {
      g_autofree char *port =
        self->mail_port != 0 ? g_strdup_printf (", port %u", self->mail_port) : g_strdup ("");
      g_string_append_printf (text, "mail: by %s%s (%s%s%s), from %s\n", self->mail_server, port,
                              self->mail_security, self->mail_user != NULL ? ", signed in as " : "",
                              self->mail_user != NULL ? self->mail_user : "", self->mail_from);
    }
  else
    g_string_append_printf (text, "mail: kept for the console%s%s ([mail] server would send it)\n",
                            self->mail_folder != NULL ? ", and in " : "",
                            self->mail_folder != NULL ? self->mail_folder : "");
  g_string_append_printf (text, "guessing at sign-ins: told in the journal%s%s\n",
                          self->mail_operator_address != NULL ? ", and to " : "",
                          self->mail_operator_address != NULL
                            ? self->mail_operator_address
                            : " ([mail] operator-address would be written to)");
  g_string_append_printf (text, "connections: at most %u, %u from one address\n", self->connection_limit,
                          self->connection_limit_per_address);
  return g_string_free (text, FALSE);
}

void
reeve_config_free (ReeveConfig *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i].type == SETTING_TEXT || settings[i].type == SETTING_PATH)
      g_free (G_STRUCT_MEMBER (char *, self, settings[i].offset));
  g_strfreev (self->trusted_proxies);
  g_free (self);
}
