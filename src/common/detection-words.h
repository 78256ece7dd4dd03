/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What detections are called, for people: on screen and in mails. They themselves are the service's
 * (service/detect/rules); a test holds one against the other. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REEVE_DETECTION_WORDS 20

/* Words are English, marked for translation. */
typedef struct
{
  const char *name;    /* "brute-force": on the wire */
  const char *title;   /* "Password guessing" */
  const char *meaning; /* a sentence: what happened */
  const char *check;   /* a sentence: what to do */
} ReeveDetectionWords;

extern const ReeveDetectionWords reeve_detection_words[REEVE_DETECTION_WORDS]; /* by their titles */

const ReeveDetectionWords *
reeve_detection_words_find (const char *name); /* (nullable): of a newer service. @name: (nullable) */

G_END_DECLS
