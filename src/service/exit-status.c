/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/exit-status.h"

#include "common/error.h"

int
reeve_exit_tell (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);
  ReeveErrorCode code = reeve_error_get_code (error);

  g_printerr ("reeved: %s: %s\n", reason != NULL ? reason : reeve_error_code_to_wire (code), error->message);
  return code == REEVE_ERROR_INVALID ? 2 : code == REEVE_ERROR_BUSY ? 75 : 70;
}
