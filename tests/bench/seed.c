/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "seed.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/secret.h"
#include "common/user.h"
#include "service/store/users.h"

static const char *const first[] = {
  "Ada", "Bartosz", "Chiamaka", "Dieter", "Elin", "Faisal", "Gwen", "Hana"
};
static const char *const last[] = { "Roux", "Wilk", "Obi",  "Kranz",    "Åberg",
                                    "Noor", "Hart", "Sato", "Lindqvist" };

static void
seed_workspace (ReeveInstallation *installation, const char *workspace, guint from, guint to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (reeve_installation_get_workspace (installation, workspace), REEVE_TX_WRITE,
                    g_get_monotonic_time () + 600 * G_USEC_PER_SEC, &error);

  for (guint i = from; tx != NULL && i < to; i++)
    {
      g_autoptr (ReeveUser) user = reeve_user_new ();

      user->id = reeve_id_new ();
      user->display_name =
        g_strdup_printf ("%s %s %u", first[(i * 7u) % 8], last[(i * 5u) % 9], (i * 2654435761u) % 99991);
      user->email = g_strdup_printf ("person.%05u@example.org", i);
      user->roles = g_strsplit (i % 50 == 0 ? "reviewer" : "member", ",", -1);
      user->state = i % 20 == 0 ? reeve_user_states[1] : reeve_user_states[0];
      user->lock = reeve_user_locks[0];
      user->second_factor = reeve_user_second_factors[i % 3 != 0];
      user->has_password = i % 4 != 0;
      user->created = reeve_clock_now () - (gint64) i * REEVE_MINUTE;
      user->last_sign_in = i % 10 == 0 ? 0 : user->created + REEVE_HOUR;
      if (!reeve_users_insert (tx, user, &error))
        break;
    }
  if (tx == NULL || error != NULL || !reeve_tx_commit (tx, &error))
    g_error ("cannot seed: %s", error->message);
}

void
bench_seed (ReeveInstallation *installation, const char *workspace, guint from, guint to)
{
  g_auto (GStrv) all = reeve_installation_list_workspaces (installation);

  if (workspace != NULL)
    seed_workspace (installation, workspace, from, to);
  else
    for (guint i = 0; all[i] != NULL; i++)
      seed_workspace (installation, all[i], from, to);
}

ReeveInstallation *
bench_seed_open (const char *folder)
{
  char text[256] = "";
  gsize length;
  g_autofree guchar *raw = NULL;
  g_autoptr (ReeveSecret) key = NULL;
  g_autoptr (GError) error = NULL;
  ReeveInstallation *installation;

  if (fgets (text, sizeof text, stdin) == NULL)
    g_error ("the root key is to come on standard input");
  raw = g_base64_decode (g_strstrip (text), &length);
  key = reeve_secret_new (raw, length);
  installation = reeve_installation_open (folder, key, &error);
  if (installation == NULL)
    g_error ("%s", error->message);
  return installation;
}
