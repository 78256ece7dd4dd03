/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Kinds have the same names in every review, so rows are those of one review only. */

#include "config.h"

#include "console/pages/log-review-slices.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/log-review-words.h"
#include "console/widgets/log-slice-row.h"
#include "console/widgets/wording.h"

struct _ReeveLogReviewSlices
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkLabel *text;
  GtkListBox *rows;
  /* owned */
  ReeveSite *site;           /* (nullable) with the review */
  ReeveLogReview *review;    /* (nullable) */
  GCancellable *cancellable; /* (nullable): renewed with each question */

  gboolean decide;
};

G_DEFINE_FINAL_TYPE (ReeveLogReviewSlices, reeve_log_review_slices, ADW_TYPE_PREFERENCES_GROUP)

static guint looked_signal;

static void
say (ReeveLogReviewSlices *self, const char *text)
{
  gtk_label_set_label (self->text, text);
  gtk_stack_set_visible_child_name (self->stack, "text");
}

/* --- Rows --- */

static void
on_row_activated_cb (ReeveLogReviewSlices *self, ReeveLogSliceRow *row)
{
  g_autofree char *query =
    reeve_log_review_words_query (self->review, reeve_log_slice_row_get_slice (row), reeve_clock_now ());

  if (query != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log", "s", query);
}

static void
on_looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewSlices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogSlice) slice = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &slice, &error);
  g_signal_emit (self, looked_signal, 0, error);
}

static char *
make_path (ReeveLogReviewSlices *self, const char *what)
{
  g_autofree char *below = g_strdup_printf ("log-reviews/%s/%s", self->review->id, what);

  return reeve_site_path (self->site, below);
}

static void
on_looked_cb (ReeveLogReviewSlices *self, gboolean looked, ReeveLogSliceRow *row)
{
  ReeveLogSlice *slice = reeve_log_slice_row_get_slice (row);
  g_autoptr (ReeveLogLook) look = reeve_log_look_new ();
  g_autofree char *path = make_path (self, "looks");

  look->action = g_strdup (slice->action);
  look->result = slice->result;
  look->looked = looked;
  reeve_client_post_async (reeve_site_get_client (self->site), path, look, reeve_log_slice_get_type (), -1,
                           NULL, on_looked_at_cb, g_object_ref (self));
}

/* (nullable): there is no row of it yet */
static ReeveLogSliceRow *
find_row (ReeveLogReviewSlices *self, const char *id, int *index)
{
  GtkListBoxRow *row;

  for (*index = 0; (row = gtk_list_box_get_row_at_index (self->rows, *index)) != NULL; ++*index)
    if (g_str_equal (reeve_log_slice_row_get_slice (REEVE_LOG_SLICE_ROW (row))->id, id))
      return REEVE_LOG_SLICE_ROW (row);
  return NULL;
}

static void
add_row (ReeveLogReviewSlices *self, ReeveLogSlice *slice, int at)
{
  GtkWidget *row = reeve_log_slice_row_new (slice, self->decide);

  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "looked", G_CALLBACK (on_looked_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_insert (self->rows, row, at);
}

/* Rows stay where they are, with the focus that one of them may have: the order is that of the first look. */
static void
take (ReeveLogReviewSlices *self, GPtrArray *slices)
{
  for (guint i = 0; i < slices->len; i++)
    {
      ReeveLogSlice *slice = slices->pdata[i];
      int index;
      ReeveLogSliceRow *row = find_row (self, slice->id, &index);

      if (row != NULL)
        reeve_log_slice_row_set_slice (row, slice, self->decide);
      else
        add_row (self, slice, index);
    }
  if (slices->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "rows");
  else
    say (self, _ ("Nothing yet: no day of this review is over, or nothing happened."));
}

/* --- Loading --- */

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewSlices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing != NULL)
    {
      take (self, listing->items);
      return;
    }
  title = reeve_wording_title (error);
  say (self, title);
}

static void
load (ReeveLogReviewSlices *self)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = make_path (self, "slices");

  self->cancellable = g_cancellable_new ();
  query->limit = REEVE_QUERY_MAX_LIMIT;
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_log_slice_get_type (), path, query,
                           self->cancellable, on_listed_cb, g_object_ref (self));
}

/* --- The group --- */

static void
reeve_log_review_slices_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_LOG_REVIEW_SLICES (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_REVIEW_SLICES);
  G_OBJECT_CLASS (reeve_log_review_slices_parent_class)->dispose (object);
}

static void
reeve_log_review_slices_finalize (GObject *object)
{
  ReeveLogReviewSlices *self = REEVE_LOG_REVIEW_SLICES (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->review);
  g_clear_object (&self->site);
  G_OBJECT_CLASS (reeve_log_review_slices_parent_class)->finalize (object);
}

static void
reeve_log_review_slices_class_init (ReeveLogReviewSlicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_log_review_slices_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_log_review_slices_finalize;
  looked_signal = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/log-review-slices.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewSlices, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewSlices, text);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewSlices, rows);
}

static void
reeve_log_review_slices_init (ReeveLogReviewSlices *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_log_review_slices_show (ReeveLogReviewSlices *self, ReeveSite *site, ReeveLogReview *review)
{
  g_return_if_fail (REEVE_IS_LOG_REVIEW_SLICES (self));
  g_return_if_fail (review == NULL || REEVE_IS_SITE (site));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (review == NULL || self->review == NULL || g_strcmp0 (self->review->id, review->id) != 0)
    {
      gtk_list_box_remove_all (self->rows);
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
  g_set_object (&self->site, site);
  g_set_object (&self->review, review);
  if (review != NULL)
    load (self);
}

void
reeve_log_review_slices_set_decide (ReeveLogReviewSlices *self, gboolean decide)
{
  GtkListBoxRow *row;

  g_return_if_fail (REEVE_IS_LOG_REVIEW_SLICES (self));

  if (self->decide == decide)
    return;
  self->decide = decide;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    {
      ReeveLogSliceRow *slice_row = REEVE_LOG_SLICE_ROW (row);
      g_autoptr (ReeveLogSlice) slice = g_object_ref (reeve_log_slice_row_get_slice (slice_row));

      reeve_log_slice_row_set_slice (slice_row, slice, decide);
    }
}
