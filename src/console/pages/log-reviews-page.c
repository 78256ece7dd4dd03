/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of the review that is shown, what happened in its days is asked for besides. */

#include "config.h"

#include "console/pages/log-reviews-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-review.h"
#include "console/dialogs/log-review-dialog.h"
#include "console/pages/csv-export.h"
#include "console/pages/log-review-signing.h"
#include "console/pages/log-review-slices.h"
#include "console/widgets/history-group.h"
#include "console/widgets/log-review-words.h"

#define MOST_REVIEWS 100 /* eight years of them */

struct _ReeveLogReviewsPage
{
  ReeveReviewsPage parent_instance;
  /* from the template */
  GtkWidget *sign_button;
  AdwBanner *leaving;
  ReevePane *pane;
  GtkDropDown *reviews;
  GtkLabel *state;
  AdwActionRow *coverage;
  GtkLevelBar *coverage_bar;
  AdwActionRow *findings;
  GtkLevelBar *findings_bar;
  GtkWidget *findings_arrow;
  AdwActionRow *assignee;
  GtkWidget *edit_button;
  AdwActionRow *note;
  AdwActionRow *certificate;
  GtkWidget *second;
  ReeveLogReviewSlices *slices;
  ReeveHistoryGroup *history;
  /* owned */
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (ReeveLogReviewsPage, reeve_log_reviews_page, REEVE_TYPE_REVIEWS_PAGE)

/* --- What is shown --- */

static gboolean
is_in (ReeveLogReview *review, const char *state)
{
  return review != NULL && g_strcmp0 (review->state, state) == 0;
}

static gboolean
may_sign (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_REVIEW_SIGN);
}

static void
enable (ReeveLogReviewsPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Whole days are signed for: the first of them has to be over. */
static gboolean
has_begun (ReeveLogReview *review)
{
  return reeve_clock_now () >= review->since + REEVE_DAY;
}

static void
update_actions (ReeveLogReviewsPage *self, ReeveLogReview *review, gboolean online)
{
  gboolean open = is_in (review, "open");
  gboolean waiting = is_in (review, "waiting");
  gboolean can = may_sign (self) && online;

  enable (self, "edit", can && open);
  enable (self, "sign", can && ((open && has_begun (review)) || waiting));
  enable (self, "return", can && waiting);
  enable (self, "certificate", is_in (review, "signed") && online);
  enable (self, "print", is_in (review, "signed") && online);
  gtk_widget_set_visible (self->sign_button, may_sign (self) && (open || waiting));
  gtk_widget_set_tooltip_text (self->sign_button,
                               open && !has_begun (review) ? _ ("None of its days is over yet") : NULL);
  gtk_widget_set_visible (self->edit_button, may_sign (self) && open);
  gtk_widget_set_visible (self->second, may_sign (self) && waiting);
  reeve_log_review_slices_set_decide (self->slices, can && open);
}

static void
show_share (AdwActionRow *row, GtkLevelBar *bar, gint64 part, gint64 all)
{
  g_autofree char *share = reeve_log_review_words_share (part, all);

  adw_action_row_set_subtitle (row, share);
  gtk_level_bar_set_value (bar, reeve_log_review_words_fraction (part, all));
  gtk_widget_set_visible (GTK_WIDGET (bar), all > 0);
}

static void
show_optional (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

/* What waits for a decision is one step away. */
static void
on_findings_activated_cb (ReeveLogReviewsPage *self)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.list",
                                      reeve_log_review_signing_list_findings ());
}

static void
show_undecided (ReeveLogReviewsPage *self, gboolean some)
{
  gtk_widget_set_visible (self->findings_arrow, some);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->findings), some);
}

static void
show_numbers (ReeveLogReviewsPage *self, ReeveLogReview *review)
{
  gint64 now = reeve_clock_now ();
  g_autofree char *state = reeve_log_review_words_state (review, now);
  g_autofree char *leaving = reeve_log_review_words_leaving (review, now);
  gboolean urgent = leaving != NULL && reeve_log_review_words_is_urgent (review, now);
  g_autofree char *both =
    leaving != NULL && !urgent ? g_strdup_printf ("%s · %s", state, leaving) : g_strdup (state);

  gtk_label_set_label (self->state, both);
  adw_banner_set_title (self->leaving, leaving != NULL ? leaving : "");
  adw_banner_set_revealed (self->leaving, urgent);
  show_share (self->coverage, self->coverage_bar, review->events_looked, review->events);
  show_share (self->findings, self->findings_bar, review->findings_decided, review->findings);
  show_undecided (self, review->findings_decided < review->findings);
  adw_action_row_set_subtitle (self->assignee,
                               review->assignee_name != NULL ? review->assignee_name : _ ("Nobody yet"));
  show_optional (self->note, review->note);
  show_optional (self->certificate, review->certificate_hash);
}

static void
reeve_log_reviews_page_update (ReeveReviewsPage *page, gboolean online)
{
  ReeveLogReviewsPage *self = REEVE_LOG_REVIEWS_PAGE (page);
  ReeveLogReview *review = reeve_reviews_page_get_shown (page);

  update_actions (self, review, online);
  gtk_widget_set_visible (GTK_WIDGET (self->reviews), review != NULL);
  if (review != NULL)
    show_numbers (self, review);
  else
    adw_banner_set_revealed (self->leaving, FALSE);
}

static void
reeve_log_reviews_page_show (ReeveReviewsPage *page, gpointer review)
{
  ReeveLogReviewsPage *self = REEVE_LOG_REVIEWS_PAGE (page);
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (page));
  g_autofree char *history =
    review != NULL ? g_strdup_printf ("log-reviews/%s/history", REEVE_LOG_REVIEW (review)->id) : NULL;

  reeve_log_review_slices_show (self->slices, site, review);
  reeve_history_group_load (self->history, review != NULL ? site : NULL, history);
}

/* What is to be signed first. */
static gpointer
choose (GPtrArray *reviews)
{
  for (guint i = reviews->len; i > 0; i--)
    if (!is_in (reviews->pdata[i - 1], "signed"))
      return reviews->pdata[i - 1];
  return reviews->pdata[0];
}

static char *
name_review (gpointer review)
{
  return reeve_log_review_words_name (review);
}

/* "review": its id. */
static void
reeve_log_reviews_page_show_filters (ReevePage *page, GVariant *filters)
{
  reeve_reviews_page_choose (REEVE_REVIEWS_PAGE (page), reeve_page_get_filter (filters, "review"));
}

static void
on_looked_cb (ReeveReviewsPage *self, const GError *error)
{
  if (error != NULL)
    reeve_reviews_page_say_error (self, error);
  reeve_reviews_page_load (self);
}

/* --- Actions --- */

static void
on_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReview *review = reeve_reviews_page_get_shown (user_data);
  AdwDialog *dialog;

  if (review == NULL)
    return;
  dialog = reeve_log_review_dialog_new (reeve_page_get_site (user_data), review);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (reeve_reviews_page_load), user_data,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_sign_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReview *review = reeve_reviews_page_get_shown (user_data);

  if (review != NULL)
    reeve_log_review_signing_sign (user_data, review);
}

static void
on_return_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReview *review = reeve_reviews_page_get_shown (user_data);

  if (review != NULL)
    reeve_log_review_signing_return (user_data, review);
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = reeve_csv_export_finish (result, &error);
  g_autofree char *problem = done == NULL ? reeve_csv_export_describe (error) : NULL;

  if (done != NULL || problem != NULL)
    reeve_reviews_page_say (self, done != NULL ? done : problem);
}

static void
save_certificate (ReeveReviewsPage *self, const char *what, const char *ending)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveLogReview *review = reeve_reviews_page_get_shown (self);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (site == NULL || review == NULL)
    return;
  below = g_strdup_printf ("log-reviews/%s/%s", review->id, what);
  path = reeve_site_path (site, below);
  name = reeve_log_review_words_file (review, ending);
  reeve_csv_export_async (site, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), path, query,
                          _ ("Save the Certificate"), name, NULL, NULL, NULL, NULL, on_exported_cb,
                          g_object_ref (self));
}

static void
on_certificate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_certificate (user_data, "certificate", "json");
}

static void
on_print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_certificate (user_data, "certificate/pdf", "pdf");
}

/* --- The page --- */

static void
reeve_log_reviews_page_finalize (GObject *object)
{
  g_clear_object (&REEVE_LOG_REVIEWS_PAGE (object)->actions);
  G_OBJECT_CLASS (reeve_log_reviews_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-reviews-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, sign_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, leaving);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, reviews);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, coverage);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, coverage_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, findings);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, findings_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, findings_arrow);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, assignee);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, second);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, slices);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, history);
  gtk_widget_class_bind_template_callback (widget_class, on_looked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_findings_activated_cb);
}

static void
reeve_log_reviews_page_class_init (ReeveLogReviewsPageClass *klass)
{
  static const char *const news[] = { "log-review", "finding", NULL };
  ReeveReviewsPageClass *reviews_class = REEVE_REVIEWS_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = reeve_log_reviews_page_finalize;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_log_reviews_page_show_filters;
  reviews_class->path = "log-reviews";
  reviews_class->record_type = reeve_log_review_get_type;
  reviews_class->limit = MOST_REVIEWS;
  reviews_class->news = news;
  reviews_class->name = name_review;
  reviews_class->show = reeve_log_reviews_page_show;
  reviews_class->update = reeve_log_reviews_page_update;
  reviews_class->choose = choose;
  g_type_ensure (REEVE_TYPE_LOG_REVIEW_SLICES);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
reeve_log_reviews_page_init (ReeveLogReviewsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "edit", .activate = on_edit_cb },     { .name = "sign", .activate = on_sign_cb },
    { .name = "return", .activate = on_return_cb }, { .name = "certificate", .activate = on_certificate_cb },
    { .name = "print", .activate = on_print_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "log-reviews", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_reviews_page_set_parts (REEVE_REVIEWS_PAGE (self), self->pane, self->reviews);
}
