/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Opens the installation as the service would, with its lock. Where a service has the lock, that one is
 * asked.
 */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/reset-link.h"

#include "common/error.h"
#include "service/http/server.h"
#include "service/owner-link.h"
#include "service/owner.h"
#include "service/service.h"

/* With nobody else at the databases. */
static char *
make_alone (ReeveConfig *config, ReeveInstallation *installation, const char *email, GError **error)
{
  g_autofree char *origin = NULL;

  if (config->public_uri == NULL && (config->listen_address == NULL || config->listen_port == 0))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "public_uri",
                       "[service] public-uri: needed, for the link has to lead somewhere");
      return NULL;
    }
  origin = reeve_server_make_origin (config->public_uri, config->listen_address, config->listen_port,
                                     !config->plain_http);
  reeve_installation_set_web_origin (installation, origin);
  return reeve_owner_link_make (installation, email, error);
}

gboolean
reeve_reset_link (ReeveConfig *config, const char *email, GError **error)
{
  g_autoptr (ReeveInstallation) installation = NULL;
  g_autoptr (ReeveSecret) root_key = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *uri = NULL;
  gboolean runs;

  g_return_val_if_fail (config != NULL && email != NULL, FALSE);
  if (!reeve_installation_exists (config->data_folder))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "data_folder", "%s holds no data", config->data_folder);
      return FALSE;
    }
  root_key = reeve_service_find_root_key (config, NULL, error);
  if (root_key == NULL)
    return FALSE;
  installation = reeve_installation_open (config->data_folder, root_key, &local_error);
  runs = installation == NULL && g_strcmp0 (reeve_error_get_reason (local_error), "in_use") == 0;
  if (installation == NULL && !runs)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  uri = runs ? reeve_owner_ask_for_link (config->data_folder, root_key, email, error)
             : make_alone (config, installation, email, error);
  if (uri == NULL)
    return FALSE;
  g_print ("%s\n", uri);
  g_printerr ("Good once, for 30 minutes. %s in a browser.\n",
              runs ? "Open it" : "Start the service, then open it");
  return TRUE;
}
