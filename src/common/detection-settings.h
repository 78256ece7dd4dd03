/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace set of its detections: one record, which is always there. It says which are switched off
 * and which numbers differ from the usual ones; what is not named is as usual. It names the workspace's own
 * places (detection-site.h), which nobody has to name. Beside that it tells what there is to set. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_DETECTION_SETTINGS_ID "detection-settings"
#define REEVE_DETECTIONS_MOST       50  /* detections that there may ever be */
#define REEVE_DETECTION_NUMBERS     200 /* numbers of all of them */

/* A number of a detection. */
REEVE_DECLARE_RECORD (ReeveDetectionNumber, reeve_detection_number, DETECTION_NUMBER)
struct _ReeveDetectionNumber
{
  ReeveRecord parent_instance;

  char *name;
  gint64 value; /* in force */
  gint64 usual;
  gint64 least;
  gint64 most;
  gboolean widens; /* the higher, the more is found; else the less */
};

REEVE_DECLARE_RECORD (ReeveDetection, reeve_detection, DETECTION)
struct _ReeveDetection
{
  ReeveRecord parent_instance;

  char *rule;           /* "brute-force" */
  char *technique;      /* of MITRE ATT&CK */
  const char *severity; /* of reeve_finding_severities */
  gboolean on;
  GPtrArray *numbers; /* (nullable) of ReeveDetectionNumber */
};

REEVE_DECLARE_RECORD (ReeveDetectionSettings, reeve_detection_settings, DETECTION_SETTINGS)
struct _ReeveDetectionSettings
{
  ReeveRecord parent_instance;

  char *id; /* "detection-settings" */
  gint64 version;
  GStrv switched_off;    /* (nullable): rules */
  GStrv numbers;         /* (nullable): "brute-force/failures=30" */
  GPtrArray *sites;      /* (nullable) of ReeveDetectionSite, by name */
  GPtrArray *detections; /* (nullable) of ReeveDetection: all that there are, in a reply */
  gint64 changed;        /* 0: never */
};

/* One of `numbers`. FALSE: it is none. @rule, @name: (out) (transfer full) */
gboolean reeve_detection_settings_read_number (const char *text, char **rule, char **name, gint64 *value);
/* (transfer full) */
char *reeve_detection_settings_print_number (const char *rule, const char *name, gint64 value);

/* Makes a detection be on or off, or a number of it be @value; one that is the usual one is named no more. */
void reeve_detection_settings_switch (ReeveDetectionSettings *self, const char *rule, gboolean on);
void reeve_detection_settings_set_number (ReeveDetectionSettings *self,
                                          const char *rule,
                                          const char *name,
                                          gint64 value,
                                          gint64 usual);

G_END_DECLS
