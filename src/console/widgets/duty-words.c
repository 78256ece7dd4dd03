/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new kind is a row of the table at the end, with a function for its title and, where there is more to say,
 * one for its line. */

#include "config.h"

#include "console/widgets/duty-words.h"

#include <glib/gi18n.h>

#include "common/capability.h"
#include "common/clock.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"

typedef struct
{
  const char *kind;
  const char *icon;
  gboolean ends;  /* at its date something ends; else something is to be done by then */
  gboolean waits; /* it may be put off */
  char *(*title) (ReeveDuty *duty);
  char *(*line) (ReeveDuty *duty, gint64 now); /* (nullable) */
  const char *open;                            /* marked with N_(): what activating it does, read aloud */
  const char *action;
  GVariant *(*target) (ReeveDuty *duty, gint64 now); /* (nullable) */
} Words;

/* "12", as people write it; or the subject, safe within a sentence. */
static char *
count (ReeveDuty *duty)
{
  g_autofree char *many = NULL;

  if (duty->count <= REEVE_DUTY_MANY)
    return reeve_format_count (duty->count);
  many = reeve_format_count (REEVE_DUTY_MANY);
  /* Translators: more than %s, as short as can be: "10,000+" */
  return g_strdup_printf (_ ("%s+"), many);
}

static char *
subject (ReeveDuty *duty)
{
  return reeve_format_isolate (duty->subject);
}

static gulong
n (ReeveDuty *duty)
{
  return (gulong) MAX (duty->count, 0);
}

/* --- Titles and lines --- */

static char *
title_locked (ReeveDuty *duty)
{
  g_autofree char *who = duty->subject != NULL ? subject (duty) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s is locked after a breach report"), who);
  /* Translators: %s is a number of people, beside those that are named above */
  return g_strdup_printf (g_dngettext (NULL, "%s more person is locked after a breach report",
                                       "%s more people are locked after a breach report", n (duty)),
                          who);
}

static char *
line_locked (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Nobody can sign in to the account until it is released"));
}

static char *
title_reset (ReeveDuty *duty)
{
  g_autofree char *who = duty->subject != NULL ? subject (duty) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is a person's name; somebody asks to take their second factor away */
    return g_strdup_printf (_ ("The second factor of %s is to be reset"), who);
  /* Translators: %s is a number, beside those that are named above */
  return g_strdup_printf (g_dngettext (NULL, "%s more second factor is to be reset",
                                       "%s more second factors are to be reset", n (duty)),
                          who);
}

static char *
line_reset (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Another administrator asks for it: somebody else has to decide"));
}

static char *
title_own_factor (ReeveDuty *duty)
{
  return g_strdup (_ ("Set up your second factor"));
}

static char *
line_own_factor (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("From then on, this workspace opens with a code only"));
}

static char *
title_approval (ReeveDuty *duty)
{
  g_autofree char *name = reeve_format_account_name (duty->subject);
  g_autofree char *who = duty->subject != NULL ? reeve_format_isolate (name) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s asks for your approval"), who);
  /* Translators: %s is a number of requests, beside those that are named above */
  return g_strdup_printf (g_dngettext (NULL, "%s more request waits for your approval",
                                       "%s more requests wait for your approval", n (duty)),
                          who);
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
title_access_review (ReeveDuty *duty)
{
  g_autofree char *rights = count (duty);

  /* Translators: %s is a number of roles that people hold */
  return g_strdup_printf (g_dngettext (NULL, "Access review: %s right to decide on",
                                       "Access review: %s rights to decide on", n (duty)),
                          rights);
}

static char *
line_access_review (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("What nobody has decided on by then is taken away"));
}

static char *
title_access_review_opens (ReeveDuty *duty)
{
  return g_strdup (_ ("Access review"));
}

static char *
title_second_factor (ReeveDuty *duty)
{
  g_autofree char *people = count (duty);
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
title_rotation (ReeveDuty *duty)
{
  g_autofree char *what = duty->subject != NULL ? subject (duty) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is what a secret that people know is called */
    return g_strdup_printf (_ ("Change the secret “%s”"), what);
  /* Translators: %s is a number of secrets */
  return g_strdup_printf (g_dngettext (NULL, "%s secret to change", "%s secrets to change", n (duty)), what);
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
title_invitation (ReeveDuty *duty)
{
  g_autofree char *what = duty->subject != NULL ? reeve_format_isolate_ltr (duty->subject) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is an e-mail address */
    return g_strdup_printf (_ ("The invitation of %s is about to expire"), what);
  /* Translators: %s is a number of invitations */
  return g_strdup_printf (
    g_dngettext (NULL, "%s invitation is about to expire", "%s invitations are about to expire", n (duty)),
    what);
}

static char *
line_invitation (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Nobody accepted yet; sending it again gives more time"));
}

static char *
title_mail (ReeveDuty *duty)
{
  g_autofree char *mails = count (duty);

  /* Translators: %s is a number of mails */
  return g_strdup_printf (
    g_dngettext (NULL, "%s mail could not be sent", "%s mails could not be sent", n (duty)), mails);
}

static char *
line_mail (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("In the last seven days; the mail server refused"));
}

static char *
title_mail_waiting (ReeveDuty *duty)
{
  g_autofree char *mails = count (duty);

  /* Translators: %s is a number of mails */
  return g_strdup_printf (
    g_dngettext (NULL, "%s mail waits for the mail server", "%s mails wait for the mail server", n (duty)),
    mails);
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
title_company (ReeveDuty *duty)
{
  g_autofree char *what = duty->subject != NULL ? subject (duty) : count (duty);

  if (duty->subject != NULL)
    /* Translators: %s is the name of a company */
    return g_strdup_printf (_ ("%s has no group administrator"), what);
  /* Translators: %s is a number of companies, beside those that are named above */
  return g_strdup_printf (g_dngettext (NULL, "%s more company has no group administrator",
                                       "%s more companies have no group administrator", n (duty)),
                          what);
}

static char *
line_company (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("After a breach, nobody there could say what is to be done"));
}

static char *
title_folder (ReeveDuty *duty)
{
  g_autofree char *folders = count (duty);

  /* Translators: %s is a number of folders */
  return g_strdup_printf (
    g_dngettext (NULL, "%s folder has lost its manager", "%s folders have lost their managers", n (duty)),
    folders);
}

static char *
line_folder (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Whoever managed it has left, or is suspended"));
}

static char *
title_grant (ReeveDuty *duty)
{
  g_autofree char *grants = count (duty);

  /* Translators: %s is a number of grants: of who may do what in which folder */
  return g_strdup_printf (g_dngettext (NULL, "%s grant has expired", "%s grants have expired", n (duty)),
                          grants);
}

static char *
line_grant (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("It gives nothing any more, and stays until it is removed"));
}

static char *
title_hold (ReeveDuty *duty)
{
  g_autofree char *holds = count (duty);

  /* Translators: %s is a number of holds, which keep lines of the access log from being deleted */
  return g_strdup_printf (g_dngettext (NULL, "%s hold on the access log is about to end",
                                       "%s holds on the access log are about to end", n (duty)),
                          holds);
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
  g_autofree char *days = count (duty);
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
line_damage (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Some of its lines are missing"));
}

static char *
title_finding (ReeveDuty *duty)
{
  g_autofree char *findings = count (duty);
  const char *known = duty->subject_id != NULL ? reeve_finding_words_severity (duty->subject_id) : NULL;
  g_autofree char *severity = g_utf8_strdown (known != NULL ? known : "—", -1);

  /* Translators: %1$s is a number of findings in the access log, %2$s how bad they would be: "critical" */
  return g_strdup_printf (
    g_dngettext (NULL, "%1$s finding to decide on: %2$s", "%1$s findings to decide on: %2$s", n (duty)),
    findings, severity);
}

static char *
line_finding (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("Detections raised it from what is in the access log"));
}

static char *
title_log_review (ReeveDuty *duty)
{
  return g_strdup (_ ("Review of the access log"));
}

static char *
line_log_review (ReeveDuty *duty, gint64 now)
{
  g_autofree char *date = reeve_format_date (duty->since + REEVE_DAY / 2);

  /* Translators: of a review; %s is a day */
  return g_strdup_printf (_ ("What happened from %s on is looked at, and signed for"), date);
}

static char *
title_log_review_leaving (ReeveDuty *duty)
{
  return g_strdup (_ ("The access log is leaving without having been reviewed"));
}

static char *
line_log_review_leaving (ReeveDuty *duty, gint64 now)
{
  if (duty->due <= now)
    return g_strdup (_ ("The oldest events are gone; each day takes more of them"));
  return g_strdup (_ ("Nobody has signed for it, and its oldest events are deleted then"));
}

static char *
title_log_review_second (ReeveDuty *duty)
{
  return g_strdup (_ ("A review of the access log waits for its second signature"));
}

static char *
line_log_review_second (ReeveDuty *duty, gint64 now)
{
  g_autofree char *name = duty->subject != NULL ? reeve_format_account_name (duty->subject) : NULL;
  g_autofree char *who = reeve_format_isolate (name != NULL ? name : "—");

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s has signed it"), who);
}

static char *
title_follow_up (ReeveDuty *duty)
{
  g_autofree char *findings = count (duty);

  /* Translators: %s is a number of findings in the access log */
  return g_strdup_printf (g_dngettext (NULL, "%s finding to follow up", "%s findings to follow up", n (duty)),
                          findings);
}

static char *
title_mute (ReeveDuty *duty)
{
  g_autofree char *mutes = count (duty);

  /* Translators: %s is a number of mutes, which keep expected findings quiet for a while */
  return g_strdup_printf (
    g_dngettext (NULL, "%s mute is about to end", "%s mutes are about to end", n (duty)), mutes);
}

static char *
line_mute (ReeveDuty *duty, gint64 now)
{
  return g_strdup (_ ("What it covers is raised again from then on"));
}

/* --- Where to --- */

/* The page, and up to two filters of its list. */
static GVariant *
list (const char *page, const char *name, const char *value, const char *other, const char *other_value)
{
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  if (name != NULL)
    g_variant_builder_add (&filters, "{ss}", name, value);
  if (other != NULL)
    g_variant_builder_add (&filters, "{ss}", other, other_value);
  return g_variant_new ("(sa{ss})", page, &filters);
}

static GVariant *
to_locked (ReeveDuty *duty, gint64 now)
{
  return list ("users", "lock", "any", duty->subject_id != NULL ? "user" : NULL, duty->subject_id);
}

static GVariant *
to_approvals (ReeveDuty *duty, gint64 now)
{
  return list ("approvals", "mine", "to-decide", duty->subject_id != NULL ? "approval" : NULL,
               duty->subject_id);
}

static GVariant *
to_access_review (ReeveDuty *duty, gint64 now)
{
  return list ("access-reviews", "decision", "undecided", NULL, NULL);
}

static GVariant *
to_access_reviews (ReeveDuty *duty, gint64 now)
{
  return list ("access-reviews", NULL, NULL, NULL, NULL);
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
  return list ("rotations", "state", duty->due <= now ? "due" : "waiting", NULL, NULL);
}

static GVariant *
to_invitations (ReeveDuty *duty, gint64 now)
{
  return list ("invitations", "state", "open", NULL, NULL);
}

static GVariant *
to_failed_mails (ReeveDuty *duty, gint64 now)
{
  return list ("mails", "state", "failed", NULL, NULL);
}

static GVariant *
to_waiting_mails (ReeveDuty *duty, gint64 now)
{
  return list ("mails", "state", "waiting", NULL, NULL);
}

static GVariant *
to_company (ReeveDuty *duty, gint64 now)
{
  return duty->subject_id != NULL ? list ("groups", "group", duty->subject_id, NULL, NULL)
                                  : list ("groups", "administrators", "none", NULL, NULL);
}

static GVariant *
to_folders (ReeveDuty *duty, gint64 now)
{
  return list ("grant-reviews", "folders", "unmanaged", NULL, NULL);
}

static GVariant *
to_grants (ReeveDuty *duty, gint64 now)
{
  return list ("grant-reviews", "finding", "expired", NULL, NULL);
}

static GVariant *
to_holds (ReeveDuty *duty, gint64 now)
{
  return list ("access-log", "holds", "ending", NULL, NULL);
}

static GVariant *
to_findings (ReeveDuty *duty, gint64 now)
{
  return list ("findings", "state", "undecided", duty->subject_id != NULL ? "severity" : NULL,
               duty->subject_id);
}

static GVariant *
to_follow_ups (ReeveDuty *duty, gint64 now)
{
  return list ("findings", "state", "follow_up", NULL, NULL);
}

static GVariant *
to_mutes (ReeveDuty *duty, gint64 now)
{
  return list ("findings", "mutes", "ending", NULL, NULL);
}

static GVariant *
to_log_review (ReeveDuty *duty, gint64 now)
{
  return list ("log-reviews", duty->subject_id != NULL ? "review" : NULL, duty->subject_id, NULL, NULL);
}

/* The whole log, which says above it what is missing. */
static GVariant *
to_log (ReeveDuty *duty, gint64 now)
{
  return g_variant_new_string ("");
}

/* --- The table --- */

static const Words words[] = {
  { "locked", "system-lock-screen-symbolic", FALSE, FALSE, title_locked, line_locked, N_ ("Open the person."),
    "win.list", to_locked },
  { "second-factor-reset", "auth-fingerprint-symbolic", FALSE, FALSE, title_reset, line_reset,
    N_ ("Open the requests."), "win.second-factor-resets", NULL },
  { "own-second-factor", "auth-fingerprint-symbolic", FALSE, TRUE, title_own_factor, line_own_factor,
    N_ ("Open your second factor."), "win.second-factor", NULL },
  { "approval", "changes-allow-symbolic", FALSE, TRUE, title_approval, line_asked, N_ ("Open the request."),
    "win.list", to_approvals },
  { "access-review", "security-high-symbolic", FALSE, TRUE, title_access_review, line_access_review,
    N_ ("Open the access review."), "win.list", to_access_review },
  { "access-review-opens", "security-high-symbolic", FALSE, TRUE, title_access_review_opens, NULL,
    N_ ("Open the access reviews."), "win.list", to_access_reviews },
  { "second-factor", "auth-fingerprint-symbolic", FALSE, TRUE, title_second_factor, line_second_factor,
    N_ ("Open the list of these people."), "win.list", to_without_factor },
  { "rotation", "dialog-password-symbolic", FALSE, TRUE, title_rotation, line_rotation,
    N_ ("Open the secrets."), "win.list", to_rotations },
  { "invitation", "mail-send-symbolic", TRUE, TRUE, title_invitation, line_invitation,
    N_ ("Open the invitations."), "win.list", to_invitations },
  { "mail", "mail-unread-symbolic", FALSE, TRUE, title_mail, line_mail, N_ ("Open the mails."), "win.list",
    to_failed_mails },
  { "mail-waiting", "mail-unread-symbolic", FALSE, TRUE, title_mail_waiting, line_mail_waiting,
    N_ ("Open the mails."), "win.list", to_waiting_mails },
  { "group-administrator", "x-office-address-book-symbolic", FALSE, TRUE, title_company, line_company,
    N_ ("Open the group."), "win.list", to_company },
  { "folder-manager", "folder-symbolic", FALSE, TRUE, title_folder, line_folder, N_ ("Open these folders."),
    "win.list", to_folders },
  { "grant-expired", "folder-symbolic", FALSE, TRUE, title_grant, line_grant, N_ ("Open these grants."),
    "win.list", to_grants },
  { "hold", "document-open-recent-symbolic", TRUE, TRUE, title_hold, line_hold, N_ ("Open the holds."),
    "win.list", to_holds },
  { "log-damaged", "dialog-warning-symbolic", FALSE, TRUE, title_damage, line_damage,
    N_ ("Open the access log."), "win.log", to_log },
  { "finding", "dialog-warning-symbolic", FALSE, TRUE, title_finding, line_finding,
    N_ ("Open these findings."), "win.list", to_findings },
  { "log-review-leaving", "dialog-warning-symbolic", TRUE, FALSE, title_log_review_leaving,
    line_log_review_leaving, N_ ("Open the review."), "win.list", to_log_review },
  { "log-review", "x-office-calendar-symbolic", FALSE, TRUE, title_log_review, line_log_review,
    N_ ("Open the review."), "win.list", to_log_review },
  { "log-review-second", "x-office-calendar-symbolic", FALSE, TRUE, title_log_review_second,
    line_log_review_second, N_ ("Open the review."), "win.list", to_log_review },
  { "follow-up", "task-due-symbolic", FALSE, TRUE, title_follow_up, NULL, N_ ("Open these findings."),
    "win.list", to_follow_ups },
  { "mute", "audio-volume-muted-symbolic", TRUE, TRUE, title_mute, line_mute, N_ ("Open the mutes."),
    "win.list", to_mutes },
};

static const Words *
find (ReeveDuty *duty)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].kind, duty->kind) == 0)
      return &words[i];
  return NULL;
}

/* What a newer service tells of is not shown; this is for who asks all the same. */
static char *
title_unknown (ReeveDuty *duty)
{
  return g_strdup ("—");
}

static const Words *
get (ReeveDuty *duty)
{
  static const Words unknown = {
    "", "dialog-question-symbolic", FALSE, TRUE, title_unknown, NULL, "", "win.refresh", NULL
  };
  const Words *its = find (duty);

  return its != NULL ? its : &unknown;
}

gboolean
reeve_duty_words_knows (ReeveDuty *duty)
{
  return find (duty) != NULL;
}

char *
reeve_duty_words_title (ReeveDuty *duty)
{
  return get (duty)->title (duty);
}

char *
reeve_duty_words_line (ReeveDuty *duty, gint64 now)
{
  const Words *its = get (duty);

  return its->line != NULL ? its->line (duty, now) : NULL;
}

gboolean
reeve_duty_words_may_wait (ReeveDuty *duty)
{
  return get (duty)->waits;
}

const char *
reeve_duty_words_icon (ReeveDuty *duty)
{
  return get (duty)->icon;
}

const char *
reeve_duty_words_tone (ReeveDuty *duty, gint64 now)
{
  if (!get (duty)->waits || (duty->due != 0 && duty->due <= now))
    return "tone-error";
  return duty->due != 0 && duty->due <= now + REEVE_DAY ? "tone-warning" : "tone-plain";
}

/* --- Times --- */

/* A day within the week by its name, a later one by its date. (transfer full) */
static char *
name_day (gint64 due, gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (due / REEVE_SECOND);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup ("—");
  /* Translators: g_date_time_format() pattern of a day of this week: "Thursday" */
  return due - now < 6 * REEVE_DAY ? g_date_time_format (local, _ ("%A"))
                                   /* Translators: g_date_time_format() pattern of a day: "12 March" */
                                   : g_date_time_format (local, _ ("%-d %B"));
}

static char *
describe_today (const Words *its, gint64 left)
{
  g_autofree char *span = left < REEVE_HOUR
                            ? reeve_format_duration (left - left % REEVE_MINUTE + REEVE_MINUTE)
                            : g_strdup_printf (_ ("%d h"), (int) (left / REEVE_HOUR));

  if (its->ends)
    /* Translators: %s is how long, such as "21 min" or "5 h" */
    return g_strdup_printf (_ ("Ends in %s"), span);
  /* Translators: %s is how long, such as "21 min" or "5 h" */
  return g_strdup_printf (_ ("Due in %s"), span);
}

char *
reeve_duty_words_pill (ReeveDuty *duty, gint64 now)
{
  const Words *its = get (duty);
  g_autofree char *day = NULL;

  if (duty->due == 0)
    return NULL;
  if (duty->due <= now)
    {
      g_autofree char *late = reeve_format_ago (duty->due, now);

      if (now - duty->due < REEVE_MINUTE)
        return g_strdup (its->ends ? _ ("Ends now") : _ ("Due now"));
      /* Translators: of something that was to be done; %s is how long ago, such as "4 min" or "12 d" */
      return g_strdup_printf (_ ("Overdue for %s"), late);
    }
  if (duty->due - now < REEVE_DAY)
    return describe_today (its, duty->due - now);
  day = name_day (duty->due, now);
  if (its->ends)
    /* Translators: %s is a day: "Thursday", "12 March" */
    return g_strdup_printf (_ ("Ends %s"), day);
  /* Translators: %s is a day: "Thursday", "12 March" */
  return g_strdup_printf (_ ("Due %s"), day);
}

char *
reeve_duty_words_date (ReeveDuty *duty)
{
  return duty->due != 0 ? reeve_format_time (duty->due) : NULL;
}

char *
reeve_duty_words_spoken (ReeveDuty *duty, gint64 now)
{
  g_autofree char *title = reeve_duty_words_title (duty);
  g_autofree char *line = reeve_duty_words_line (duty, now);
  g_autofree char *pill = reeve_duty_words_pill (duty, now);
  g_autoptr (GString) text = g_string_new (title);

  g_string_append (text, ". ");
  if (line != NULL)
    g_string_append_printf (text, "%s. ", line);
  if (pill != NULL)
    g_string_append_printf (text, "%s. ", pill);
  g_string_append (text, _ (get (duty)->open));
  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
reeve_duty_words_next (ReeveDuty *duty, gint64 now)
{
  g_autofree char *title = reeve_duty_words_title (duty);
  g_autofree char *day = name_day (duty->due, now);

  if (duty->due == 0)
    return g_steal_pointer (&title);
  /* Translators: what comes next, and on which day: "Access review, 12 March" */
  return g_strdup_printf (_ ("%1$s, %2$s"), title, day);
}

const char *
reeve_duty_words_action (ReeveDuty *duty, gint64 now, GVariant **target)
{
  const Words *its = get (duty);

  *target = its->target != NULL ? its->target (duty, now) : NULL;
  return its->action;
}
