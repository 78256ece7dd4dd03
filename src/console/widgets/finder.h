/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Finds a group, a role, a folder or a person by typing: a search entry over the first few that match. Stands
 * in a popover. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FINDER (reeve_finder_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFinder, reeve_finder, REEVE, FINDER, AdwBin)

/* Property for templates: "noun", "groups", "roles", "folders" or "users". Signal: "picked" (ReeveRecord: a
 * ReeveGroup, a ReeveRole, a ReeveFolder or a ReeveUser); the popover that it stands in closes by itself. */
void reeve_finder_set_site (ReeveFinder *self, ReeveSite *site);           /* (nullable) */
void reeve_finder_set_skipped (ReeveFinder *self, const char *const *ids); /* (nullable): not offered */

G_END_DECLS
