/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* `reeved import-log FILE…`: logs of other systems into a workspace's access log, by who owns the machine,
 * whether a service runs or not. Nothing is left out in silence: each file ends with a line that counts what
 * was taken, known already, refused, unreadable and of no account, and what is unreadable is kept aside, byte
 * for byte. The same again, after a failure too, takes nothing twice. */

#pragma once

#include "service/config.h"

G_BEGIN_DECLS

typedef struct
{
  char **files;    /* "-" is standard input; ends with NULL */
  char *workspace; /* (nullable): the only one; its id or name */
  char *format;    /* (nullable): told from the beginning */
  char *source;    /* (nullable): whose log it is, where it does not say */
  char *zone;      /* (nullable): of times that lack one; UTC */
  char *rejected;  /* (nullable): FILE.rejected */
} ReeveImportOptions;

void reeve_import_options_clear (ReeveImportOptions *options);

#define REEVE_IMPORT_PARTLY 1 /* exit status: something was refused or unreadable */

/* The exit status; what failed is told. */
int reeve_import_log (ReeveConfig *config, const ReeveImportOptions *options);

G_END_DECLS
