/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/notification-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/word-table.h"

#define STATUS "status_"

const char *
reeve_notification_words_channel (const char *channel)
{
  return g_strcmp0 (channel, "webhook") == 0 ? _ ("Webhook") : _ ("Mail");
}

char *
reeve_notification_words_line (ReeveNotificationRule *rule)
{
  g_autofree char *severity = g_utf8_strdown (reeve_finding_words_severity (rule->severity), -1);
  const char *channel = reeve_notification_words_channel (rule->channel);

  if (rule->rules != NULL && rule->rules[0] != NULL)
    /* Translators: %1$s is "Mail" or "Webhook", %2$s a severity such as "high" */
    return g_strdup_printf (_ ("%1$s, from severity %2$s on, of chosen detections"), channel, severity);
  /* Translators: %1$s is "Mail" or "Webhook", %2$s a severity such as "high" */
  return g_strdup_printf (_ ("%1$s, from severity %2$s on"), channel, severity);
}

char *
reeve_notification_words_answer (const char *answer)
{
  static const ReeveWords words[] = {
    { "answer_too_long", N_ ("The answer of the receiver was too long") },
    { "nobody", N_ ("Nobody is left to be written to") },
    { "private_address", N_ ("The receiver is at an address of a private network") },
    { "secret", N_ ("The secret cannot be read any more: give the address again") },
    { "unreachable", N_ ("The receiver cannot be reached") },
  };
  const char *known = REEVE_WORDS_FIND (words, answer);

  if (g_str_has_prefix (answer, STATUS))
    /* Translators: %s is a status of HTTP, "503" */
    return g_strdup_printf (_ ("The receiver answered %s"), answer + strlen (STATUS));
  return g_strdup (known != NULL ? known : answer);
}

gboolean
reeve_notification_words_is_trouble (ReeveNotificationRule *rule)
{
  return rule->failing_since != 0 || rule->last_answer != NULL;
}

char *
reeve_notification_words_state (ReeveNotificationRule *rule, gint64 now)
{
  g_autofree char *since = reeve_format_ago (rule->failing_since, now);
  g_autofree char *sent = reeve_format_ago (rule->last_sent, now);
  g_autofree char *answer =
    rule->last_answer != NULL ? reeve_notification_words_answer (rule->last_answer) : NULL;

  if (rule->failing_since != 0 && answer != NULL)
    /* Translators: %1$s is what went wrong, %2$s is "4 min" */
    return g_strdup_printf (_ ("%1$s. Nothing was delivered for %2$s."), answer, since);
  if (answer != NULL)
    return g_steal_pointer (&answer);
  if (rule->last_sent == 0)
    return g_strdup (_ ("Nothing was delivered yet"));
  /* Translators: %s is "4 min" */
  return g_strdup_printf (_ ("Last delivered %s ago"), sent);
}
