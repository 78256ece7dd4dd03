/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of a notification rule's fields. */

#include "config.h"

#include "common/notification-rule.h"

#include "common/finding.h"

const char *const reeve_notification_channels[] = { "mail", "webhook", NULL };
const char *const reeve_notification_rule_sorts[] = { "name", NULL };

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveNotificationRule, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveNotificationRule, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; sent as ETag." },
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveNotificationRule, name), REEVE_REQUIRED, .max = 100,
    .summary = "What it is for; once in a workspace." },
  { "channel", REEVE_FIELD_CHOICE, offsetof (ReeveNotificationRule, channel), REEVE_REQUIRED,
    .choices = reeve_notification_channels, .summary = "By mail, or to a web service." },
  { "severity", REEVE_FIELD_CHOICE, offsetof (ReeveNotificationRule, severity), REEVE_REQUIRED,
    .choices = reeve_finding_severities, .summary = "The least severity that is told of." },
  { "rules", REEVE_FIELD_TEXTS, offsetof (ReeveNotificationRule, rules), REEVE_FIELD_PLAIN, .max = 50,
    .summary = "Findings of these detections only; absent: of all." },
  { "users", REEVE_FIELD_TEXTS, offsetof (ReeveNotificationRule, users), REEVE_FIELD_PLAIN,
    .max = REEVE_NOTIFICATION_RECIPIENTS, .summary = "Of mail: ids of users." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveNotificationRule, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Of mail: ids of roles; whoever holds one when it is sent." },
  { "uri", REEVE_FIELD_TEXT, offsetof (ReeveNotificationRule, uri), REEVE_FIELD_PLAIN, .max = 2000,
    .summary = "Of a webhook: where it is sent, https." },
  { "paused", REEVE_FIELD_BOOLEAN, offsetof (ReeveNotificationRule, paused), REEVE_FIELD_PLAIN,
    .summary = "Whether it tells nothing for now." },
  { "secret", REEVE_FIELD_SECRET, offsetof (ReeveNotificationRule, secret), REEVE_READ_ONLY,
    .summary = "Of a webhook, once: with what its messages are signed." },
  { "owner", REEVE_FIELD_ID, offsetof (ReeveNotificationRule, owner), REEVE_READ_ONLY,
    .summary = "The user who made it; told when it fails for good." },
  { "owner-name", REEVE_FIELD_TEXT, offsetof (ReeveNotificationRule, owner_name), REEVE_READ_ONLY, .max = 500,
    .summary = "Their name." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveNotificationRule, created), REEVE_READ_ONLY,
    .summary = "When it was made." },
  { "failing-since", REEVE_FIELD_TIME, offsetof (ReeveNotificationRule, failing_since),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Since when nothing was delivered; absent: it works." },
  { "last-sent", REEVE_FIELD_TIME, offsetof (ReeveNotificationRule, last_sent),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "When something was delivered last." },
  { "last-answer", REEVE_FIELD_TEXT, offsetof (ReeveNotificationRule, last_answer),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .max = 200, .summary = "What went wrong last." },
};
REEVE_DEFINE_RECORD (ReeveNotificationRule,
                     reeve_notification_rule,
                     "notification-rule",
                     "notification-rules",
                     fields)
