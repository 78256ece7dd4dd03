/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/owner-answer.h"

#include "common/error.h"

char *
reeve_owner_answer_print (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  return g_strdup_printf ("-%s %s: %s", reeve_error_code_to_wire (reeve_error_get_code (error)),
                          reason != NULL ? reason : "", error->message);
}

char *
reeve_owner_answer_read (const char *answer, GError **error)
{
  g_auto (GStrv) parts = NULL;
  ReeveErrorCode code;

  if (answer[0] == '+')
    return g_strdup (answer + 1);
  parts = g_strsplit_set (answer[0] == '-' ? answer + 1 : "", " :", 3);
  if (g_strv_length (parts) < 3 || !reeve_error_code_from_wire (parts[0], &code))
    reeve_set_error (error, REEVE_ERROR_BUSY, "in_use",
                     "another process uses the data folder, and does not answer its owner");
  else
    reeve_set_error (error, code, *parts[1] != '\0' ? parts[1] : NULL, "%s", g_strstrip (parts[2]));
  return NULL;
}
