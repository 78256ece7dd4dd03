/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Notification rules in words. Pure. What a newer service says is shown as it came. */

#pragma once

#include "common/notification-rule.h"

G_BEGIN_DECLS

const char *reeve_notification_words_channel (const char *channel); /* "Mail" */
/* All transfer full. */
char *reeve_notification_words_line (ReeveNotificationRule *rule); /* "Mail, from high severity on" */
char *reeve_notification_words_answer (const char *answer);        /* what went wrong, as a sentence */
/* How it fares: "Last delivered 4 min ago". */
char *reeve_notification_words_state (ReeveNotificationRule *rule, gint64 now);
gboolean reeve_notification_words_is_trouble (ReeveNotificationRule *rule);

G_END_DECLS
