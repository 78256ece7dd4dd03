/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Above everything else in a window whose record is broken: that it is, why, and what can be done. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_RECORD_BANNER (reeve_record_banner_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecordBanner, reeve_record_banner, REEVE, RECORD_BANNER, AdwBin)

void reeve_record_banner_set_site (ReeveRecordBanner *self, ReeveSite *site); /* (nullable) */

G_END_DECLS
