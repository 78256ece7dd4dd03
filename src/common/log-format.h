/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The logs that are read into access events (common/log-reader). A format is told from the beginning of a
 * file; its word is what a person writes to insist on one. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_LOG_FORMAT_REEVE,    /* JSON lines of reeve_access_event_print() */
  REEVE_LOG_FORMAT_COMBINED, /* Combined and Common log format of Apache httpd and nginx */
  REEVE_LOG_FORMAT_OPENSSH,  /* auth.log: sshd among others, behind RFC 3164, RFC 5424 or ISO 8601 headers */
  REEVE_LOG_FORMAT_OKTA,     /* System Log API: an array, or JSON lines */
  REEVE_LOG_FORMAT_CLOUDTRAIL, /* {"Records": [...]}, or JSON lines */
  REEVE_LOG_FORMAT_GOOGLE,     /* Workspace: activities of the Reports API, {"items": [...]} or JSON lines */
  REEVE_LOG_FORMAT_KEYCLOAK,   /* events and admin events as the admin API and listeners give them */
  REEVE_LOG_FORMAT_OCSF,       /* OCSF 1.8.0: classes 3001, 3002, 3004, 6003 */
  REEVE_LOG_FORMAT_AUTO,       /* to be told from the beginning */
} ReeveLogFormat;
#define REEVE_LOG_FORMATS REEVE_LOG_FORMAT_AUTO

#define REEVE_LOG_LINE_BYTES    (64 << 10) /* of a line of text; longer ones are broken */
#define REEVE_LOG_ELEMENT_BYTES (1 << 20)  /* of an object of JSON */

const char *reeve_log_format_to_wire (ReeveLogFormat format); /* "combined", "auto" */
gboolean reeve_log_format_from_wire (const char *wire, ReeveLogFormat *format);

G_END_DECLS
