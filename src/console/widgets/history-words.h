/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Audit entries, refusals and rows of an import in words. Pure, tested without a display. */

#pragma once

#include "common/audit-entry.h"
#include "common/user-bulk.h"
#include "common/user-import.h"

G_BEGIN_DECLS

char *reeve_format_history_title (ReeveAuditEntry *entry); /* (transfer full) (nullable): "Suspended" */
char *reeve_format_history_who (ReeveAuditEntry *entry);   /* (transfer full): "Hana Sato, 12 March …" */
char *reeve_format_history_changes (
  ReeveAuditEntry *entry); /* (transfer full) (nullable): "Name: A → B", a line each */
/* Ids of the groups that its changes name, for client/group-names.h. (transfer full) */
GStrv reeve_history_list_groups (ReeveAuditEntry *entry);
/* The same of people, for client/person-names.h. */
GStrv reeve_history_list_people (ReeveAuditEntry *entry);

char *reeve_format_refusal (ReeveUserRefusal *refusal);     /* (transfer full): "Your own account" */
char *reeve_format_import_reason (ReeveUserImportRow *row); /* (transfer full) (nullable) */
/* Of a row of a Django user table; NULL where there is nothing to say. */
const char *reeve_format_import_password (const char *password);
const char *reeve_format_import_format (const char *format); /* "Google Workspace" */

G_END_DECLS
