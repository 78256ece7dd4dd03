/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of what a workspace set of its detections, and of what there is to set. */

#include "config.h"

#include "common/detection-settings.h"

#include <string.h>

#include "common/detection-site.h"
#include "common/finding.h"

static const char *const ids[] = { REEVE_DETECTION_SETTINGS_ID, NULL };

static const ReeveField number_fields[] = {
  { "name", REEVE_FIELD_TEXT, offsetof (ReeveDetectionNumber, name), REEVE_READ_ONLY, .max = 64,
    .summary = "What it is called, failures." },
  { "value", REEVE_FIELD_INTEGER, offsetof (ReeveDetectionNumber, value), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "As it is in force." },
  { "usual", REEVE_FIELD_INTEGER, offsetof (ReeveDetectionNumber, usual), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "What it is where nobody set it." },
  { "least", REEVE_FIELD_INTEGER, offsetof (ReeveDetectionNumber, least), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "The lowest that it may be." },
  { "most", REEVE_FIELD_INTEGER, offsetof (ReeveDetectionNumber, most), REEVE_READ_ONLY, .max = G_MAXINT32,
    .summary = "The highest." },
  { "widens", REEVE_FIELD_BOOLEAN, offsetof (ReeveDetectionNumber, widens), REEVE_READ_ONLY,
    .summary = "Whether a higher one finds more; of others it finds less." },
};
REEVE_DEFINE_RECORD (ReeveDetectionNumber, reeve_detection_number, "detection-number", NULL, number_fields)

static const ReeveField detection_fields[] = {
  { "rule", REEVE_FIELD_TEXT, offsetof (ReeveDetection, rule), REEVE_READ_ONLY, .max = 64,
    .summary = "Which one, brute-force." },
  { "technique", REEVE_FIELD_TEXT, offsetof (ReeveDetection, technique), REEVE_READ_ONLY, .max = 64,
    .summary = "What it finds, in MITRE ATT&CK." },
  { "severity", REEVE_FIELD_CHOICE, offsetof (ReeveDetection, severity), REEVE_READ_ONLY,
    .choices = reeve_finding_severities, .summary = "How grave its findings are." },
  { "on", REEVE_FIELD_BOOLEAN, offsetof (ReeveDetection, on), REEVE_READ_ONLY,
    .summary = "Whether it raises anything." },
  { "numbers", REEVE_FIELD_RECORDS, offsetof (ReeveDetection, numbers), REEVE_READ_ONLY, .max = 16,
    .record_type = reeve_detection_number_get_type, .summary = "Its numbers." },
};
REEVE_DEFINE_RECORD (ReeveDetection, reeve_detection, "detection", NULL, detection_fields)

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveDetectionSettings, id), REEVE_READ_ONLY, .choices = ids,
    .summary = "Always detection-settings: a workspace has one." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveDetectionSettings, version),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED, .summary = "Grows with every change; sent as ETag." },
  { "switched-off", REEVE_FIELD_TEXTS, offsetof (ReeveDetectionSettings, switched_off), REEVE_FIELD_PLAIN,
    .max = REEVE_DETECTIONS_MOST,
    .summary = "Detections that raise nothing; they go on learning. One more takes a fresh code." },
  { "numbers", REEVE_FIELD_TEXTS, offsetof (ReeveDetectionSettings, numbers), REEVE_FIELD_PLAIN,
    .max = REEVE_DETECTION_NUMBERS,
    .summary =
      "Numbers that differ from the usual ones, brute-force/failures=30; the others are as usual. What "
      "finds less than before takes a fresh code." },
  { "sites", REEVE_FIELD_RECORDS, offsetof (ReeveDetectionSettings, sites), REEVE_NOT_STORED,
    .max = REEVE_DETECTION_SITES, .record_type = reeve_detection_site_get_type,
    .summary =
      "The workspace's own places. To make one place of several, or to bring two nearer to each other, "
      "takes a fresh code." },
  { "detections", REEVE_FIELD_RECORDS, offsetof (ReeveDetectionSettings, detections),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .max = REEVE_DETECTIONS_MOST,
    .record_type = reeve_detection_get_type, .summary = "All that there are, as they are in force." },
  { "changed", REEVE_FIELD_TIME, offsetof (ReeveDetectionSettings, changed),
    REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "When it was changed last; absent where it is as the workspace was made." },
};
REEVE_DEFINE_RECORD (ReeveDetectionSettings, reeve_detection_settings, "detection-settings", NULL, fields)

gboolean
reeve_detection_settings_read_number (const char *text, char **rule, char **name, gint64 *value)
{
  g_autofree char *both = NULL;
  char *slash;

  if (!reeve_finding_read_number (text, &both, value))
    return FALSE;
  slash = strchr (both, '/');
  if (slash == NULL)
    return FALSE;
  *rule = g_strndup (both, (gsize) (slash - both));
  *name = g_strdup (slash + 1);
  return TRUE;
}

char *
reeve_detection_settings_print_number (const char *rule, const char *name, gint64 value)
{
  return g_strdup_printf ("%s/%s=%" G_GINT64_FORMAT, rule, name, value);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, @texts without those that begin with @prefix, and with @text (nullable). */
static void
replace (GStrv *texts, const char *prefix, gboolean whole, const char *text)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; *texts != NULL && (*texts)[i] != NULL; i++)
    if (whole ? !g_str_equal ((*texts)[i], prefix) : !g_str_has_prefix ((*texts)[i], prefix))
      g_ptr_array_add (all, g_strdup ((*texts)[i]));
  if (text != NULL)
    g_ptr_array_add (all, g_strdup (text));
  g_ptr_array_sort (all, compare_texts);
  g_clear_pointer (texts, g_strfreev);
  if (all->len == 0)
    return;
  g_ptr_array_add (all, NULL);
  *texts = (GStrv) g_ptr_array_steal (all, NULL);
}

void
reeve_detection_settings_switch (ReeveDetectionSettings *self, const char *rule, gboolean on)
{
  replace (&self->switched_off, rule, TRUE, on ? NULL : rule);
}

void
reeve_detection_settings_set_number (ReeveDetectionSettings *self,
                                     const char *rule,
                                     const char *name,
                                     gint64 value,
                                     gint64 usual)
{
  g_autofree char *prefix = g_strdup_printf ("%s/%s=", rule, name);
  g_autofree char *text = value != usual ? reeve_detection_settings_print_number (rule, name, value) : NULL;

  replace (&self->numbers, prefix, FALSE, text);
}
