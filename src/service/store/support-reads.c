/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/support-reads.h"

#include "common/clock.h"

/* A line has the time at which its request came. @unread: days that are damaged are missing, and no error */
static ReeveAccessQuestion
make_question (const char *workspace,
               ReeveSupportGrant *grant,
               const ReeveLogQuery *query,
               gint64 deadline,
               GArray *unread)
{
  gint64 end = grant->ended != 0 ? grant->ended : grant->ends;

  return (ReeveAccessQuestion) {
    .workspace = workspace,
    .query = query,
    .from = grant->answered,
    .to = end,
    .deadline = deadline,
    .unread = unread,
  };
}

static ReeveLogQuery *
make_query (ReeveSupportGrant *grant)
{
  const ReeveLogClock clock = { .now = reeve_clock_now () };
  g_autofree char *text = reeve_support_grant_make_query (grant);

  return reeve_log_query_parse (text, &clock);
}

GPtrArray *
reeve_support_reads_list (ReeveAccessFiles *files,
                          const char *workspace,
                          ReeveSupportGrant *grant,
                          gint64 before,
                          guint limit,
                          gint64 deadline,
                          gint64 *reached,
                          GError **error)
{
  g_autoptr (ReeveLogQuery) query = make_query (grant);
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveAccessQuestion question = make_question (workspace, grant, query, deadline, unread);
  GPtrArray *lines;

  question.to = MIN (question.to, before);
  if (grant->ends == 0 || question.to <= question.from)
    {
      *reached = 0;
      return g_ptr_array_new_with_free_func (g_object_unref);
    }
  lines = reeve_access_read (files, &question, FALSE, limit, reached, error);
  if (*reached <= question.from)
    *reached = 0;
  return lines;
}

gboolean
reeve_support_reads_count (ReeveAccessFiles *files,
                           const char *workspace,
                           ReeveSupportGrant *grant,
                           gint64 deadline,
                           gint64 *n,
                           GError **error)
{
  g_autoptr (ReeveLogQuery) query = make_query (grant);
  g_autoptr (GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  ReeveAccessQuestion question = make_question (workspace, grant, query, deadline, unread);
  g_autoptr (ReeveAccessHistogram) histogram = NULL;

  *n = 0;
  if (grant->ends == 0 || question.to <= question.from)
    return TRUE;
  histogram = reeve_access_count (files, &question, REEVE_HOUR, error);
  if (histogram != NULL)
    *n = histogram->total;
  return histogram != NULL;
}
