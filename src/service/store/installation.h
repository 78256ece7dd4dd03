/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The installation on disk: the directory database, one database per workspace, the access log, and their
 * keys. DATA/directory.db   DATA/workspaces/ID.db   DATA/access-log/{directory,ID}/YYYY-MM-DD.db   DATA/lock
 * One process at a time (a lock file, flock). Any thread. */

#pragma once

#include "common/workspace.h"
#include "service/store/access-log.h"
#include "service/store/db.h"
#include "service/store/grant-uses.h"
#include "service/store/permissions.h"

G_BEGIN_DECLS

typedef struct _ReeveInstallation ReeveInstallation;

/* Opens, migrates every database, finishes what a crash left half-done between directory and workspaces.
 * An empty folder becomes a new installation; a folder with databases never gets a new key (STACK, Keyring).
 * Errors: INVALID (newer_schema, wrong_key, data folder with wrong owner or mode), BUSY (another process),
 * INTERNAL. */
ReeveInstallation *
reeve_installation_open (const char *data_folder, const ReeveSecret *root_key, GError **error);
/* TRUE if there is anything in @data_folder that a root key belongs to: then a new key must never be made. */
gboolean reeve_installation_exists (const char *data_folder);
void reeve_installation_free (ReeveInstallation *self); /* closes every database */

ReeveDb *reeve_installation_get_directory (ReeveInstallation *self); /* (transfer none) */
ReeveDb *
reeve_installation_get_workspace (ReeveInstallation *self, const char *id); /* (transfer none) (nullable) */
/* Beside the database of the workspace. (transfer none) (nullable) */
ReevePermissions *reeve_installation_get_permissions (ReeveInstallation *self, const char *id);
ReeveGrantUses *reeve_installation_get_grant_uses (ReeveInstallation *self, const char *id);

ReeveAccessLog *reeve_installation_get_access_log (ReeveInstallation *self); /* (transfer none) */
GStrv reeve_installation_list_workspaces (ReeveInstallation *self);          /* ids; (transfer full) */
/* Makes the database of a workspace with a fresh data key, wrapped into the directory by @directory (a write
 * transaction, committed by the caller, for one workspace). Others find it once that is committed; if it
 * never is, the database is removed. @workspace: id, version and created are set where they are not. Returns:
 * (transfer none): until @directory has ended without a commit */
ReeveDb *reeve_installation_create_workspace (ReeveInstallation *self,
                                              ReeveTx *directory,
                                              ReeveWorkspace *workspace,
                                              GError **error);
ReeveSecret *reeve_installation_get_sealing_key (ReeveInstallation *self); /* (transfer none) */
ReeveSecret *
reeve_installation_get_pepper (ReeveInstallation *self); /* (transfer none) for password hashes */

/* Where the links in mails lead: "https://reeve.example.org". Set once, when the service knows where it
 * listens; never what a request says of itself. Until then that of the Unix socket, which no browser can
 * open. */
void reeve_installation_set_web_origin (ReeveInstallation *self, const char *origin);
const char *reeve_installation_get_web_origin (ReeveInstallation *self);

/* Who runs the installation, and is written to about it: an e-mail address; set once, before anything runs.
 * (nullable): nobody is. */
void reeve_installation_set_operator_address (ReeveInstallation *self, const char *address);
const char *reeve_installation_get_operator_address (ReeveInstallation *self);

/* When the certificate that the service shows stops being valid, microseconds since 1970: set once it
 * listens; 0 where it shows none. */
void reeve_installation_set_certificate_end (ReeveInstallation *self, gint64 end);
gint64 reeve_installation_get_certificate_end (ReeveInstallation *self);

/* Writes a row and reads it back in the directory and every open workspace. Errors: BUSY with what is
 * unsound. */
gboolean reeve_installation_probe (ReeveInstallation *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveInstallation, reeve_installation_free)

G_END_DECLS
