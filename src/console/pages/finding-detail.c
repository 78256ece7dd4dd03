/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/finding-detail.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/client/containment.h"
#include "console/pages/finding-verdicts.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pill.h"
#include "console/widgets/wording.h"

struct _ReeveFindingDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  ReevePill *severity;
  ReevePill *state;
  GtkLabel *meaning;
  GtkLabel *check;
  GtkWidget *verdicts;
  GtkWidget *acknowledge_button;
  GtkWidget *expected_button;
  GtkWidget *follow_up_button;
  GtkWidget *breach_button;
  GtkWidget *done_button;
  GtkWidget *mute_button;
  GtkWidget *contain_box;
  AdwActionRow *numbers_row;
  AdwActionRow *events_row;
  GtkWidget *log_button;
  AdwActionRow *who_row;
  GtkWidget *person_button;
  AdwActionRow *address_row;
  AdwActionRow *raised_row;
  AdwActionRow *technique_row;
  GtkLinkButton *technique_link;
  GtkWidget *verdict_group;
  AdwActionRow *note_row;
  AdwActionRow *due_row;
  AdwActionRow *decided_row;
  AdwActionRow *mute_row;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveFinding *finding; /* (nullable): as it is shown */
  ReeveSite *site;       /* (nullable) */
  GCancellable *asking;  /* (nullable): for its mute */
};

G_DEFINE_FINAL_TYPE (ReeveFindingDetail, reeve_finding_detail, ADW_TYPE_BIN)

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
set_pill (ReevePill *pill, const char *icon, const char *label, const char *tone)
{
  const char *classes[] = { "status-pill", tone, NULL };

  reeve_pill_set_icon_name (pill, icon);
  reeve_pill_set_label (pill, label);
  gtk_widget_set_css_classes (GTK_WIDGET (pill), classes);
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_head (ReeveFindingDetail *self)
{
  ReeveFinding *finding = self->finding;

  gtk_label_set_label (self->title, reeve_finding_words_rule (finding->rule));
  set_pill (self->severity, reeve_finding_words_severity_icon (finding->severity),
            reeve_finding_words_severity (finding->severity),
            reeve_finding_words_severity_tone (finding->severity));
  set_pill (self->state, reeve_finding_words_state_icon (finding->state),
            reeve_finding_words_state (finding->state), reeve_finding_words_state_tone (finding->state));
  set_label (self->meaning, reeve_finding_words_meaning (finding->rule));
  set_label (self->check, reeve_finding_words_check (finding->rule));
}

/* A verb that this person may never use is not there; one that makes no sense now is not either. */
static void
show_verb (ReeveFindingDetail *self, GtkWidget *button, const char *state)
{
  gtk_widget_set_visible (button, reeve_finding_verdicts_allow (self->finding, state));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", self->finding->id, state);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "findings.decide");
}

/* Not a verdict: what it was is found out later. */
static void
show_contain (ReeveFindingDetail *self)
{
  ReeveFinding *finding = self->finding;
  g_autoptr (ReeveWhom) person = reeve_whom_new_person (finding->person, NULL);
  g_autoptr (ReeveWhom) from = reeve_whom_new_address (finding->address);

  gtk_widget_set_visible (self->contain_box, (person != NULL || from != NULL) && self->site != NULL &&
                                               reeve_containment_is_allowed (self->site, NULL));
}

static void
show_verbs (ReeveFindingDetail *self)
{
  gboolean may = self->site != NULL && reeve_site_may (self->site, REEVE_CAPABILITY_REVIEW_SIGN);

  gtk_widget_set_visible (self->verdicts, may);
  show_verb (self, self->acknowledge_button, "acknowledged");
  if (g_strcmp0 (self->finding->state, "open") == 0)
    gtk_widget_add_css_class (self->acknowledge_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->acknowledge_button, "suggested-action");
  show_verb (self, self->expected_button, "expected");
  show_verb (self, self->follow_up_button, "follow_up");
  show_verb (self, self->breach_button, "breach");
  show_verb (self, self->done_button, "done");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->mute_button), "s", self->finding->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->mute_button), "findings.mute");
  show_contain (self);
}

static void
show_events (ReeveFindingDetail *self)
{
  g_autofree char *span = reeve_finding_words_span (self->finding);
  g_autofree char *query = reeve_finding_words_query (self->finding);

  set_row (self->events_row, span);
  gtk_widget_set_visible (self->log_button, query != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->log_button), "s", query != NULL ? query : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->log_button), "win.log");
}

/* Somebody who is known here by an id may be a user, and can be looked at. */
static void
show_person (ReeveFindingDetail *self)
{
  ReeveFinding *finding = self->finding;
  g_autofree char *who = reeve_finding_words_who (finding);
  gboolean known = finding->person != NULL && finding->person_name != NULL &&
                   reeve_id_is_valid (finding->person) && self->site != NULL &&
                   reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ);

  set_row (self->who_row, finding->person_name != NULL ? finding->person_name : who);
  gtk_widget_set_visible (GTK_WIDGET (self->who_row), finding->person != NULL || finding->address == NULL);
  gtk_widget_set_visible (self->person_button, known);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->person_button), "(ss)", "user",
                                    known ? finding->person : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->person_button), "win.show");
}

static void
show_technique (ReeveFindingDetail *self)
{
  g_autofree char *link = reeve_finding_words_link (self->finding->technique);

  set_row (self->technique_row, self->finding->technique);
  gtk_widget_set_visible (GTK_WIDGET (self->technique_link), link != NULL);
  gtk_link_button_set_uri (self->technique_link, link != NULL ? link : "");
}

static void
show_facts (ReeveFindingDetail *self)
{
  g_autofree char *numbers = reeve_finding_words_numbers (self->finding);
  g_autofree char *raised = reeve_format_time (self->finding->raised);

  set_row (self->numbers_row, numbers);
  show_events (self);
  show_person (self);
  set_row (self->address_row, self->finding->address);
  set_row (self->raised_row, raised);
  show_technique (self);
}

static void
show_verdict (ReeveFindingDetail *self)
{
  ReeveFinding *finding = self->finding;
  g_autofree char *due = finding->due != 0 ? reeve_format_time (finding->due) : NULL;
  g_autofree char *decided = reeve_finding_words_decided (finding);

  set_row (self->note_row, finding->note);
  set_row (self->due_row, due);
  set_row (self->decided_row, decided);
  gtk_widget_set_visible (self->verdict_group,
                          finding->note != NULL || due != NULL || decided != NULL || finding->mute != NULL);
}

/* --- Its mute --- */

static void
stop_asking (ReeveFindingDetail *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
on_mute_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFindingDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMute) mute = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *what = mute != NULL ? reeve_finding_words_mute (mute) : NULL;
  g_autofree char *line = mute != NULL ? reeve_finding_words_mute_line (mute, reeve_clock_now ()) : NULL;
  g_autofree char *text = mute != NULL ? g_strjoin ("\n", what, line, NULL) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (mute == NULL)
    text = g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND)
             ? g_strdup (_ ("A mute that was lifted since"))
             : reeve_wording_title (error);
  set_row (self->mute_row, text);
}

static void
ask_for_mute (ReeveFindingDetail *self)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  stop_asking (self);
  if (self->finding->mute == NULL)
    return;
  below = g_strdup_printf ("mutes/%s", self->finding->mute);
  path = reeve_site_path (self->site, below);
  self->asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_mute_get_type (), path, self->asking,
                           on_mute_cb, g_object_ref (self));
}

static void
load_mute (ReeveFindingDetail *self)
{
  set_row (self->mute_row, NULL);
  ask_for_mute (self);
}

/* A mute is changed, or lifted, without the findings that it covers. */
static void
on_site_changed_cb (ReeveFindingDetail *self, const char *noun, const char *id, gint64 version)
{
  if (g_strcmp0 (noun, "mute") == 0 && self->finding != NULL && g_strcmp0 (id, self->finding->mute) == 0)
    ask_for_mute (self);
}

/* @site: (nullable) */
static void
set_site (ReeveFindingDetail *self, ReeveSite *site)
{
  if (self->site == site)
    return;
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- The widget --- */

static void
load_history (ReeveFindingDetail *self)
{
  g_autofree char *below = g_strdup_printf ("findings/%s/history", self->finding->id);

  reeve_history_group_load (self->history, self->site, below);
}

static void
reeve_finding_detail_dispose (GObject *object)
{
  ReeveFindingDetail *self = REEVE_FINDING_DETAIL (object);

  stop_asking (self);
  g_clear_object (&self->finding);
  set_site (self, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FINDING_DETAIL);
  G_OBJECT_CLASS (reeve_finding_detail_parent_class)->dispose (object);
}

static void
bind_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, verdicts);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, acknowledge_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, expected_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, follow_up_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, breach_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, contain_box);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, done_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, mute_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, log_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, person_button);
}

static void
reeve_finding_detail_class_init (ReeveFindingDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_finding_detail_dispose;
  g_type_ensure (REEVE_TYPE_PILL);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/finding-detail.ui");
  bind_verbs (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, severity);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, meaning);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, check);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, numbers_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, events_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, who_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, address_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, raised_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, technique_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, technique_link);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, verdict_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, note_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, due_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, decided_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, mute_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingDetail, history);
}

static void
reeve_finding_detail_init (ReeveFindingDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ReeveFinding *
reeve_finding_detail_find (ReeveFindingDetail *self, const char *id)
{
  g_return_val_if_fail (REEVE_IS_FINDING_DETAIL (self), NULL);

  return self->finding != NULL && g_strcmp0 (self->finding->id, id) == 0 ? self->finding : NULL;
}

ReeveFinding *
reeve_finding_detail_get_finding (ReeveFindingDetail *self)
{
  g_return_val_if_fail (REEVE_IS_FINDING_DETAIL (self), NULL);

  return self->finding;
}

void
reeve_finding_detail_show (ReeveFindingDetail *self, ReeveSite *site, ReeveFinding *finding)
{
  gboolean same = finding != NULL && self->finding != NULL && g_strcmp0 (finding->id, self->finding->id) == 0;
  gboolean unchanged = same && finding->version == self->finding->version && site == self->site;

  g_return_if_fail (REEVE_IS_FINDING_DETAIL (self));

  g_set_object (&self->finding, finding);
  set_site (self, site);
  if (finding == NULL || site == NULL)
    {
      stop_asking (self);
      reeve_history_group_load (self->history, NULL, NULL);
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  show_head (self);
  show_verbs (self);
  show_facts (self);
  show_verdict (self);
  gtk_stack_set_visible_child_name (self->stack, "finding");
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (unchanged)
    return;
  load_mute (self);
  load_history (self);
}
