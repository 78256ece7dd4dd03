/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/log-review-signing.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/log-review-words.h"

#define REVIEW "reeve-review"
#define REASON "reeve-reason"

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReviewsPage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogReview) review = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &review, &error))
    reeve_reviews_page_say_error (page, error);
  else if (g_strcmp0 (review->state, "waiting") == 0)
    reeve_reviews_page_say (page, _ ("Signed. Somebody else has to sign, too"));
  else if (g_strcmp0 (review->state, "open") == 0)
    reeve_reviews_page_say (page, _ ("The review is open again"));
  else
    reeve_reviews_page_say (page, _ ("The review is signed"));
  reeve_reviews_page_load (page);
}

/* @body: (nullable) */
static void
post (ReeveReviewsPage *page, AdwDialog *dialog, const char *verb, ReeveLogReview *body)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (page));
  ReeveLogReview *review = g_object_get_data (G_OBJECT (dialog), REVIEW);
  g_autofree char *below = g_strdup_printf ("log-reviews/%s/%s", review->id, verb);
  g_autofree char *path = site != NULL ? reeve_site_path (site, below) : NULL;

  if (path != NULL)
    reeve_client_post_async (reeve_site_get_client (site), path, body, reeve_log_review_get_type (),
                             review->version, NULL, on_posted_cb, g_object_ref (page));
}

static void
on_sign_confirmed_cb (ReeveReviewsPage *page, const char *response, AdwDialog *dialog)
{
  post (page, dialog, "sign", NULL);
}

static void
on_show_findings_cb (ReeveReviewsPage *page)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (page), "win.list",
                                      reeve_log_review_signing_list_findings ());
}

GVariant *
reeve_log_review_signing_list_findings (void)
{
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filters, "{ss}", "state", "undecided");
  return g_variant_new ("(sa{ss})", "findings", &filters);
}

/* The service would refuse the signature, and only after a code. */
static void
tell_undecided (ReeveReviewsPage *page, ReeveLogReview *review)
{
  gint64 n = review->findings - review->findings_decided;
  g_autofree char *count = reeve_format_count (n);
  /* Translators: %s is a number of findings */
  g_autofree char *body =
    g_strdup_printf (ngettext ("%s finding of these days waits for a decision.",
                               "%s findings of these days wait for a decision.", (gulong) n),
                     count);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Decide on the Findings First"), body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "show",
                                  _ ("_Show Findings"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "show", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response::show", G_CALLBACK (on_show_findings_cb), page,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (page));
}

void
reeve_log_review_signing_sign (ReeveReviewsPage *page, ReeveLogReview *review)
{
  g_autoptr (ReeveLogReview) until = reeve_record_copy (review);
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (g_strcmp0 (review->state, "open") == 0 && review->findings_decided < review->findings)
    {
      tell_undecided (page, review);
      return;
    }
  until->until = reeve_log_review_words_reach (review, reeve_clock_now ());
  body = reeve_log_review_words_signing (until);
  dialog = adw_alert_dialog_new (_ ("Sign for the Access Log?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign", _ ("_Sign"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign", ADW_RESPONSE_SUGGESTED);
  g_object_set_data_full (G_OBJECT (dialog), REVIEW, g_object_ref (review), g_object_unref);
  g_signal_connect_object (dialog, "response::sign", G_CALLBACK (on_sign_confirmed_cb), page,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (page));
}

static void
on_reason_changed_cb (AdwAlertDialog *dialog, GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "return", *text != '\0');
}

static void
on_return_confirmed_cb (ReeveReviewsPage *page, const char *response, AdwDialog *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), REASON);
  g_autoptr (ReeveLogReview) body = reeve_log_review_new ();

  body->note = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  post (page, dialog, "return", body);
}

void
reeve_log_review_signing_return (ReeveReviewsPage *page, ReeveLogReview *review)
{
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
  g_object_set_data_full (G_OBJECT (dialog), REVIEW, g_object_ref (review), g_object_unref);
  g_object_set_data (G_OBJECT (dialog), REASON, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_reason_changed_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response::return", G_CALLBACK (on_return_confirmed_cb), page,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (page));
}
