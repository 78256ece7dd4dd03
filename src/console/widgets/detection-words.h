/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can be set of detections, in words; what these are called is in finding-words.h. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Wrong passwords within an hour". (nullable): of a service that is newer than this. */
const char *reeve_detection_words_number (const char *rule, const char *name);
/* Of "brute-force/failures=30": "Password guessing: wrong passwords within an hour: 30". (transfer full): of
 * what it does not know, the text itself */
char *reeve_detection_words_setting (const char *text);

G_END_DECLS
