/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The bulk jobs of the workspace: how far they are, what could not be done, and a way to stop them. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_JOBS_DIALOG (reeve_jobs_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveJobsDialog, reeve_jobs_dialog, REEVE, JOBS_DIALOG, AdwDialog)

AdwDialog *reeve_jobs_dialog_new (ReeveSite *site); /* @site: signed in to a workspace */

G_END_DECLS
