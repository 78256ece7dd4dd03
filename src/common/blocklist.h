/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Passwords that many people have had, packed (data/passwords/README.md says whose lists). What is found is
 * in the list: there are no false positives. Nothing is loaded: the list is a part of the program's file. */

#pragma once

#include "common/secret.h"

G_BEGIN_DECLS

/* Whether the password is in the list, capitals or not, or becomes one of it when the usual signs for letters
 * are taken back ("P@55word"). About a microsecond. Leaves no copy behind. */
gboolean reeve_blocklist_has (const ReeveSecret *password);
guint reeve_blocklist_get_size (void); /* passwords */

G_END_DECLS
