/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/access-review-opening.h"

#include <glib/gi18n.h>

#include "common/access-review.h"
#include "common/policy.h"

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveAccessReview) review = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &review, &error))
    {
      reeve_reviews_page_say_error (self, error);
      reeve_reviews_page_reload (self);
      return;
    }
  reeve_reviews_page_say (self, _ ("The access review is open"));
  reeve_reviews_page_choose (self, review->id);
}

static void
on_open_confirmed_cb (ReeveReviewsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *path = site != NULL ? reeve_site_path (site, "access-reviews") : NULL;

  if (path != NULL)
    reeve_client_post_async (reeve_site_get_client (site), path, NULL, reeve_access_review_get_type (), -1,
                             NULL, on_opened_cb, g_object_ref (self));
}

static void
on_policy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveReviewsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePolicy) policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  AdwDialog *dialog;
  gulong days = policy != NULL ? (gulong) policy->access_review_grace_days : 0;

  if (policy == NULL)
    {
      reeve_reviews_page_say_error (self, error);
      return;
    }
  dialog = adw_alert_dialog_new (_ ("Open an Access Review Now?"), NULL);
  adw_alert_dialog_format_body (
    ADW_ALERT_DIALOG (dialog),
    ngettext ("Who holds which role is listed, and the administrators are written to. What nobody has "
              "decided on in %d day is suspended: taken away, and given back with one click.",
              "Who holds which role is listed, and the administrators are written to. What nobody has "
              "decided on in %d days is suspended: taken away, and given back with one click.",
              days),
    (int) days);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "open", _ ("_Open"),
                                  NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "open");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "open", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response::open", G_CALLBACK (on_open_confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

void
reeve_access_review_opening_ask (ReeveReviewsPage *page)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (page));
  g_autofree char *path = site != NULL ? reeve_site_path (site, "policy") : NULL;

  if (path != NULL)
    reeve_client_load_async (reeve_site_get_client (site), reeve_policy_get_type (), path, NULL, on_policy_cb,
                             g_object_ref (page));
}
