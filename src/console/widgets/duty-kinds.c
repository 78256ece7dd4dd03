/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new kind is a row of the table at the end; a function only for what no words of a row can say. */

#include "config.h"

#include "console/widgets/duty-kinds.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "common/clock.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"

char *
reeve_duty_kind_count (ReeveDuty *duty)
{
  g_autofree char *many = NULL;

  if (duty->count <= REEVE_DUTY_MANY)
    return reeve_format_count (duty->count);
  many = reeve_format_count (REEVE_DUTY_MANY);
  /* Translators: more than %s, as short as can be: "10,000+" */
  return g_strdup_printf (_ ("%s+"), many);
}

static gulong
n (ReeveDuty *duty)
{
  return (gulong) MAX (duty->count, 0);
}

/* --- Names, titles and lines that are not alike --- */

static char *
name_account (ReeveDuty *duty)
{
  g_autofree char *name = reeve_format_account_name (duty->subject);

  return reeve_format_isolate (name);
}

static char *
name_address (ReeveDuty *duty)
{
  return reeve_format_isolate_ltr (duty->subject);
}

static char *
line_asked (ReeveDuty *duty, gint64 now)
{
  g_autofree char *ago = reeve_format_ago (duty->since, now);

  if (duty->since == 0)
    return NULL;
  if (now - duty->since < REEVE_MINUTE)
    return g_strdup (_ ("Asked just now"));
  /* Translators: %s is how long ago, such as "4 min" or "12 d" */
  return g_strdup_printf (_ ("Asked %s ago"), ago);
}

static char *
title_second_factor (ReeveDuty *duty)
{
  g_autofree char *people = reeve_duty_kind_count (duty);
  const char *name = duty->subject != NULL ? duty->subject : reeve_format_role (duty->subject_id);
  g_autofree char *role = reeve_format_isolate (name);

  if (g_strcmp0 (duty->subject_id, REEVE_ROLE_MEMBER) == 0)
    /* Translators: %s is a number of people */
    return g_strdup_printf (
      g_dngettext (NULL, "%s person has no second factor", "%s people have no second factor", n (duty)),
      people);
  /* Translators: %1$s is a number of people, %2$s the name of a role that they hold */
  return g_strdup_printf (g_dngettext (NULL, "%1$s person with the role “%2$s” has no second factor",
                                       "%1$s people with the role “%2$s” have no second factor", n (duty)),
                          people, role);
}

/* "Bo Lind and 11 others" of a case; NULL: of several cases, of which none is named. */
static char *
name_people (ReeveDuty *duty)
{
  g_autofree char *first = duty->subject != NULL ? reeve_format_isolate (duty->subject) : NULL;
  g_autofree char *others = reeve_format_count (duty->count - 1);

  if (first == NULL || duty->count <= 1)
    return g_steal_pointer (&first);
  /* Translators: of a breach case; %1$s is a person's name, %2$s how many more there are */
  return g_strdup_printf (g_dngettext (NULL, "%1$s and %2$s other", "%1$s and %2$s others", n (duty) - 1),
                          first, others);
}

static char *
title_case (ReeveDuty *duty)
{
  g_autofree char *people = name_people (duty);
  g_autofree char *count = reeve_duty_kind_count (duty);

  if (people == NULL)
    /* Translators: %s is a number of breach cases, beside those that are named above */
    return g_strdup_printf (g_dngettext (NULL, "%s more case waits for your instruction",
                                         "%s more cases wait for your instruction", n (duty)),
                            count);
  /* Translators: %s is who is locked after a breach report: "Bo Lind", "Bo Lind and 11 others" */
  return g_strdup_printf (g_dngettext (NULL, "%s is locked, waiting for your instruction",
                                       "%s are locked, waiting for your instruction", n (duty)),
                          people);
}

static char *
title_reported (ReeveDuty *duty)
{
  g_autofree char *people = name_people (duty);
  g_autofree char *count = reeve_duty_kind_count (duty);

  if (people == NULL)
    /* Translators: %s is a number of breach cases, beside those that are named above */
    return g_strdup_printf (g_dngettext (NULL, "%s more breach was reported, and nobody is locked",
                                         "%s more breaches were reported, and nobody is locked", n (duty)),
                            count);
  /* Translators: %s is whose accounts somebody reports a breach of: "Bo Lind", "Bo Lind and 11 others" */
  return g_strdup_printf (_ ("A breach was reported of %s, and nobody is locked yet"), people);
}

static char *
line_reported (ReeveDuty *duty, gint64 now)
{
  g_autofree char *ago = reeve_format_ago (duty->since, now);

  if (duty->since == 0)
    return NULL;
  if (now - duty->since < REEVE_MINUTE)
    return g_strdup (_ ("Reported just now"));
  /* Translators: %s is how long ago, such as "4 min" or "12 d" */
  return g_strdup_printf (_ ("Reported %s ago"), ago);
}

static char *
line_second_factor (ReeveDuty *duty, gint64 now)
{
  g_autofree char *date = reeve_format_date (duty->due);

  if (duty->due <= now)
    return g_strdup (_ ("Whoever signs in without one is asked to set it up first"));
  /* Translators: %s is a day */
  return g_strdup_printf (_ ("Demanded from %s on"), date);
}

static char *
line_rotation (ReeveDuty *duty, gint64 now)
{
  g_autofree char *ago = reeve_format_ago (duty->since, now);

  if (duty->subject == NULL || duty->since == 0)
    return g_strdup (_ ("Each is changed where it is used, and marked here"));
  if (now - duty->since < REEVE_MINUTE)
    return g_strdup (_ ("Changed just now"));
  /* Translators: of a secret; %s is how long ago, such as "4 min" or "12 d" */
  return g_strdup_printf (_ ("Changed %s ago"), ago);
}

static char *
line_mail_waiting (ReeveDuty *duty, gint64 now)
{
  g_autofree char *ago = reeve_format_ago (duty->since, now);

  if (duty->since == 0)
    return NULL;
  /* Translators: %s is how long, such as "40 min" or "2 d" */
  return g_strdup_printf (_ ("Tried in vain for %s"), ago);
}

static char *
line_hold (ReeveDuty *duty, gint64 now)
{
  return g_strdup (duty->subject != NULL ? duty->subject
                                         : _ ("What they keep is deleted then, where it is old enough"));
}

static char *
title_damage (ReeveDuty *duty)
{
  g_autofree char *days = reeve_duty_kind_count (duty);
  g_autofree char *date = reeve_format_date (duty->since + REEVE_DAY / 2);

  if (duty->count == 1)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("The access log of %s was damaged"), date);
  /* Translators: %s is a number of days */
  return g_strdup_printf (g_dngettext (NULL, "%s day of the access log was damaged",
                                       "%s days of the access log were damaged", n (duty)),
                          days);
}

static char *
title_finding (ReeveDuty *duty)
{
  g_autofree char *findings = reeve_duty_kind_count (duty);
  const char *known = duty->subject_id != NULL ? reeve_finding_words_severity (duty->subject_id) : NULL;
  g_autofree char *severity = g_utf8_strdown (known != NULL ? known : "—", -1);

  /* Translators: %1$s is a number of findings in the access log, %2$s how bad they would be: "critical" */
  return g_strdup_printf (
    g_dngettext (NULL, "%1$s finding to decide on: %2$s", "%1$s findings to decide on: %2$s", n (duty)),
    findings, severity);
}

static char *
line_log_review (ReeveDuty *duty, gint64 now)
{
  g_autofree char *date = reeve_format_date (duty->since + REEVE_DAY / 2);

  /* Translators: of a review; %s is a day */
  return g_strdup_printf (_ ("What happened from %s on is looked at, and signed for"), date);
}

static char *
line_log_review_leaving (ReeveDuty *duty, gint64 now)
{
  if (duty->due <= now)
    return g_strdup (_ ("The oldest events are gone; each day takes more of them"));
  return g_strdup (_ ("Nobody has signed for it, and its oldest events are deleted then"));
}

static char *
line_log_review_second (ReeveDuty *duty, gint64 now)
{
  g_autofree char *name = duty->subject != NULL ? reeve_format_account_name (duty->subject) : NULL;
  g_autofree char *who = reeve_format_isolate (name != NULL ? name : "—");

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s has signed it"), who);
}

/* --- Targets that are not alike --- */

static GVariant *
list (const char *page, const char *filter, const char *value)
{
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filters, "{ss}", filter, value);
  return g_variant_new ("(sa{ss})", page, &filters);
}

static GVariant *
to_without_factor (ReeveDuty *duty, gint64 now)
{
  gboolean everybody = g_strcmp0 (duty->subject_id, REEVE_ROLE_MEMBER) == 0;
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filters, "{ss}", "secondFactor", "off");
  g_variant_builder_add (&filters, "{ss}", "state", "active");
  if (!everybody && duty->subject_id != NULL)
    g_variant_builder_add (&filters, "{ss}", "role", duty->subject_id);
  return g_variant_new ("(sa{ss})", "users", &filters);
}

static GVariant *
to_rotations (ReeveDuty *duty, gint64 now)
{
  return list ("rotations", "state", duty->due <= now ? "due" : "waiting");
}

static GVariant *
to_company (ReeveDuty *duty, gint64 now)
{
  return duty->subject_id != NULL ? list ("groups", "group", duty->subject_id)
                                  : list ("groups", "administrators", "none");
}

/* The whole log, which says above it what is missing. */
static GVariant *
to_log (ReeveDuty *duty, gint64 now)
{
  return g_variant_new_string ("");
}

/* --- The table --- */

static const ReeveDutyKind kinds[] = {
  { .kind = "case",
    .icon = "alarm-symbolic",
    .never = TRUE,
    .make_title = title_case,
    .make_line = line_asked,
    .open = N_ ("Open the case."),
    .action = "win.list",
    .page = "breach-desk",
    .subject = "case" },
  { .kind = "case-reported",
    .icon = "system-lock-screen-symbolic",
    .never = TRUE,
    .make_title = title_reported,
    .make_line = line_reported,
    .open = N_ ("Open the case."),
    .action = "win.list",
    .page = "breach-desk",
    .subject = "case" },
  { .kind = "locked",
    .icon = "system-lock-screen-symbolic",
    .never = TRUE,
    /* Translators: %s is a person's name */
    .named = N_ ("%s is locked after a breach report"),
    /* Translators: %s is a number of people, beside those that are named above */
    .counted = NP_ ("%s more person is locked after a breach report",
                    "%s more people are locked after a breach report"),
    .line = N_ ("Nobody can sign in to the account until it is released"),
    .open = N_ ("Open the person."),
    .action = "win.list",
    .page = "users",
    .filter = "lock",
    .value = "any",
    .subject = "user" },
  { .kind = "second-factor-reset",
    .icon = "auth-fingerprint-symbolic",
    .never = TRUE,
    /* Translators: %s is a person's name; somebody asks to take their second factor away */
    .named = N_ ("The second factor of %s is to be reset"),
    /* Translators: %s is a number, beside those that are named above */
    .counted = NP_ ("%s more second factor is to be reset", "%s more second factors are to be reset"),
    .line = N_ ("Another administrator asks for it: somebody else has to decide"),
    .open = N_ ("Open the requests."),
    .action = "win.second-factor-resets" },
  { .kind = "own-second-factor",
    .icon = "auth-fingerprint-symbolic",
    .title = N_ ("Set up your second factor"),
    .line = N_ ("From then on, this workspace opens with a code only"),
    .open = N_ ("Open your second factor."),
    .action = "win.second-factor" },
  { .kind = "approval",
    .icon = "changes-allow-symbolic",
    .name = name_account,
    /* Translators: %s is a person's name */
    .named = N_ ("%s asks for your approval"),
    /* Translators: %s is a number of requests, beside those that are named above */
    .counted = NP_ ("%s more request waits for your approval", "%s more requests wait for your approval"),
    .make_line = line_asked,
    .open = N_ ("Open the request."),
    .action = "win.list",
    .page = "approvals",
    .filter = "mine",
    .value = "to-decide",
    .subject = "approval" },
  { .kind = "access-review",
    .icon = "security-high-symbolic",
    /* Translators: %s is a number of roles that people hold */
    .counted = NP_ ("Access review: %s right to decide on", "Access review: %s rights to decide on"),
    .line = N_ ("What nobody has decided on by then is taken away"),
    .open = N_ ("Open the access review."),
    .action = "win.list",
    .page = "access-reviews",
    .filter = "decision",
    .value = "undecided" },
  { .kind = "access-review-opens",
    .icon = "security-high-symbolic",
    .title = N_ ("Access review"),
    .open = N_ ("Open the access reviews."),
    .action = "win.list",
    .page = "access-reviews" },
  { .kind = "second-factor",
    .icon = "auth-fingerprint-symbolic",
    .make_title = title_second_factor,
    .make_line = line_second_factor,
    .open = N_ ("Open the list of these people."),
    .action = "win.list",
    .make_target = to_without_factor },
  { .kind = "rotation",
    .icon = "dialog-password-symbolic",
    /* Translators: %s is what a secret that people know is called */
    .named = N_ ("Change the secret “%s”"),
    /* Translators: %s is a number of secrets */
    .counted = NP_ ("%s secret to change", "%s secrets to change"),
    .make_line = line_rotation,
    .open = N_ ("Open the secrets."),
    .action = "win.list",
    .make_target = to_rotations },
  { .kind = "invitation",
    .icon = "mail-send-symbolic",
    .ends = TRUE,
    .name = name_address,
    /* Translators: %s is an e-mail address */
    .named = N_ ("The invitation of %s is about to expire"),
    /* Translators: %s is a number of invitations */
    .counted = NP_ ("%s invitation is about to expire", "%s invitations are about to expire"),
    .line = N_ ("Nobody accepted yet; sending it again gives more time"),
    .open = N_ ("Open the invitations."),
    .action = "win.list",
    .page = "invitations",
    .filter = "state",
    .value = "open" },
  { .kind = "mail",
    .icon = "mail-unread-symbolic",
    /* Translators: %s is a number of mails */
    .counted = NP_ ("%s mail could not be sent", "%s mails could not be sent"),
    .line = N_ ("In the last seven days; the mail server refused"),
    .open = N_ ("Open the mails."),
    .action = "win.list",
    .page = "mails",
    .filter = "state",
    .value = "failed" },
  { .kind = "mail-waiting",
    .icon = "mail-unread-symbolic",
    /* Translators: %s is a number of mails */
    .counted = NP_ ("%s mail waits for the mail server", "%s mails wait for the mail server"),
    .make_line = line_mail_waiting,
    .open = N_ ("Open the mails."),
    .action = "win.list",
    .page = "mails",
    .filter = "state",
    .value = "waiting" },
  { .kind = "certificate",
    .icon = "channel-secure-symbolic",
    .ends = TRUE,
    .title = N_ ("The certificate of the connection ends"),
    .line = N_ ("Whoever runs the service has to renew it, or nobody can connect any more"),
    .open = N_ ("Open the connection."),
    .action = "win.connection" },
  { .kind = "group-administrator",
    .icon = "x-office-address-book-symbolic",
    /* Translators: %s is the name of a company */
    .named = N_ ("%s has no group administrator"),
    .counted =
      /* Translators: %s is a number of companies, beside those that are named above */
    NP_ ("%s more company has no group administrator", "%s more companies have no group administrator"),
    .line = N_ ("After a breach, nobody there could say what is to be done"),
    .open = N_ ("Open the group."),
    .action = "win.list",
    .make_target = to_company },
  { .kind = "folder-manager",
    .icon = "folder-symbolic",
    /* Translators: %s is a number of folders */
    .counted = NP_ ("%s folder has lost its manager", "%s folders have lost their managers"),
    .line = N_ ("Whoever managed it has left, or is suspended"),
    .open = N_ ("Open these folders."),
    .action = "win.list",
    .page = "grant-reviews",
    .filter = "folders",
    .value = "unmanaged" },
  { .kind = "grant-expired",
    .icon = "folder-symbolic",
    /* Translators: %s is a number of grants: of who may do what in which folder */
    .counted = NP_ ("%s grant has expired", "%s grants have expired"),
    .line = N_ ("It gives nothing any more, and stays until it is removed"),
    .open = N_ ("Open these grants."),
    .action = "win.list",
    .page = "grant-reviews",
    .filter = "finding",
    .value = "expired" },
  { .kind = "hold",
    .icon = "document-open-recent-symbolic",
    .ends = TRUE,
    .counted =
      /* Translators: %s is a number of holds, which keep lines of the access log from being deleted */
    NP_ ("%s hold on the access log is about to end", "%s holds on the access log are about to end"),
    .make_line = line_hold,
    .open = N_ ("Open the holds."),
    .action = "win.list",
    .page = "access-log",
    .filter = "holds",
    .value = "ending" },
  { .kind = "log-damaged",
    .icon = "dialog-warning-symbolic",
    .make_title = title_damage,
    .line = N_ ("Some of its lines are missing"),
    .open = N_ ("Open the access log."),
    .action = "win.log",
    .make_target = to_log },
  { .kind = "finding",
    .icon = "dialog-warning-symbolic",
    .make_title = title_finding,
    .line = N_ ("Detections raised it from what is in the access log"),
    .open = N_ ("Open these findings."),
    .action = "win.list",
    .page = "findings",
    .filter = "state",
    .value = "undecided",
    .subject = "severity" },
  { .kind = "log-review-leaving",
    .icon = "dialog-warning-symbolic",
    .ends = TRUE,
    .never = TRUE,
    .title = N_ ("The access log is leaving without having been reviewed"),
    .make_line = line_log_review_leaving,
    .open = N_ ("Open the review."),
    .action = "win.list",
    .page = "log-reviews",
    .subject = "review" },
  { .kind = "log-review",
    .icon = "x-office-calendar-symbolic",
    .title = N_ ("Review of the access log"),
    .make_line = line_log_review,
    .open = N_ ("Open the review."),
    .action = "win.list",
    .page = "log-reviews",
    .subject = "review" },
  { .kind = "log-review-second",
    .icon = "x-office-calendar-symbolic",
    .title = N_ ("A review of the access log waits for its second signature"),
    .make_line = line_log_review_second,
    .open = N_ ("Open the review."),
    .action = "win.list",
    .page = "log-reviews",
    .subject = "review" },
  { .kind = "follow-up",
    .icon = "task-due-symbolic",
    /* Translators: %s is a number of findings in the access log */
    .counted = NP_ ("%s finding to follow up", "%s findings to follow up"),
    .open = N_ ("Open these findings."),
    .action = "win.list",
    .page = "findings",
    .filter = "state",
    .value = "follow_up" },
  { .kind = "mute",
    .icon = "audio-volume-muted-symbolic",
    .ends = TRUE,
    /* Translators: %s is a number of mutes, which keep expected findings quiet for a while */
    .counted = NP_ ("%s mute is about to end", "%s mutes are about to end"),
    .line = N_ ("What it covers is raised again from then on"),
    .open = N_ ("Open the mutes."),
    .action = "win.list",
    .page = "findings",
    .filter = "mutes",
    .value = "ending" },
  { .kind = "notification-failing",
    .icon = "dialog-warning-symbolic",
    /* Translators: %s is the name of a rule that says who is told of findings */
    .named = N_ ("The notification “%s” reaches nobody"),
    .counted =
      /* Translators: %s is a number of rules about who is told of findings, beside those named above */
    NP_ ("%s more notification reaches nobody", "%s more notifications reach nobody"),
    .line = N_ ("What is found in the access log is not told"),
    .open = N_ ("Open the notifications."),
    .action = "win.list",
    .page = "policy",
    .subject = "notification-rule" },
  { .kind = "notification-paused",
    .icon = "notifications-disabled-symbolic",
    /* Translators: %s is the name of a rule that says who is told of findings */
    .named = N_ ("The notification “%s” is paused"),
    /* Translators: %s is a number of rules about who is told of findings, beside those named above */
    .counted = NP_ ("%s more notification is paused", "%s more notifications are paused"),
    .line = N_ ("What is found in the access log meanwhile is not told"),
    .open = N_ ("Open the notifications."),
    .action = "win.list",
    .page = "policy",
    .subject = "notification-rule" },
  { .kind = "support-ask",
    .icon = "user-available-symbolic",
    .ends = TRUE,
    /* Translators: %s is a person of support */
    .named = N_ ("%s, of support, asks to be let in"),
    .counted =
      /* Translators: %s is a number of people of support, beside those that are named above */
    NP_ ("%s more person of support asks to be let in", "%s more people of support ask to be let in"),
    .name = name_account,
    .make_line = line_asked,
    .open = N_ ("Open the request."),
    .action = "win.list",
    .page = "support",
    .subject = "grant" },
  { .kind = "support-here",
    .icon = "user-available-symbolic",
    .ends = TRUE,
    /* Translators: %s is a person of support */
    .named = N_ ("%s, of support, is here"),
    .counted =
      /* Translators: %s is a number of people of support, beside those that are named above */
    NP_ ("%s more person of support is here", "%s more people of support are here"),
    .name = name_account,
    .line = N_ ("Everything they do is recorded; you can end it at any time"),
    .open = N_ ("Open what they may do and what they did."),
    .action = "win.list",
    .page = "support",
    .subject = "grant" },
};

const ReeveDutyKind *
reeve_duty_kind_find (ReeveDuty *duty)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, duty->kind) == 0)
      return &kinds[i];
  return NULL;
}
