/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The reviews are few and loaded whole; of the one that is shown, what happened in its days is asked for
 * besides. Both again when something changed, here or elsewhere. */

#include "config.h"

#include "console/pages/log-reviews-page.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-review.h"
#include "console/dialogs/log-review-dialog.h"
#include "console/pages/csv-export.h"
#include "console/widgets/history-group.h"
#include "console/widgets/log-review-words.h"
#include "console/widgets/log-slice-row.h"
#include "console/widgets/pane.h"
#include "console/widgets/wording.h"

#define NEWS_WAIT_MS 300
#define MOST_REVIEWS 100 /* eight years of them */

struct _ReeveLogReviewsPage
{
  ReevePage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  GtkWidget *sign_button;
  AdwBanner *leaving;
  ReevePane *pane;
  GtkDropDown *reviews;
  GtkLabel *state;
  AdwActionRow *coverage;
  GtkLevelBar *coverage_bar;
  AdwActionRow *findings;
  GtkLevelBar *findings_bar;
  AdwActionRow *assignee;
  GtkWidget *edit_button;
  AdwActionRow *note;
  AdwActionRow *certificate;
  GtkWidget *second;
  GtkStack *slices_stack;
  GtkLabel *slices_text;
  GtkListBox *slices;
  ReeveHistoryGroup *history;
  /* owned */
  GSimpleActionGroup *actions;
  GPtrArray *known;      /* (nullable): of ReeveLogReview, the newest first */
  char *shown;           /* (nullable): the id of the one shown */
  GError *error;         /* (nullable): of the last load of the reviews */
  char *path;            /* (nullable): of the workspace's reviews */
  GCancellable *loading; /* (nullable) */
  GCancellable *slicing; /* (nullable): what happened is asked for */
  guint news_wait;

  gboolean filling; /* the choice of reviews is being made, not made use of */
};

G_DEFINE_FINAL_TYPE (ReeveLogReviewsPage, reeve_log_reviews_page, REEVE_TYPE_PAGE)

static void load (ReeveLogReviewsPage *self);

/* --- What is shown --- */

/* (nullable) (transfer none) */
static ReeveLogReview *
get_shown (ReeveLogReviewsPage *self)
{
  for (guint i = 0; self->known != NULL && i < self->known->len; i++)
    if (g_strcmp0 (REEVE_LOG_REVIEW (self->known->pdata[i])->id, self->shown) == 0)
      return self->known->pdata[i];
  return NULL;
}

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

static gboolean
is_online (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  return site != NULL && reeve_site_get_online (site);
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
update_actions (ReeveLogReviewsPage *self, ReeveLogReview *review)
{
  gboolean open = is_in (review, "open");
  gboolean waiting = is_in (review, "waiting");
  gboolean can = may_sign (self) && is_online (self);

  enable (self, "edit", can && open);
  enable (self, "sign", can && ((open && has_begun (review)) || waiting));
  enable (self, "return", can && waiting);
  enable (self, "certificate", is_in (review, "signed") && is_online (self));
  enable (self, "print", is_in (review, "signed") && is_online (self));
  gtk_widget_set_visible (self->sign_button, may_sign (self) && (open || waiting));
  gtk_widget_set_tooltip_text (self->sign_button,
                               open && !has_begun (review) ? _ ("None of its days is over yet") : NULL);
  gtk_widget_set_visible (self->edit_button, may_sign (self) && open);
  gtk_widget_set_visible (self->second, may_sign (self) && waiting);
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

static void
show_review (ReeveLogReviewsPage *self, ReeveLogReview *review)
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
  adw_action_row_set_subtitle (self->assignee,
                               review->assignee_name != NULL ? review->assignee_name : _ ("Nobody yet"));
  show_optional (self->note, review->note);
  show_optional (self->certificate, review->certificate_hash);
}

static void
update (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveLogReview *review = get_shown (self);
  guint n = self->known != NULL ? self->known->len : 0;
  ReevePagedListState state = n > 0                   ? REEVE_PAGED_LIST_COMPLETE
                              : self->loading != NULL ? REEVE_PAGED_LIST_LOADING
                              : self->error != NULL   ? REEVE_PAGED_LIST_FAILED
                                                      : REEVE_PAGED_LIST_COMPLETE;
  ReevePaneState pane =
    reeve_pane_decide (site != NULL ? reeve_site_get_state (site) : REEVE_SITE_CLOSED, is_online (self),
                       state, n, FALSE, reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE);

  update_actions (self, review);
  gtk_widget_set_visible (GTK_WIDGET (self->reviews), n > 0);
  if (review != NULL)
    show_review (self, review);
  else
    adw_banner_set_revealed (self->leaving, FALSE);
  reeve_pane_set_state (self->pane, pane, self->error);
}

static void
tell (ReeveLogReviewsPage *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts,
                               g_object_new (ADW_TYPE_TOAST, "use-markup", FALSE, "title", text, NULL));
}

static void
tell_error (ReeveLogReviewsPage *self, const GError *error)
{
  g_autofree char *title = reeve_wording_title (error);

  tell (self, title);
}

/* --- What happened --- */

static void
say_slices (ReeveLogReviewsPage *self, const char *text)
{
  gtk_label_set_label (self->slices_text, text);
  gtk_stack_set_visible_child_name (self->slices_stack, "text");
}

static void
on_row_activated_cb (ReeveLogReviewsPage *self, ReeveLogSliceRow *row)
{
  ReeveLogReview *review = get_shown (self);
  g_autofree char *query =
    review != NULL
      ? reeve_log_review_words_query (review, reeve_log_slice_row_get_slice (row), reeve_clock_now ())
      : NULL;

  if (query != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log", "s", query);
}

static void
on_looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogSlice) slice = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &slice, &error))
    tell_error (self, error);
  load (self);
}

static void
on_looked_cb (ReeveLogReviewsPage *self, gboolean looked, ReeveLogSliceRow *row)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveLogSlice *slice = reeve_log_slice_row_get_slice (row);
  g_autoptr (ReeveLogLook) look = reeve_log_look_new ();
  g_autofree char *path = g_strdup_printf ("%s/%s/looks", self->path, self->shown);

  if (site == NULL || self->path == NULL || self->shown == NULL)
    return;
  look->action = g_strdup (slice->action);
  look->result = slice->result;
  look->looked = looked;
  reeve_client_post_async (reeve_site_get_client (site), path, look, reeve_log_slice_get_type (), -1, NULL,
                           on_looked_at_cb, g_object_ref (self));
}

/* (nullable): there is no row of it yet */
static ReeveLogSliceRow *
find_row (ReeveLogReviewsPage *self, const char *id, int *index)
{
  GtkListBoxRow *row;

  for (*index = 0; (row = gtk_list_box_get_row_at_index (self->slices, *index)) != NULL; ++*index)
    if (g_str_equal (reeve_log_slice_row_get_slice (REEVE_LOG_SLICE_ROW (row))->id, id))
      return REEVE_LOG_SLICE_ROW (row);
  return NULL;
}

static void
add_row (ReeveLogReviewsPage *self, ReeveLogSlice *slice, gboolean decide, int at)
{
  GtkWidget *row = reeve_log_slice_row_new (slice, decide);

  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "looked", G_CALLBACK (on_looked_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_insert (self->slices, row, at);
}

/* Rows stay where they are, with the focus that one of them may have: the order is that of the first look. */
static void
take_slices (ReeveLogReviewsPage *self, GPtrArray *slices)
{
  gboolean decide = may_sign (self) && is_in (get_shown (self), "open") && is_online (self);

  for (guint i = 0; i < slices->len; i++)
    {
      ReeveLogSlice *slice = slices->pdata[i];
      int index;
      ReeveLogSliceRow *row = find_row (self, slice->id, &index);

      if (row != NULL)
        reeve_log_slice_row_set_slice (row, slice, decide);
      else
        add_row (self, slice, decide, index);
    }
  if (slices->len > 0)
    gtk_stack_set_visible_child_name (self->slices_stack, "rows");
  else
    say_slices (self, _ ("Nothing yet: no day of this review is over, or nothing happened."));
}

static void
on_sliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->slicing);
  if (listing != NULL)
    {
      take_slices (self, listing->items);
    }
  else
    {
      g_autofree char *title = reeve_wording_title (error);

      say_slices (self, title);
    }
}

static void
load_slices (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;
  g_autofree char *history = NULL;

  g_cancellable_cancel (self->slicing);
  g_clear_object (&self->slicing);
  if (site == NULL || self->path == NULL || self->shown == NULL)
    {
      reeve_history_group_load (self->history, NULL, NULL);
      return;
    }
  path = g_strdup_printf ("%s/%s/slices", self->path, self->shown);
  history = g_strdup_printf ("log-reviews/%s/history", self->shown);
  self->slicing = g_cancellable_new ();
  query->limit = REEVE_QUERY_MAX_LIMIT;
  reeve_client_list_async (reeve_site_get_client (site), reeve_log_slice_get_type (), path, query,
                           self->slicing, on_sliced_cb, g_object_ref (self));
  reeve_history_group_load (self->history, site, history);
}

/* --- The reviews --- */

static void
show_one (ReeveLogReviewsPage *self, ReeveLogReview *review)
{
  if (review == NULL || g_strcmp0 (self->shown, review->id) != 0)
    {
      gtk_list_box_remove_all (self->slices);
      gtk_stack_set_visible_child_name (self->slices_stack, "loading");
    }
  g_set_str (&self->shown, review != NULL ? review->id : NULL);
  update (self);
  load_slices (self);
}

static void
on_review_chosen_cb (ReeveLogReviewsPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->reviews);

  if (!self->filling && self->known != NULL && chosen < self->known->len)
    show_one (self, self->known->pdata[chosen]);
}

static void
fill_reviews (ReeveLogReviewsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint position = 0;

  for (guint i = 0; i < self->known->len; i++)
    {
      ReeveLogReview *review = self->known->pdata[i];
      g_autofree char *name = reeve_log_review_words_name (review);

      gtk_string_list_append (names, name);
      if (g_strcmp0 (review->id, self->shown) == 0)
        position = i;
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->reviews, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->reviews, position);
  self->filling = FALSE;
}

/* What is to be signed first, unless one was chosen. (nullable) */
static ReeveLogReview *
choose (ReeveLogReviewsPage *self)
{
  ReeveLogReview *review = get_shown (self);

  for (guint i = self->known->len; review == NULL && i > 0; i--)
    if (!is_in (self->known->pdata[i - 1], "signed"))
      review = self->known->pdata[i - 1];
  return review == NULL && self->known->len > 0 ? self->known->pdata[0] : review;
}

static void
take_reviews (ReeveLogReviewsPage *self, GPtrArray *reviews)
{
  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = g_ptr_array_ref (reviews);
  show_one (self, choose (self));
  fill_reviews (self);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (listing != NULL)
    take_reviews (self, listing->items);
  update (self);
}

static void
load (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (site != NULL && reeve_site_get_state (site) == REEVE_SITE_READY &&
      reeve_site_get_workspace (site) != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_READ))
    path = reeve_site_path (site, "log-reviews");
  if (g_strcmp0 (path, self->path) != 0)
    {
      g_set_str (&self->path, path);
      g_clear_pointer (&self->known, g_ptr_array_unref);
      g_clear_error (&self->error);
      show_one (self, NULL);
    }
  if (path != NULL)
    {
      self->loading = g_cancellable_new ();
      query->limit = MOST_REVIEWS;
      reeve_client_list_async (reeve_site_get_client (site), reeve_log_review_get_type (), path, query,
                               self->loading, on_loaded_cb, g_object_ref (self));
    }
  update (self);
}

static void
reload (ReeveLogReviewsPage *self)
{
  load (self);
}

/* --- Actions --- */

static void
on_edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReviewsPage *self = user_data;
  ReeveLogReview *review = get_shown (self);
  AdwDialog *dialog;

  if (review == NULL)
    return;
  dialog = reeve_log_review_dialog_new (reeve_page_get_site (user_data), review);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_signed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogReview) review = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &review, &error))
    tell_error (self, error);
  else if (is_in (review, "waiting"))
    tell (self, _ ("Signed. Somebody else has to sign, too"));
  else if (is_in (review, "open"))
    tell (self, _ ("The review is open again"));
  else
    tell (self, _ ("The review is signed"));
  load (self);
}

/* @body: (nullable) */
static void
post (ReeveLogReviewsPage *self, const char *verb, ReeveLogReview *body)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveLogReview *review = get_shown (self);
  g_autofree char *path = NULL;

  if (site == NULL || review == NULL)
    return;
  path = g_strdup_printf ("%s/%s/%s", self->path, review->id, verb);
  reeve_client_post_async (reeve_site_get_client (site), path, body, reeve_log_review_get_type (),
                           review->version, NULL, on_signed_cb, g_object_ref (self));
}

static void
on_sign_confirmed_cb (ReeveLogReviewsPage *self)
{
  post (self, "sign", NULL);
}

static void
on_sign_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReviewsPage *self = user_data;
  ReeveLogReview *review = get_shown (self);
  g_autofree char *body = NULL;
  g_autoptr (ReeveLogReview) until = NULL;
  AdwDialog *dialog;

  if (review == NULL)
    return;
  until = reeve_record_copy (review);
  until->until = reeve_log_review_words_reach (review, reeve_clock_now ());
  body = reeve_log_review_words_signing (until);
  dialog = adw_alert_dialog_new (_ ("Sign for the Access Log?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign", _ ("_Sign"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response::sign", G_CALLBACK (on_sign_confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

#define REASON_OF_DIALOG "reeve-reason"

static void
on_reason_changed_cb (AdwAlertDialog *dialog, GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "return", *text != '\0');
}

static void
on_return_confirmed_cb (ReeveLogReviewsPage *self, const char *response, AdwAlertDialog *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), REASON_OF_DIALOG);
  g_autoptr (ReeveLogReview) body = reeve_log_review_new ();

  body->note = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  post (self, "return", body);
}

static void
on_return_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveLogReviewsPage *self = user_data;
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Open the Review Again?"), _ ("The first signature goes. Whoever gave it sees in the history why."));
  GtkWidget *entry = adw_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("What is missing"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "return",
                                  _ ("_Open Again"), NULL);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "return", FALSE);
  g_object_set_data (G_OBJECT (dialog), REASON_OF_DIALOG, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_reason_changed_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response::return", G_CALLBACK (on_return_confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveLogReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = reeve_csv_export_finish (result, &error);
  g_autofree char *problem = done == NULL ? reeve_csv_export_describe (error) : NULL;

  if (done != NULL || problem != NULL)
    tell (self, done != NULL ? done : problem);
}

static void
save_certificate (ReeveLogReviewsPage *self, const char *below, const char *ending)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveLogReview *review = get_shown (self);
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (site == NULL || review == NULL)
    return;
  path = g_strdup_printf ("%s/%s/%s", self->path, review->id, below);
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

/* "review": its id. */
static void
reeve_log_reviews_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveLogReviewsPage *self = REEVE_LOG_REVIEWS_PAGE (page);

  g_set_str (&self->shown, reeve_page_get_filter (filters, "review"));
  gtk_list_box_remove_all (self->slices);
  gtk_stack_set_visible_child_name (self->slices_stack, "loading");
  load (self);
}

/* --- The site --- */

static gboolean
on_news_cb (gpointer user_data)
{
  ReeveLogReviewsPage *self = user_data;

  self->news_wait = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

static void
on_site_changed_cb (ReeveLogReviewsPage *self, const char *noun, const char *id, gint64 version)
{
  if (self->news_wait == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      (g_strcmp0 (noun, "log-review") == 0 || g_strcmp0 (noun, "finding") == 0))
    self->news_wait = g_timeout_add (NEWS_WAIT_MS, on_news_cb, self);
}

static void
on_site_set_cb (ReeveLogReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site == NULL)
    return;
  g_signal_handlers_disconnect_by_data (site, self);
  g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "reconnected", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::state", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::workspace", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::identity", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
reeve_log_reviews_page_site_changed (ReevePage *page)
{
  load (REEVE_LOG_REVIEWS_PAGE (page));
}

static void
reeve_log_reviews_page_refresh (ReevePage *page)
{
  load (REEVE_LOG_REVIEWS_PAGE (page));
}

/* What is due in a day may be due. */
static void
reeve_log_reviews_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_log_reviews_page_parent_class)->map (widget);
  load (REEVE_LOG_REVIEWS_PAGE (widget));
}

static void
reeve_log_reviews_page_dispose (GObject *object)
{
  ReeveLogReviewsPage *self = REEVE_LOG_REVIEWS_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->slicing);
  g_clear_handle_id (&self->news_wait, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_LOG_REVIEWS_PAGE);
  G_OBJECT_CLASS (reeve_log_reviews_page_parent_class)->dispose (object);
}

static void
reeve_log_reviews_page_finalize (GObject *object)
{
  ReeveLogReviewsPage *self = REEVE_LOG_REVIEWS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->loading);
  g_clear_object (&self->slicing);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->shown);
  g_free (self->path);
  G_OBJECT_CLASS (reeve_log_reviews_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/log-reviews-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, sign_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, leaving);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, reviews);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, coverage);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, coverage_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, findings);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, findings_bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, assignee);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, second);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, slices_stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, slices_text);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, slices);
  gtk_widget_class_bind_template_child (widget_class, ReeveLogReviewsPage, history);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, on_review_chosen_cb);
}

static void
reeve_log_reviews_page_class_init (ReeveLogReviewsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ReevePageClass *page_class = REEVE_PAGE_CLASS (klass);

  object_class->dispose = reeve_log_reviews_page_dispose;
  object_class->finalize = reeve_log_reviews_page_finalize;
  widget_class->map = reeve_log_reviews_page_map;
  page_class->site_changed = reeve_log_reviews_page_site_changed;
  page_class->refresh = reeve_log_reviews_page_refresh;
  page_class->show_filters = reeve_log_reviews_page_show_filters;
  g_type_ensure (REEVE_TYPE_PANE);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  bind_template (widget_class);
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
  g_signal_connect (self, "notify::site", G_CALLBACK (on_site_set_cb), NULL);
  update (self);
}
