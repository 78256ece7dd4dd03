/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One grant's way from a person to a folder, as a list of lines that lead where they speak of. */

#pragma once

#include <adwaita.h>

#include "common/permission-why.h"

G_BEGIN_DECLS

/* A list of rows with the action @action, "(ss)" of a kind ("user", "group", "role", "folder") and an id.
 * @subject, @who: id and name of the person, the group or the role; @root: the root folder's; @folder: where
 * @reason is asked about; @place: that in words, (nullable). (transfer floating) */
GtkWidget *reeve_why_lines_new (const ReevePermissionReason *reason,
                                const char *action,
                                const char *subject,
                                const char *who,
                                const char *root,
                                const char *folder,
                                const char *place);
/* One line. @icon: (nullable); @subtitle: (nullable); @kind: (nullable): leads nowhere. (transfer floating)
 */
GtkWidget *reeve_why_lines_row (const char *icon,
                                const char *title,
                                const char *subtitle,
                                const char *action,
                                const char *kind,
                                const char *id);

G_END_DECLS
