/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of what a workspace set of its breach desk. */

#include "config.h"

#include "common/case-settings.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "common/notice-template.h"

static const char *const ids[] = { REEVE_CASE_SETTINGS_ID, NULL };

/* Translators: subject of a mail; {workspace} and {case} stay as they are */
const char reeve_case_notice_subject[] = N_ ("Notice of a possible data breach in {workspace} (case {case})");
/* Translators: a mail, with an empty line between its paragraphs; the words in {} stay as they are */
const char reeve_case_notice_text[] =
  N_ ("This is a notice about case {case} in {workspace}. {nature}\n\n"
      "Whom it is about: {people}\n"
      "Reported: {reported}\n"
      "Since: {since}\n"
      "What was noticed: {noticed}\n\n"
      "{done}\n\n"
      "More will be told as soon as it is known. If you have questions, turn to those who administer "
      "{workspace}, and name case {case}.");

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveCaseSettings, id), REEVE_READ_ONLY, .choices = ids,
    .summary = "Always case-settings: a workspace has one." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveCaseSettings, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; sent as ETag." },
  { "notice-minutes", REEVE_FIELD_INTEGER, offsetof (ReeveCaseSettings, notice_minutes), REEVE_REQUIRED,
    .min = 1, .max = REEVE_CASE_NOTICE_MINUTES_MAX,
    .summary = "How long after the report the customer is told of a vulnerability that nobody closed; of a "
               "possible leak they are told at once." },
  { "notice-subject", REEVE_FIELD_TEXT, offsetof (ReeveCaseSettings, notice_subject), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICE_SUBJECT_MAX,
    .summary = "Of the notice; absent: the usual one, in the language of mails." },
  { "notice-text", REEVE_FIELD_LINES, offsetof (ReeveCaseSettings, notice_text), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICE_TEXT_MAX,
    .summary = "Of the notice, as subject: {case}, {workspace}, {nature}, {people}, {reported}, {since}, "
               "{noticed} and {done} stand for what is known by then." },
  { "notice-to", REEVE_FIELD_TEXTS, offsetof (ReeveCaseSettings, notice_to), REEVE_FIELD_PLAIN,
    .max = REEVE_CASE_NOTICE_TO_MOST,
    .summary = "Addresses that get it besides those who may instruct on the case." },
  { "usual-subject", REEVE_FIELD_TEXT, offsetof (ReeveCaseSettings, usual_subject),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = REEVE_CASE_NOTICE_SUBJECT_MAX,
    .summary = "Where there is no other." },
  { "usual-text", REEVE_FIELD_LINES, offsetof (ReeveCaseSettings, usual_text),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = REEVE_CASE_NOTICE_TEXT_MAX,
    .summary = "Where there is no other." },
  { "changed", REEVE_FIELD_TIME, offsetof (ReeveCaseSettings, changed), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was changed last; absent where it is as the workspace was made." },
};
REEVE_DEFINE_RECORD (ReeveCaseSettings, reeve_case_settings, "case-settings", NULL, fields)

static void
check_template (const char *pointer, const char *text, GError **error)
{
  g_autofree char *unknown = text != NULL ? reeve_notice_template_find_unknown (text) : NULL;

  if (unknown != NULL)
    reeve_error_add_member (error, pointer, "placeholder", "there is nothing that “%s” could stand for",
                            unknown);
}

gboolean
reeve_case_settings_check (ReeveCaseSettings *self, GError **error)
{
  const ReeveField email = { .name = "address", .type = REEVE_FIELD_EMAIL, .max = 254 };
  g_autoptr (GError) refusal = NULL;

  check_template ("/noticeSubject", self->notice_subject, &refusal);
  check_template ("/noticeText", self->notice_text, &refusal);
  for (guint i = 0; self->notice_to != NULL && self->notice_to[i] != NULL; i++)
    {
      g_autofree char *place = g_strdup_printf ("/noticeTo/%u", i);
      g_autofree char *normal = NULL;
      const char *reason;

      if (reeve_field_check_text (&email, self->notice_to[i], &normal, &reason, NULL))
        g_set_str (&self->notice_to[i], normal);
      else
        reeve_error_add_member (&refusal, place, reason, "this is no address that mail could be sent to");
    }
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
