/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/case-settings.h"

#include "common/log-action.h"
#include "service/mail/words.h"
#include "service/store/case-settings.h"

static void
describe (ReeveCaseSettings *self)
{
  const ReeveWords *words = reeve_words_of (NULL);

  g_set_str (&self->usual_subject, reeve_words_get (words, reeve_case_notice_subject));
  g_set_str (&self->usual_text, reeve_words_get (words, reeve_case_notice_text));
}

gboolean
case_settings_get (ReeveCall *call, GError **error)
{
  ReeveCaseSettings *settings = reeve_case_settings_get (call->tx, error);

  if (settings == NULL)
    return FALSE;
  describe (settings);
  call->reply = REEVE_RECORD (settings);
  return TRUE;
}

/* @before as the call wants it to be. (transfer full) */
static ReeveCaseSettings *
read_change (ReeveCall *call, ReeveCaseSettings *before, GError **error)
{
  g_autoptr (ReeveCaseSettings) after = reeve_record_copy (before);

  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !reeve_case_settings_check (after, error))
    return NULL;
  return g_steal_pointer (&after);
}

static gboolean
weakens (ReeveCaseSettings *before, ReeveCaseSettings *after)
{
  if (after->notice_minutes > before->notice_minutes)
    return TRUE;
  for (guint i = 0; before->notice_to != NULL && before->notice_to[i] != NULL; i++)
    if (after->notice_to == NULL ||
        !g_strv_contains ((const char *const *) after->notice_to, before->notice_to[i]))
      return TRUE;
  return FALSE;
}

gboolean
case_settings_want_code (ReeveCall *call)
{
  g_autoptr (ReeveCaseSettings) before = reeve_case_settings_get (call->tx, NULL);
  g_autoptr (ReeveCaseSettings) after = NULL;

  /* What is of an older version, or cannot be read, is refused anyway. */
  if (before == NULL || call->if_match != before->version)
    return FALSE;
  after = read_change (call, before, NULL);
  return after != NULL && weakens (before, after);
}

gboolean
case_settings_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveCaseSettings) before = reeve_case_settings_get (call->tx, error);
  g_autoptr (ReeveCaseSettings) after = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "this was set since it was read");
      return FALSE;
    }
  after = read_change (call, before, error);
  if (after == NULL)
    return FALSE;
  if (reeve_record_equal (before, after))
    reeve_call_nothing_changed (call);
  else
    {
      after->changed = call->now;
      if (!reeve_case_settings_update (call->tx, after, before->version, error) ||
          !reeve_call_audit (call, NULL, NULL, "case-settings", after->id, NULL, before, after, NULL, NULL,
                             error))
        return FALSE;
      if (weakens (before, after))
        reeve_call_came_to (call, REEVE_LOG_WEAKENED);
      reeve_call_changed (call, "case-settings", after->id, after->version);
    }
  describe (after);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}
