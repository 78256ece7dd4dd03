/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The API described (OpenAPI 3.1), from the table and the records and nothing else. */

#pragma once

#include "service/http/routes.h"

G_BEGIN_DECLS

GBytes *reeve_openapi_build (const ReeveRoute *routes, guint n_routes); /* (transfer full) */

G_END_DECLS
