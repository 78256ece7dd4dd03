/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Setting up the identity provider of a workspace, testing it, taking it away. The client secret goes in and
 * is never shown again. */

#pragma once

#include <adwaita.h>

#include "common/identity-provider.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PROVIDER_DIALOG (reeve_provider_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveProviderDialog, reeve_provider_dialog, REEVE, PROVIDER_DIALOG, AdwDialog)

/* @provider: as the service has it; version 0: none yet. Signal "saved": it is another one now. */
AdwDialog *reeve_provider_dialog_new (ReeveSite *site, ReeveIdentityProvider *provider);

G_END_DECLS
