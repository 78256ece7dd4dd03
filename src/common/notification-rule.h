/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A notification rule: who is told of findings, or of what else there is to tell, and how. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_NOTIFICATION_RULES      50 /* of one workspace */
#define REEVE_NOTIFICATION_RECIPIENTS 50

REEVE_DECLARE_RECORD (ReeveNotificationRule, reeve_notification_rule, NOTIFICATION_RULE)
struct _ReeveNotificationRule
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *name;
  const char *channel;  /* of reeve_notification_channels */
  const char *severity; /* the least, of reeve_finding_severities */
  GStrv rules;          /* (nullable): of these detections only */
  GStrv users;          /* (nullable): mail: ids */
  GStrv roles;          /* (nullable): mail: ids of roles */
  char *uri;            /* (nullable): webhook */
  gboolean paused;
  ReeveSecret *secret; /* (nullable): of a webhook, in the one answer in which it was made */
  char *owner;         /* a user's id: who is written to when it fails */
  char *owner_name;
  gint64 created;
  gint64 failing_since; /* 0: it is not */
  gint64 last_sent;     /* 0: never */
  char *last_answer;    /* (nullable): what went wrong last, "status_503" */
};

extern const char *const reeve_notification_channels[]; /* "mail", "webhook" */
extern const char *const reeve_notification_rule_sorts[];

G_END_DECLS
