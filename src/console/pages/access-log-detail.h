/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One line of the access log with all that it says. Whatever can be asked for is a row that asks for it, with
 * a menu; by the actions "log.change" (uus), "log.around" (sx), "log.copy" (s), "log.copy-text",
 * "log.copy-json", and "win.show" (ss). */

#pragma once

#include <adwaita.h>

#include "common/access-line.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ACCESS_LOG_DETAIL (reeve_access_log_detail_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAccessLogDetail, reeve_access_log_detail, REEVE, ACCESS_LOG_DETAIL, AdwBin)

/* @site: decides what may be opened; both nullable. */
void reeve_access_log_detail_show (ReeveAccessLogDetail *self, ReeveSite *site, ReeveAccessLine *line);
ReeveAccessLine *reeve_access_log_detail_get_line (ReeveAccessLogDetail *self); /* (nullable) */

G_END_DECLS
