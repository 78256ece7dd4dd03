/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where the console begins. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "console/application.h"
#include "console/client/client.h"

int
main (int argc, char **argv)
{
  g_autoptr (ReeveApplication) application = NULL;

  /* Before anything could load GnuTLS, which reads it once. */
  reeve_client_choose_tls ();

  setlocale (LC_ALL, "");
  bindtextdomain (REEVE_GETTEXT_DOMAIN, REEVE_LOCALEDIR);
  bind_textdomain_codeset (REEVE_GETTEXT_DOMAIN, "UTF-8");
  textdomain (REEVE_GETTEXT_DOMAIN);

  application = reeve_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
