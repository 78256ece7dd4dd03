/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/record-words.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"

/* In the words of ReeveEvidence's reason. */
static const struct
{
  const char *reason;
  const char *sentence;
  const char *explanation;
} words[] = {
  { "key", N_ ("It is signed with another key than before."),
    N_ ("Every record is signed with a key of its own, which never changes. Whoever answers now does not "
        "have it: "
        "it is another service, or one that was set up anew.") },
  { "origin", N_ ("It is the record of something else."),
    N_ ("The service answered with the record of another workspace, or of another service.") },
  { "signature", N_ ("Its signature is wrong."),
    N_ ("What the service says of its record was changed after it had been signed.") },
  { "malformed", N_ ("What the service says of it cannot be read."),
    N_ ("In the place of what every service signs of its record there was something else.") },
  { "shrunk", N_ ("Lines are missing that this device has seen."),
    N_ ("The record has fewer lines than before. A record only grows: somebody cut it, or put an older copy "
        "in its "
        "place. Restoring the service from a backup looks just so.") },
  { "forked", N_ ("Lines that this device has seen were changed."),
    N_ ("The record has as many lines as before, but not the same ones: somebody rewrote it, or shows this "
        "device "
        "another one than others.") },
  { "rewritten", N_ ("Lines that this device has seen were changed."),
    N_ ("The record has grown, but does not begin with the lines that this device has seen: somebody "
        "rewrote, cut or "
        "inserted some. Restoring the service from a backup looks just so.") },
  { "line", N_ ("A line on screen is not in it."),
    N_ ("You had a line proved. What the service showed is not what was written when it happened.") },
  { "late", N_ ("A line was dated back."),
    N_ ("You had a line proved. It was not in the record yet when this device looked, though it tells of an "
        "earlier "
        "time.") },
};

static guint
find (ReeveEvidence *evidence)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (evidence != NULL && g_strcmp0 (words[i].reason, evidence->reason) == 0)
      return i;
  return 6; /* of a newer console: rewritten is what it comes to */
}

const char *
reeve_record_words_short (ReeveEvidence *evidence)
{
  return _ (words[find (evidence)].sentence);
}

const char *
reeve_record_words_long (ReeveEvidence *evidence)
{
  return _ (words[find (evidence)].explanation);
}

char *
reeve_record_words_seen (ReeveWitnessMemory *memory)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  if (memory == NULL || memory->first_seen == 0)
    return g_strdup (_ ("This device has not seen it yet"));
  first = reeve_format_date (memory->first_seen);
  if (memory->trusted_again == 0)
    /* Translators: the record of all changes and sign-ins; %s is a day */
    return g_strdup_printf (_ ("First seen on %s by this device. Since then it has only grown."), first);
  again = reeve_format_date (memory->trusted_again);
  return g_strdup_printf (
    /* Translators: the record of all changes and sign-ins; both are days */
    _ (
      "First seen on %1$s by this device, where it was trusted again on %2$s after it had been found broken. "
      "Since then it has only grown."),
    first, again);
}
