/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/timeline.h"

#include <string.h>

#include "common/clock.h"
#include "service/evidence/words.h"
#include "service/print/text.h"

/* --- The plot --- */

static char *
say_width (gint64 width)
{
  if (width < REEVE_DAY)
    return reeve_evidence_say_number (width / REEVE_HOUR, "hour", "hours");
  return reeve_evidence_say_number (width / REEVE_DAY, "day", "days");
}

static guint
list_marks (const ReeveEvidenceMatter *matter, gint64 begin, gint64 end, ReeveDocumentMark marks[3])
{
  const struct
  {
    const char *label;
    gint64 time;
  } moments[] = { { "may have been known since", matter->since },
                  { "reported", matter->reported },
                  { "contained", matter->contained } };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    if (moments[i].time >= begin && moments[i].time <= end)
      marks[n++] =
        (ReeveDocumentMark) { moments[i].label, (double) (moments[i].time - begin) / (double) (end - begin) };
  return n;
}

void
reeve_evidence_add_plot (ReeveDocument *document,
                         const ReeveEvidenceMatter *matter,
                         ReeveEvidenceTally *tally)
{
  gint64 width;
  GArray *bars = reeve_evidence_tally_get_bars (tally, &width);
  g_autofree gint64 *values = g_new0 (gint64, 3 * MAX (bars->len, 1));
  gint64 begin = bars->len > 0 ? g_array_index (bars, ReeveEvidenceBar, 0).begin : 0;
  gint64 end = begin + bars->len * width;
  const ReeveDocumentSeries series[] = { { "Sign-ins", values },
                                         { "Failed sign-ins", values + bars->len },
                                         { "Everything else they did", values + 2 * bars->len } };
  ReeveDocumentMark marks[3];
  guint n_marks = list_marks (matter, begin, end, marks);
  g_autofree char *first = reeve_evidence_say_time (begin);
  g_autofree char *last = reeve_evidence_say_time (end);
  g_autofree char *each = say_width (width);
  g_autofree char *words = NULL;

  if (bars->len == 0)
    return;
  for (guint i = 0; i < bars->len; i++)
    for (guint k = 0; k < 3; k++)
      values[k * bars->len + i] = g_array_index (bars, ReeveEvidenceBar, i).n[k];
  words =
    g_strdup_printf ("Each bar is %s; the number below a name is what its highest bar stands for.", each);
  reeve_document_add_plot (document, series, G_N_ELEMENTS (series), bars->len, marks, n_marks, first, last,
                           words);
}

/* --- The timeline --- */

/* The head of the column says which zone's. */
static char *
say_time (gint64 time)
{
  g_autofree char *text = reeve_evidence_say_time (time);

  return g_strndup (text, strlen (text) - MIN (strlen (text), strlen (" UTC")));
}

static void
add_step (ReeveDocument *document, const ReeveEvidenceStep *step)
{
  g_autofree char *time = say_time (step->time);
  g_autofree char *what = g_strdup_printf ("Case: %s%s%s", step->what, step->words != NULL ? ": " : "",
                                           step->words != NULL ? step->words : "");
  const char *const cells[] = { time, step->who != NULL ? step->who : "Reeve", what, "" };

  reeve_document_add_row (document, cells);
}

static void
add_row (ReeveDocument *document, const ReeveEvidenceMatter *matter, const ReeveEvidenceRow *row)
{
  const ReeveEvidencePerson *person = row->by >= 0 ? matter->people->pdata[row->by] : NULL;
  g_autofree char *time = say_time (row->time);
  g_autofree char *object = row->object != NULL ? reeve_print_isolate (row->object) : NULL;
  g_autoptr (GString) what = g_string_new (row->action != NULL ? row->action : "request");
  const char *who = person != NULL && person->name != NULL ? person->name : row->who;

  if (row->result != REEVE_ACCESS_OK)
    g_string_append_printf (what, " (%s)", reeve_access_result_to_wire (row->result));
  if (object != NULL)
    g_string_append_printf (what, ": %s", object);
  if (row->n > 1)
    {
      g_autofree char *until = say_time (row->until);

      g_string_append_printf (what, ", %" G_GINT64_FORMAT " times until %s", row->n, until);
    }
  {
    const char *const cells[] = { time, who != NULL ? who : "nobody known", what->str,
                                  row->address != NULL ? row->address : "" };

    reeve_document_add_row (document, cells);
  }
}

/* The case's own entries among what the log has. */
void
reeve_evidence_add_timeline (ReeveDocument *document,
                             const ReeveEvidenceMatter *matter,
                             ReeveEvidenceTally *tally)
{
  static const ReeveDocumentColumn columns[] = {
    { "When (UTC)", 2.2, REEVE_COLUMN_TEXT },
    { "Who", 2.4, REEVE_COLUMN_TEXT },
    { "What", 4, REEVE_COLUMN_TEXT },
    { "From", 1.9, REEVE_COLUMN_CODE },
  };
  gint64 more;
  g_autoptr (GPtrArray) rows = reeve_evidence_tally_list_rows (tally, &more);
  guint step = 0;

  reeve_document_add_heading (document, 1, "Timeline");
  if (more > 0)
    {
      g_autofree char *text =
        g_strdup_printf ("There is no room here for %" G_GINT64_FORMAT " events; events.csv has "
                         "them all.",
                         more);

      reeve_document_add_note (document, text);
    }
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i <= rows->len; i++)
    {
      const ReeveEvidenceRow *row = i < rows->len ? rows->pdata[i] : NULL;

      while (step < matter->steps->len &&
             (row == NULL || ((const ReeveEvidenceStep *) matter->steps->pdata[step])->time <= row->time))
        add_step (document, matter->steps->pdata[step++]);
      if (row != NULL)
        add_row (document, matter, row);
    }
}
