/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Does an event match a query? This says what the language means; whatever asks a database has to answer the
 * same. */

#pragma once

#include "common/access-event.h"
#include "common/log-query.h"

G_BEGIN_DECLS

/* FALSE, too, when there is a mistake in the query: what does not parse is not left out in silence. */
gboolean reeve_log_query_matches (const ReeveLogQuery *self, const ReeveAccessEvent *event);

/* Without its negation: has the event any of the values? */
gboolean reeve_log_term_matches (const ReeveLogTerm *term, const ReeveAccessEvent *event);

/* Does one text of an event match a text value? An id is compared whole. For those who keep the words of
 * events apart from them and ask each once. @text: (nullable) */
gboolean reeve_log_value_matches_text (const ReeveLogValue *value, const char *text);

G_END_DECLS
