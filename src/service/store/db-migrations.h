/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a test may do to migrations: put one of its own behind the real ones. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void reeve_migrations_add_for_tests (const char *schema, const char *name, const char *sql);
void reeve_migrations_forget_for_tests (void);

G_END_DECLS
