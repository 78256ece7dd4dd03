/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The event of a change is itself one that the detections look at, so they take it up before anything that
 * comes after. */

#include "config.h"

#include "service/api/detection-settings.h"

#include "common/log-action.h"
#include "service/detect/settings.h"
#include "service/store/detection-settings.h"

gboolean
detection_settings_get (ReeveCall *call, GError **error)
{
  ReeveDetectionSettings *settings = reeve_detection_settings_get (call->tx, error);

  if (settings == NULL)
    return FALSE;
  reeve_settings_describe (settings);
  call->reply = REEVE_RECORD (settings);
  return TRUE;
}

/* @before as the call wants it to be. (transfer full) */
static ReeveDetectionSettings *
read_change (ReeveCall *call, ReeveDetectionSettings *before, GError **error)
{
  g_autoptr (ReeveDetectionSettings) after = reeve_record_copy (before);

  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !reeve_settings_check (after, error))
    return NULL;
  reeve_settings_tidy (after);
  return g_steal_pointer (&after);
}

gboolean
detection_settings_want_code (ReeveCall *call)
{
  g_autoptr (ReeveDetectionSettings) before = reeve_detection_settings_get (call->tx, NULL);
  g_autoptr (ReeveDetectionSettings) after = NULL;

  /* What is of an older version, or cannot be read, is refused anyway. */
  if (before == NULL || call->if_match != before->version)
    return FALSE;
  after = read_change (call, before, NULL);
  return after != NULL && reeve_settings_find_less (before, after);
}

gboolean
detection_settings_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveDetectionSettings) before = reeve_detection_settings_get (call->tx, error);
  g_autoptr (ReeveDetectionSettings) after = NULL;

  if (before == NULL)
    return FALSE;
  if (call->if_match != before->version)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "the detections were set since they were read");
      return FALSE;
    }
  after = read_change (call, before, error);
  if (after == NULL)
    return FALSE;
  if (reeve_record_equal (before, after))
    {
      reeve_call_nothing_changed (call);
      reeve_settings_describe (before);
      call->reply = REEVE_RECORD (g_steal_pointer (&before));
      return TRUE;
    }

  after->changed = call->now;
  if (!reeve_detection_settings_update (call->tx, after, before->version, error) ||
      !reeve_call_audit (call, NULL, NULL, "detection-settings", after->id, NULL, before, after, NULL, NULL,
                         error))
    return FALSE;
  if (reeve_settings_find_less (before, after))
    reeve_call_came_to (call, REEVE_LOG_WEAKENED);
  reeve_call_changed (call, "detection-settings", after->id, after->version);
  reeve_settings_describe (after);
  call->reply = REEVE_RECORD (g_steal_pointer (&after));
  return TRUE;
}
