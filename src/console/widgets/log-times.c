/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A selection that has become a small part of what is shown is zoomed to: it is in the middle then, with half
 * as much again on either side, so that its edges can be moved in and out. */

#include "config.h"

#include "console/widgets/log-times.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/histogram.h"
#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define MOST_BARS 4000
#define SMALL     5 /* one of so many parts of what is shown */

struct _ReeveLogTimes
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  ReeveHistogram *histogram;
  GtkLabel *unknown;
  GtkWidget *retry_button;
  GtkEditable *from_entry;
  GtkEditable *to_entry;
  GtkWidget *clear_button;

  GArray *bars; /* (owned) of ReeveHistogramBar: what is shown */
  gint64 from;  /* what is selected */
  gint64 to;
  gint64 first; /* of all that there is; 0: not known */
  gint64 last;
  gint64 kept_days;  /* 0: not known */
  gint64 shown_from; /* the window that was asked for; equal: all */
  gint64 shown_to;
};

G_DEFINE_FINAL_TYPE (ReeveLogTimes, reeve_log_times, ADW_TYPE_BIN)

enum
{
  WANTED,
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static ReeveLogClock
get_clock (GTimeZone *zone)
{
  return (ReeveLogClock) { .now = reeve_clock_now (), .zone = zone };
}

static void
want (ReeveLogTimes *self, gint64 from, gint64 to)
{
  if (from != self->from || to != self->to)
    g_signal_emit (self, signals[WANTED], 0, from, to);
}

/* What lies beyond all there is is no bound. */
static void
on_brushed_cb (ReeveLogTimes *self)
{
  gint64 from, to;

  if (!reeve_histogram_get_selected (self->histogram, &from, &to))
    {
      want (self, REEVE_LOG_BEGINNING, REEVE_LOG_END);
      return;
    }
  want (self, from <= self->first ? REEVE_LOG_BEGINNING : from, to >= self->last ? REEVE_LOG_END : to);
}

/* --- The fields --- */

/* To the second, which is what people read; the whole of it is in the query. (transfer full) */
static char *
print_field (gint64 time, gboolean end)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  ReeveLogClock clock = get_clock (zone);

  if (time == REEVE_LOG_BEGINNING || time == REEVE_LOG_END)
    return g_strdup ("");
  return reeve_log_time_print (time - time % REEVE_SECOND, end, &clock);
}

static void
show_field (GtkEditable *entry, gint64 time, gboolean end)
{
  g_autofree char *text = print_field (time, end);

  gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_editable_set_text (entry, text);
}

/* @shown: what the field shows unless somebody wrote in it, and then that moment exactly */
static gboolean
read_field (GtkEditable *entry, gboolean end, gint64 shown, gint64 *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  ReeveLogClock clock = get_clock (zone);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *unchanged = print_field (shown, end);
  g_autofree char *normal = NULL;
  ReeveLogMoment moment;

  *time = shown;
  if (g_strcmp0 (text, unchanged) == 0)
    return TRUE;
  *time = end ? REEVE_LOG_END : REEVE_LOG_BEGINNING;
  if (*text == '\0')
    return TRUE;
  if (!reeve_log_time_read (text, &clock, &moment, &normal))
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      reeve_announce (GTK_WIDGET (entry), _ ("Not a time: try yesterday, 2h or 2026-11-20"));
      return FALSE;
    }
  *time = end && !moment.point ? moment.to : moment.from;
  return TRUE;
}

static void
on_field_activated_cb (ReeveLogTimes *self)
{
  gint64 from, to;

  if (read_field (self->from_entry, FALSE, self->from, &from) &&
      read_field (self->to_entry, TRUE, self->to, &to))
    want (self, from, to);
}

static void
on_clear_clicked_cb (ReeveLogTimes *self)
{
  want (self, REEVE_LOG_BEGINNING, REEVE_LOG_END);
  gtk_widget_grab_focus (GTK_WIDGET (self->histogram));
}

static void
on_retry_clicked_cb (ReeveLogTimes *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

/* --- The widget --- */

static void
reeve_log_times_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_TIMES);
  G_OBJECT_CLASS (reeve_log_times_parent_class)->dispose (object);
}

static void
reeve_log_times_finalize (GObject *object)
{
  g_array_unref (REEVE_LOG_TIMES (object)->bars);
  G_OBJECT_CLASS (reeve_log_times_parent_class)->finalize (object);
}

static void
reeve_log_times_class_init (ReeveLogTimesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_log_times_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_log_times_finalize;
  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[RETRY] =
    g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_HISTOGRAM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-times.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, histogram);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, unknown);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, retry_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, from_entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, to_entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogTimes, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_brushed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
}

static void
reeve_log_times_init (ReeveLogTimes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bars = g_array_new (FALSE, TRUE, sizeof (ReeveHistogramBar));
  self->from = REEVE_LOG_BEGINNING;
  self->to = REEVE_LOG_END;
}

/* With those between them that have nothing: the widget wants them all. (transfer full) */
static GArray *
make_bars (const ReeveAccessHistogram *histogram)
{
  gint64 n = histogram->bucket > 0 ? (histogram->to - histogram->from) / histogram->bucket : 0;
  GArray *bars = g_array_new (FALSE, TRUE, sizeof (ReeveHistogramBar));

  if (n < 0 || n > MOST_BARS)
    return bars;
  for (gint64 i = 0; i < n; i++)
    {
      ReeveHistogramBar bar = { .start = histogram->from + i * histogram->bucket,
                                .width = histogram->bucket };

      g_array_append_val (bars, bar);
    }
  return bars;
}

static void
add_counts (GArray *bars, const ReeveAccessHistogram *histogram)
{
  for (guint i = 0; histogram->bars != NULL && i < histogram->bars->len; i++)
    {
      const ReeveAccessBar *bar = g_ptr_array_index (histogram->bars, i);
      gint64 at = (bar->time - histogram->from) / histogram->bucket;
      ReeveHistogramBar *to;

      if (bar->time < histogram->from || at >= bars->len)
        continue;
      to = &g_array_index (bars, ReeveHistogramBar, at);
      to->counts[REEVE_ACCESS_OK] += (guint) bar->ok;
      to->counts[REEVE_ACCESS_FAILED] += (guint) bar->failed;
      to->counts[REEVE_ACCESS_REFUSED] += (guint) bar->refused;
      to->counts[REEVE_ACCESS_ERROR] += (guint) bar->error;
    }
}

static void
show_band (ReeveLogTimes *self)
{
  gboolean any = self->from != REEVE_LOG_BEGINNING || self->to != REEVE_LOG_END;

  if (any)
    reeve_histogram_select (self->histogram, self->from == REEVE_LOG_BEGINNING ? self->first : self->from,
                            self->to == REEVE_LOG_END ? self->last : self->to);
  else
    reeve_histogram_select (self->histogram, 0, 0);
}

/* A day of the log is UTC's, and stays for so many after it. */
static void
show_mark (ReeveLogTimes *self)
{
  gint64 oldest = reeve_clock_now () / REEVE_DAY - self->kept_days;

  g_autofree char *since = reeve_log_words_kept_since (oldest);

  reeve_histogram_set_mark (self->histogram, self->kept_days > 0 ? (oldest + 1) * REEVE_DAY : 0);
  /* A narrow header has no room for it. */
  g_object_set (self->from_entry, "placeholder-text", self->kept_days > 0 ? since : _ ("the beginning"),
                NULL);
}

static void
show_bars (ReeveLogTimes *self, const ReeveAccessHistogram *histogram)
{
  reeve_histogram_set_bars (self->histogram, (const ReeveHistogramBar *) self->bars->data, self->bars->len);
  reeve_histogram_set_counted_from (self->histogram,
                                    histogram->counted_from > histogram->from ? histogram->counted_from : 0);
}

void
reeve_log_times_show (ReeveLogTimes *self, const ReeveAccessHistogram *histogram)
{
  g_return_if_fail (REEVE_IS_LOG_TIMES (self));

  gtk_stack_set_visible_child_name (self->stack, "bars");
  g_array_set_size (self->bars, 0);
  if (histogram == NULL)
    {
      self->first = self->last = self->shown_from = self->shown_to = self->kept_days = 0;
      reeve_histogram_set_bars (self->histogram, NULL, 0);
      return;
    }
  g_array_unref (self->bars);
  self->bars = make_bars (histogram);
  add_counts (self->bars, histogram);
  if (self->shown_from == self->shown_to)
    {
      self->first = histogram->from;
      self->last = histogram->to;
    }
  show_bars (self, histogram);
  self->kept_days = histogram->kept_days;
  show_mark (self);
  show_band (self);
}

void
reeve_log_times_show_older (ReeveLogTimes *self, const ReeveAccessHistogram *older)
{
  g_return_if_fail (REEVE_IS_LOG_TIMES (self));
  g_return_if_fail (older != NULL);

  if (self->bars->len == 0 || g_array_index (self->bars, ReeveHistogramBar, 0).start != older->from)
    return;
  add_counts (self->bars, older);
  show_bars (self, older);
}

void
reeve_log_times_show_unknown (ReeveLogTimes *self, const GError *error, gboolean retry)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (REEVE_IS_LOG_TIMES (self));
  g_return_if_fail (error != NULL);

  title = reeve_wording_title (error);
  /* Translators: in the place of a histogram; %s is a whole sentence: "The service is busy" */
  text = g_strdup_printf (_ ("These events could not be counted over time. %s."), title);
  g_array_set_size (self->bars, 0);
  reeve_histogram_set_bars (self->histogram, NULL, 0);
  gtk_widget_set_visible (self->retry_button, retry);
  /* Once, not with each letter that is typed meanwhile. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "unknown") != 0)
    reeve_announce (GTK_WIDGET (self), text);
  gtk_label_set_label (self->unknown, text);
  gtk_stack_set_visible_child_name (self->stack, "unknown");
}

gint64
reeve_log_times_get_kept_days (ReeveLogTimes *self)
{
  g_return_val_if_fail (REEVE_IS_LOG_TIMES (self), 0);

  return self->kept_days;
}

void
reeve_log_times_add (ReeveLogTimes *self, gint64 time, const char *result)
{
  ReeveHistogramBar *last;
  ReeveAccessResult which = REEVE_ACCESS_ERROR;

  g_return_if_fail (REEVE_IS_LOG_TIMES (self));

  if (self->bars->len == 0 || result == NULL || !reeve_access_result_from_wire (result, &which))
    return;
  last = &g_array_index (self->bars, ReeveHistogramBar, self->bars->len - 1);
  /* Time goes on while somebody looks, by a bar or some; where a part is shown, it ends where it ends. */
  while (time >= last->start + last->width && self->shown_from == self->shown_to &&
         self->bars->len < MOST_BARS)
    {
      ReeveHistogramBar next = { .start = last->start + last->width, .width = last->width };

      g_array_append_val (self->bars, next);
      last = &g_array_index (self->bars, ReeveHistogramBar, self->bars->len - 1);
      self->last = next.start + next.width;
    }
  if (time < last->start || time >= last->start + last->width)
    return;
  last->counts[which]++;
  reeve_histogram_set_bars (self->histogram, (const ReeveHistogramBar *) self->bars->data, self->bars->len);
}

/* Keeps the window as long as the selection is a fair part of it. */
static void
choose_window (ReeveLogTimes *self)
{
  gint64 from = MAX (self->from, self->first), to = MIN (self->to, self->last);
  gint64 shown_from = self->shown_from < self->shown_to ? self->shown_from : self->first;
  gint64 shown_to = self->shown_from < self->shown_to ? self->shown_to : self->last;

  if (self->first == 0 || from >= to || (self->from == REEVE_LOG_BEGINNING && self->to == REEVE_LOG_END))
    {
      self->shown_from = self->shown_to = 0;
      return;
    }
  if (from >= shown_from && to <= shown_to && (to - from) * SMALL >= shown_to - shown_from &&
      (shown_from == self->first || from > shown_from) && (shown_to == self->last || to < shown_to))
    return;
  self->shown_from = MAX (from - (to - from) / 2, self->first);
  self->shown_to = MIN (to + (to - from) / 2, self->last);
  if (self->shown_from == self->first && self->shown_to == self->last)
    self->shown_from = self->shown_to = 0;
}

void
reeve_log_times_select (ReeveLogTimes *self, gint64 from, gint64 to)
{
  g_return_if_fail (REEVE_IS_LOG_TIMES (self));

  if (from == self->from && to == self->to)
    return;
  self->from = from;
  self->to = to;
  choose_window (self);
  show_field (self->from_entry, from, FALSE);
  show_field (self->to_entry, to, TRUE);
  gtk_widget_set_visible (self->clear_button, from != REEVE_LOG_BEGINNING || to != REEVE_LOG_END);
  show_band (self);
}

gboolean
reeve_log_times_get_window (ReeveLogTimes *self, gint64 *from, gint64 *to)
{
  g_return_val_if_fail (REEVE_IS_LOG_TIMES (self), FALSE);

  *from = self->shown_from;
  *to = self->shown_to;
  return self->shown_from < self->shown_to;
}
