/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Puts the parts together, bottom first, and takes them apart again, top first. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/service.h"

#include "common/error.h"
#include "service/api/bulk-work.h"
#include "service/http/server.h"
#include "service/jobs/bulk.h"
#include "service/jobs/deliveries.h"
#include "service/jobs/detections.h"
#include "service/jobs/jobs.h"
#include "service/jobs/post.h"
#include "service/mail-password.h"
#include "service/owner.h"
#include "service/setup-token.h"
#include "service/store/keys.h"
#include "service/store/signing-keys.h"

#define START_DEADLINE (30 * G_TIME_SPAN_SECOND)

struct _ReeveService
{
  ReeveInstallation *installation;
  ReeveTokenSigner *signer;
  ReeveDispatcher *dispatcher;
  ReeveServer *server;
  ReeveJobs *jobs;
  ReevePost *post;
  ReeveDeliveries *deliveries;
  ReeveBulk *bulk;
  ReeveDetections *detections;
  ReeveOpenId *openid;
  ReeveOwnerDoor *owner;
};

ReeveSecret *
reeve_service_find_root_key (ReeveConfig *config, const ReeveSecret *given, GError **error)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");

  if (given != NULL)
    return reeve_secret_ref ((ReeveSecret *) given);
  if (config->root_key_fd >= 0)
    return reeve_root_key_read_fd (config->root_key_fd, error);
  if (config->root_key_file != NULL)
    return reeve_root_key_read_file (config->root_key_file, error);
  if (credentials != NULL)
    {
      g_autofree char *path = g_build_filename (credentials, "root-key", NULL);
      return reeve_root_key_read_file (path, error);
    }
  reeve_set_error (
    error, REEVE_ERROR_INVALID, "root_key",
    "no root key: give --root-key-fd, [service] root-key-file, or the systemd credential root-key");
  return NULL;
}

/* Who issues tokens, and for whom, must not change from one start to the next, as a free port does. */
static const char *
get_issuer (ReeveConfig *config)
{
  return config->public_uri != NULL ? config->public_uri : REEVE_SOCKET_ORIGIN;
}

static void
on_news_cb (const char *workspace, const char *noun, const char *id, gpointer data)
{
  ReeveChange change = { .noun = (char *) noun, .id = (char *) id };

  reeve_live_feed_publish (data, workspace, &change);
}

static gboolean
start_post (ReeveService *self, ReeveConfig *config, const ReeveNews *news, GError **error)
{
  g_autoptr (ReeveSecret) password = NULL;
  ReevePostOptions options = {
    .smtp = { .server = config->mail_server,
              .port = config->mail_port,
              .security = g_str_equal (config->mail_security, "tls")    ? REEVE_SMTP_TLS
                          : g_str_equal (config->mail_security, "none") ? REEVE_SMTP_PLAIN
                                                                        : REEVE_SMTP_STARTTLS,
              .user = config->mail_user,
              .ca_file = config->mail_ca_file,
              .from = config->mail_from },
    .from_name = config->mail_from_name,
    .folder = config->mail_folder,
  };

  if (config->mail_user != NULL)
    {
      password = reeve_mail_password_read (config->mail_password_file, error);
      if (password == NULL)
        return FALSE;
      options.smtp.password = password;
    }
  self->post = reeve_post_new (self->installation, &options, news);
  reeve_post_start (self->post);
  return TRUE;
}

static void
on_session_ended_cb (const char *session, gpointer data)
{
  reeve_live_feed_end_session (data, session);
}

static void
start_bulk (ReeveService *self, const ReeveNews *news)
{
  const ReeveBulkOptions options = {
    .work = reeve_bulk_work_take_chunk,
    .data = self->signer,
    .news = *news,
    .end_session = on_session_ended_cb,
  };

  self->bulk = reeve_bulk_start (self->installation, &options);
}

static gboolean
start_parts (ReeveService *self, ReeveConfig *config, const ReeveSecret *given, GError **error)
{
  g_autoptr (ReeveSecret) root_key = reeve_service_find_root_key (config, given, error);
  g_autoptr (GBytes) setup_token_hash = reeve_setup_token_read_hash (config->data_folder);
  ReeveServerOptions options = {
    .socket_path = config->socket_path,
    .address = config->listen_address,
    .port = config->listen_port,
    .origin = config->public_uri,
    .certificate = config->plain_http ? NULL : config->tls_certificate,
    .key = config->tls_key,
    .tls_profile = config->tls_profile,
    .connection_limit = config->connection_limit,
    .connection_limit_per_address = config->connection_limit_per_address,
    .trusted_proxies = (const char *const *) config->trusted_proxies,
  };

  if (root_key == NULL)
    return FALSE;
  self->installation = reeve_installation_open (config->data_folder, root_key, error);
  if (self->installation == NULL)
    return FALSE;
  g_autoptr (ReeveKey) key =
    reeve_signing_key_open (self->installation, g_get_monotonic_time () + START_DEADLINE, error);
  if (key == NULL)
    return FALSE;
  self->signer = reeve_token_signer_new (get_issuer (config), key);
  self->openid = reeve_openid_new (&(const ReeveFetchOptions) {
    .ca_file = config->provider_ca_file,
    .private_addresses = config->provider_private_addresses,
    .plain_http = config->provider_plain_http,
  });
  self->dispatcher = reeve_dispatcher_new (self->installation, self->signer, setup_token_hash);
  reeve_dispatcher_set_openid (self->dispatcher, self->openid);
  /* some connections are left for who asks and goes */
  reeve_live_feed_set_limit (reeve_dispatcher_get_feed (self->dispatcher),
                             MAX (1, config->connection_limit / 4 * 3));
  self->server = reeve_server_start (&options, self->dispatcher, error);
  if (self->server == NULL)
    return FALSE;
  reeve_installation_set_web_origin (self->installation, config->public_uri != NULL
                                                           ? config->public_uri
                                                           : reeve_server_get_origin (self->server));
  reeve_installation_set_certificate_end (self->installation,
                                          reeve_server_get_certificate_end (self->server));
  reeve_installation_set_operator_address (self->installation, config->mail_operator_address);
  ReeveNews news = { .tell = on_news_cb, .data = reeve_dispatcher_get_feed (self->dispatcher) };
  self->jobs = reeve_jobs_start (self->installation, &news);
  start_bulk (self, &news);
  self->deliveries = reeve_deliveries_new (self->installation,
                                           &(const ReeveFetchOptions) {
                                             .ca_file = config->webhook_ca_file,
                                             .private_addresses = config->webhook_private_addresses,
                                           },
                                           &news);
  reeve_deliveries_start (self->deliveries);
  self->detections = reeve_detections_start (self->installation, &news);
  self->owner = reeve_owner_door_open (self->installation, config->data_folder, root_key, error);
  return self->owner != NULL && start_post (self, config, &news, error);
}

ReeveService *
reeve_service_start (ReeveConfig *config, const ReeveSecret *root_key, GError **error)
{
  g_autoptr (ReeveService) self = g_new0 (ReeveService, 1);

  g_return_val_if_fail (config != NULL, NULL);
  if (!reeve_config_check (config, error) || !start_parts (self, config, root_key, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
reeve_service_stop (ReeveService *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->owner, reeve_owner_door_close);
  g_clear_pointer (&self->server, reeve_server_stop);
  g_clear_pointer (&self->bulk, reeve_bulk_stop);
  g_clear_pointer (&self->detections, reeve_detections_stop);
  g_clear_pointer (&self->deliveries, reeve_deliveries_free);
  g_clear_pointer (&self->post, reeve_post_free);
  g_clear_pointer (&self->jobs, reeve_jobs_stop);
  g_clear_pointer (&self->dispatcher, reeve_dispatcher_free);
  g_clear_pointer (&self->openid, reeve_openid_free);
  g_clear_pointer (&self->signer, reeve_token_signer_free);
  g_clear_pointer (&self->installation, reeve_installation_free);
  g_free (self);
}

const char *
reeve_service_get_origin (ReeveService *self)
{
  return reeve_server_get_origin (self->server);
}

guint
reeve_service_get_port (ReeveService *self)
{
  return reeve_server_get_port (self->server);
}

ReeveInstallation *
reeve_service_get_installation (ReeveService *self)
{
  return self->installation;
}

ReeveLiveFeed *
reeve_service_get_feed (ReeveService *self)
{
  return reeve_dispatcher_get_feed (self->dispatcher);
}
