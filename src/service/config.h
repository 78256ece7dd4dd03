/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The service's configuration: one key file, every key known, every mistake named with its line's key. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ReeveConfig ReeveConfig;
struct _ReeveConfig
{
  char *data_folder;
  char *root_key_file;   /* (nullable): a systemd credential or a file, 0400 */
  int root_key_fd;       /* -1: none */
  char *socket_path;     /* (nullable): listen on a Unix socket, 0600 in a 0700 folder */
  char *listen_address;  /* (nullable): "127.0.0.1", "::", … */
  guint listen_port;     /* 0 = any free one (tests) */
  GStrv trusted_proxies; /* (nullable): whose X-Forwarded-For is believed */
  char *tls_certificate; /* (nullable): PEM file */
  char *tls_key;         /* (nullable): PEM file */
  char *tls_profile;     /* "tls13", "aead6", "seed8" */
  gboolean plain_http;   /* allowed on loopback only, and only when asked by name */
  char *public_uri;      /* origin in tokens and proofs: "https://reeve.example.org"; derived when NULL */
  char *language;        /* (nullable): of mails and pages, where no other is known: "de"; English */
  guint connection_limit;
  guint connection_limit_per_address;
  char *mail_server;        /* (nullable): mails are kept, not sent */
  guint mail_port;          /* 0: the usual one */
  char *mail_security;      /* "starttls", "tls", "none" (on loopback) */
  char *mail_user;          /* (nullable) */
  char *mail_password_file; /* (nullable): else the systemd credential smtp-password */
  char *mail_ca_file;       /* (nullable): PEM file, instead of the system's */
  char *mail_from;          /* (nullable): only without a server */
  char *mail_from_name;
  char
    *mail_operator_address; /* (nullable): who runs the installation, and is told of guessing at sign-ins */
  char *provider_ca_file;   /* (nullable): PEM file for identity providers, instead of the system's */
  gboolean provider_private_addresses; /* those at private addresses may be asked */
  gboolean provider_plain_http;        /* and those on loopback without TLS */
  char *webhook_ca_file;               /* (nullable): the same for the receivers of webhooks */
  gboolean webhook_private_addresses;
  char *mail_folder; /* (nullable): of kept mails as files, which nothing encrypts */
};

ReeveConfig *reeve_config_new (void); /* defaults */
ReeveConfig *
reeve_config_load (const char *path, GError **error); /* INVALID, all mistakes at once, keys by name */
gboolean reeve_config_check (ReeveConfig *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *reeve_config_describe (ReeveConfig *self); /* what `--check-config` prints; no secrets */
void reeve_config_free (ReeveConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveConfig, reeve_config_free)

G_END_DECLS
