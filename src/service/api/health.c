/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Probes. Alive is whoever answers; ready is who can still write to every store and read it back. */

#include "config.h"

#include "service/api/health.h"

gboolean
live_get (ReeveCall *call, GError **error)
{
  return TRUE;
}

gboolean
ready_get (ReeveCall *call, GError **error)
{
  return reeve_installation_probe (call->installation, error);
}
