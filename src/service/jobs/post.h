/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The post: sends what is due in the outboxes of the directory and of every workspace. A thread of its own,
 * because a mail server may take a minute to answer. Without a mail server, mails are kept: their texts for
 * the console, their messages as .eml files in a folder. */

#pragma once

#include "common/mail.h"
#include "service/jobs/news.h"
#include "service/mail/smtp.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* A claim lasts longer than sending can. */
#define REEVE_POST_CLAIM (2 * G_TIME_SPAN_MINUTE)
/* A mail that is not taken now is tried again after a minute, two, four, … at most an hour; for so long. */
#define REEVE_POST_FIRST_DELAY G_TIME_SPAN_MINUTE
#define REEVE_POST_MOST_DELAY  G_TIME_SPAN_HOUR
#define REEVE_POST_GIVE_UP     (3 * G_TIME_SPAN_DAY)

typedef struct
{
  ReeveSmtpOptions smtp; /* without a server: mails are kept */
  const char *from_name; /* (nullable) */
  const char *folder;    /* (nullable): of .eml files; none are written */
} ReevePostOptions;

typedef struct _ReevePost ReevePost;

/* @installation is borrowed, @options and @news (nullable) are copied. */
ReevePost *
reeve_post_new (ReeveInstallation *installation, const ReevePostOptions *options, const ReeveNews *news);
void reeve_post_start (ReevePost *self); /* its thread */
void reeve_post_free (ReevePost *self);  /* lets go of the mail that is being sent; it is sent again later */

/* Sends what is due at @now, in the calling thread; for the thread and for tests. *@next: when there is more
 * to do. */
gboolean reeve_post_run (ReevePost *self, gint64 now, gint64 *next, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Called between sending a mail and noting it. */
void reeve_post_set_hook_for_tests (ReevePost *self, void (*hook) (const ReeveMail *mail));

/* There is a new mail; @at_once: try now, though the mail server failed a moment ago. Any thread. */
void reeve_post_wake (ReeveInstallation *installation, gboolean at_once);
/* Whether there is a mail server to send by, be it one that fails at the moment; else mails are kept. */
gboolean reeve_post_can_send (ReeveInstallation *installation);
/* Of the post of @installation; "none" without one. (transfer full) */
ReeveMailStatus *reeve_post_get_status (ReeveInstallation *installation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReevePost, reeve_post_free)

G_END_DECLS
