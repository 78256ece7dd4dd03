/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads passwords, one a line, and writes those that are not in the blocklist. tests/common/blocklist.py asks
 * it, and knows the lists. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "common/blocklist.h"
#include "common/password-policy.h"

int
main (int argc, char **argv)
{
  gboolean by_policy = argc > 1;
  char line[1100];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autoptr (ReeveSecret) password = NULL;
      ReevePasswordVerdict verdict;
      gboolean common = FALSE;

      line[strcspn (line, "\n")] = '\0';
      password = reeve_secret_new_text (line);
      if (by_policy)
        {
          reeve_password_policy_judge (&reeve_password_policy_seed, password, NULL, NULL, &verdict);
          for (guint i = 0; i < verdict.n_findings; i++)
            common |= strcmp (verdict.findings[i].rule, "common") == 0 && !verdict.findings[i].met;
        }
      else
        common = reeve_blocklist_has (password);
      if (!common)
        puts (line);
    }
  return 0;
}
