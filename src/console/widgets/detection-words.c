/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/detection-words.h"

#include <glib/gi18n.h>

#include "common/detection-settings.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/word-table.h"

/* Each is the name of a number, which stands behind it. */
static const ReeveWords numbers[] = {
  { "brute-force/failures", N_ ("Wrong passwords within an hour") },
  { "brute-force/locks", N_ ("Times it locks within three hours") },
  { "brute-force/usual-failures", N_ ("Wrong passwords from a usual place") },
  { "code-guessing/codes", N_ ("Wrong codes within 15 minutes") },
  { "credential-stuffing/accounts", N_ ("Accounts tried within an hour") },
  { "credential-stuffing/tries", N_ ("Tries at each of them, at most") },
  { "dormant-account/days", N_ ("Days without use") },
  { "dormant-account/administrator-days", N_ ("Days without use, of administrators") },
  { "excessive-admin-access/people", N_ ("People’s records read in a day") },
  { "excessive-admin-access/active-days", N_ ("Active days until one’s own usual counts") },
  { "factor-reset/hours", N_ ("Hours from the reset to the sign-in") },
  { "impossible-travel/minutes", N_ ("Minutes apart, at most") },
  { "impossible-travel/kilometres-per-hour", N_ ("Kilometres an hour between sites, at most") },
  { "lockout-storm/accounts", N_ ("Accounts that lock within half an hour") },
  { "many-networks/networks", N_ ("Networks within a day") },
  { "many-networks/failures", N_ ("Wrong passwords within a day") },
  { "mass-read/objects", N_ ("Things read in a day") },
  { "mass-read/active-days", N_ ("Active days until one’s own usual counts") },
  { "mass-read/exports", N_ ("Exports in a day") },
  { "new-network-and-device/learning-days", N_ ("Days to learn what is usual") },
  { "off-hours-administration/days", N_ ("Days with changes until hours are known") },
  { "off-hours-administration/changes", N_ ("Changes within two hours") },
  { "password-spray/accounts", N_ ("Accounts tried in a day") },
  { "password-spray/shared-accounts", N_ ("Accounts tried in a day, from an office") },
  { "password-spray/tries", N_ ("Tries at each of them, at most") },
  { "password-spray/unknown-names", N_ ("Names tried that nobody has") },
  { "privilege-escalation/hours", N_ ("Hours until rights are taken back") },
  { "reset-burst/resets", N_ ("Links asked for") },
  { "success-after-attack/failures", N_ ("Wrong passwords within three hours") },
  { "support-outside-grant/accesses", N_ ("Accesses within an hour") },
  { "support-outside-grant/refusals", N_ ("Refusals in a day, before an access") },
  { "token-theft/proofs", N_ ("Wrong proofs within 15 minutes") },
};

const char *
reeve_detection_words_number (const char *rule, const char *name)
{
  g_autofree char *key = g_strconcat (rule, "/", name, NULL);

  return REEVE_WORDS_FIND (numbers, key);
}

char *
reeve_detection_words_setting (const char *text)
{
  g_autofree char *rule = NULL;
  g_autofree char *name = NULL;
  gint64 value;
  const char *number = reeve_detection_settings_read_number (text, &rule, &name, &value)
                         ? reeve_detection_words_number (rule, name)
                         : NULL;
  g_autofree char *count = number != NULL ? reeve_format_count (value) : NULL;

  if (number == NULL)
    return reeve_format_isolate (text);
  /* Translators: %1$s: what looks for something, %2$s: what it counts, %3$s: from how many on */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"), reeve_finding_words_rule (rule), number, count);
}
