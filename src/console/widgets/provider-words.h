/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a test of an identity provider found, in words. */

#pragma once

#include "common/identity-provider.h"

G_BEGIN_DECLS

char *reeve_provider_words (ReeveProviderReport *report); /* (transfer full): one or two sentences */

G_END_DECLS
