/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/case-detail.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/hold.h"
#include "console/dialogs/case-dialog.h"
#include "console/dialogs/instruct-dialog.h"
#include "console/pages/case-asked.h"
#include "console/pages/case-evidence.h"
#include "console/pages/case-people-group.h"
#include "console/pages/case-timeline.h"
#include "console/pages/case-verbs.h"
#include "console/widgets/case-row.h"
#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pill.h"

struct _ReeveCaseDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  GtkWidget *state;
  GtkLabel *line;
  GtkWidget *instruct_button;
  GtkButton *contain_button;
  GtkWidget *reopen_button;
  GtkWidget *dismiss_button;
  GtkWidget *close_button;
  GtkWidget *resolve_button;
  GtkWidget *edit_button;
  GtkWidget *evidence_button;
  ReeveCaseAsked *asked;
  GtkWidget *done_group;
  AdwActionRow *locked_row;
  AdwActionRow *sessions_row;
  AdwActionRow *evidence_row;
  AdwActionRow *nature_row;
  AdwActionRow *notice_row;
  GtkWidget *notify_button;
  AdwActionRow *noticed_row;
  AdwActionRow *since_row;
  AdwActionRow *reported_row;
  AdwActionRow *ticket_row;
  AdwActionRow *finding_row;
  GtkWidget *finding_button;
  AdwActionRow *cause_row;
  AdwActionRow *measures_row;
  AdwActionRow *closed_row;
  ReeveCasePeopleGroup *people;
  ReeveCaseTimeline *timeline;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveCase *breach_case; /* (nullable): as it is shown */
  ReeveSite *site;        /* (nullable) */
  GCancellable *asking;   /* (nullable): for its hold */
};

G_DEFINE_FINAL_TYPE (ReeveCaseDetail, reeve_case_detail, ADW_TYPE_BIN)

static guint renewed_signal;

static gboolean
may (ReeveCaseDetail *self, ReeveCapability capability)
{
  return self->site != NULL && reeve_site_may (self->site, capability);
}

static gboolean
is_in (ReeveCase *breach_case, const char *state)
{
  return g_strcmp0 (breach_case->state, state) == 0;
}

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

/* --- Verbs --- */

/* What this person may never do is not there; what makes no sense now is not either. */
static void
show_verbs (ReeveCaseDetail *self)
{
  ReeveCase *breach_case = self->breach_case;
  gboolean instructs = may (self, REEVE_CAPABILITY_BREACH_INSTRUCT);
  gboolean contains = may (self, REEVE_CAPABILITY_BREACH_CONTAIN);
  gboolean reported = is_in (breach_case, REEVE_CASE_REPORTED);
  gint64 unlocked = breach_case->people - breach_case->locked;

  gtk_widget_set_visible (self->instruct_button, instructs && breach_case->waiting > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->contain_button), contains && reported);
  gtk_button_set_label (self->contain_button, unlocked > 1 ? _ ("_Lock Accounts…") : _ ("_Lock Account…"));
  gtk_widget_set_visible (self->reopen_button, instructs && is_in (breach_case, REEVE_CASE_INSTRUCTED));
  gtk_widget_set_visible (self->dismiss_button, instructs && reported);
  gtk_widget_set_visible (self->close_button, instructs && reeve_case_state_ends (breach_case->state) &&
                                                breach_case->closed == 0);
  gtk_widget_set_visible (self->resolve_button, contains && breach_case->resolved == 0 &&
                                                  breach_case->closed == 0 &&
                                                  g_strcmp0 (breach_case->nature, "vulnerability") == 0);
  gtk_widget_set_visible (self->notify_button, contains);
  gtk_button_set_label (GTK_BUTTON (self->notify_button),
                        breach_case->notice_sent != 0 ? _ ("_Tell Again…") : _ ("_Tell Now…"));
  gtk_widget_set_visible (self->edit_button, instructs);
  gtk_widget_set_visible (self->evidence_button, reeve_case_evidence_may (self->site));
}

static void
enable_verbs (ReeveCaseDetail *self)
{
  static const char *const verbs[] = { "case.instruct", "case.contain", "case.reopen",
                                       "case.dismiss",  "case.close",   "case.notify",
                                       "case.resolve",  "case.edit",    "case.evidence" };
  gboolean online = self->site != NULL && reeve_site_get_online (self->site) && self->breach_case != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), verbs[i], online);
}

static void
renew (ReeveCase *breach_case, gpointer user_data)
{
  g_signal_emit (user_data, renewed_signal, 0, breach_case);
}

static void
on_dialog_saved_cb (ReeveCaseDetail *self, ReeveCase *breach_case)
{
  renew (breach_case, self);
}

static void
present (ReeveCaseDetail *self, AdwDialog *dialog, const char *signal)
{
  g_signal_connect_object (dialog, signal, G_CALLBACK (on_dialog_saved_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_instruct_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (widget);

  if (self->breach_case != NULL && self->breach_case->waiting > 0)
    present (self, reeve_instruct_dialog_new (self->site, self->breach_case), "instructed");
}

static void
on_edit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (widget);

  if (self->breach_case != NULL)
    present (self, reeve_case_dialog_new (self->site, self->breach_case), "saved");
}

static void
on_evidence_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (widget);

  if (self->breach_case != NULL)
    reeve_case_evidence_save (widget, self->site, self->breach_case);
}

/* Those of it who are known to be reported and not locked. (transfer full) (nullable): not all are known */
static GStrv
list_reported (ReeveCaseDetail *self)
{
  ReevePagedList *list = reeve_case_people_group_get_list (self->people);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (list == NULL || reeve_paged_list_get_state (list) != REEVE_PAGED_LIST_COMPLETE)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      ReeveCasePerson *person = reeve_paged_item_get_record (item);

      if (g_strcmp0 (person->state, REEVE_CASE_REPORTED) == 0)
        g_strv_builder_add (ids, person->id);
    }
  return g_strv_builder_end (ids);
}

static void
on_contain_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (widget);
  g_auto (GStrv) people = self->breach_case != NULL ? list_reported (self) : NULL;

  if (self->breach_case != NULL)
    reeve_case_verb_contain (widget, self->site, self->breach_case, people, renew);
}

static void
on_verb_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const names[] = {
    [REEVE_CASE_VERB_DISMISS] = "case.dismiss", [REEVE_CASE_VERB_REOPEN] = "case.reopen",
    [REEVE_CASE_VERB_CLOSE] = "case.close",     [REEVE_CASE_VERB_NOTIFY] = "case.notify",
    [REEVE_CASE_VERB_RESOLVE] = "case.resolve",
  };
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (widget);

  for (guint i = 0; self->breach_case != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], action))
      reeve_case_verb_ask (widget, self->site, self->breach_case, (ReeveCaseVerb) i, renew);
}

/* --- What there is to see --- */

static void
show_head (ReeveCaseDetail *self)
{
  g_autofree char *people = reeve_case_words_people (self->breach_case);
  g_autofree char *line = reeve_case_words_line (self->breach_case, reeve_clock_now ());

  gtk_label_set_label (self->title, people);
  gtk_label_set_label (self->line, line);
  reeve_case_row_set_pill (self->state, self->breach_case->state);
}

static void
show_reported (ReeveCaseDetail *self)
{
  ReeveCase *breach_case = self->breach_case;
  g_autofree char *notice = reeve_case_words_notice (breach_case, reeve_clock_now ());
  g_autofree char *since = breach_case->since != 0 ? reeve_format_time (breach_case->since) : NULL;
  g_autofree char *reporter = reeve_case_words_reporter (breach_case);
  g_autofree char *time = reeve_format_time (breach_case->reported);
  g_autofree char *reported = g_strdup_printf ("%s · %s", time, reporter);
  gboolean finding = breach_case->finding != NULL && self->site != NULL &&
                     reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ);

  set_row (self->nature_row, reeve_case_words_nature (breach_case->nature));
  set_row (self->notice_row, notice);
  set_row (self->noticed_row, breach_case->noticed);
  set_row (self->since_row, since);
  set_row (self->reported_row, reported);
  set_row (self->ticket_row, breach_case->ticket);
  gtk_widget_set_visible (GTK_WIDGET (self->finding_row), finding);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->finding_button), "(ss)", "finding",
                                    finding ? breach_case->finding : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->finding_button), "win.show");
}

/* "12 March 2026, 10:12:04 CET · Hana Sato". (transfer full) */
static char *
tell_when (gint64 time, const char *account_name)
{
  g_autofree char *when = reeve_format_time (time);
  g_autofree char *name = NULL;
  g_autofree char *who = NULL;

  if (account_name == NULL)
    return g_steal_pointer (&when);
  name = reeve_format_account_name (account_name);
  who = reeve_format_isolate (name);
  return g_strdup_printf ("%s · %s", when, who);
}

static void
show_end (ReeveCaseDetail *self)
{
  ReeveCase *breach_case = self->breach_case;
  g_autofree char *closed =
    breach_case->closed != 0 ? tell_when (breach_case->closed, breach_case->closed_by_name) : NULL;

  set_row (self->cause_row, breach_case->cause);
  set_row (self->measures_row, breach_case->measures);
  set_row (self->closed_row, closed);
}

/* --- Done on report --- */

/* Of all of its people, once all are here: a part of a number would be a wrong one. */
static void
show_sessions (ReeveCaseDetail *self)
{
  ReevePagedList *list = reeve_case_people_group_get_list (self->people);
  gboolean known = list != NULL && reeve_paged_list_get_state (list) == REEVE_PAGED_LIST_COMPLETE;
  gint64 ended = 0;
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;

  for (guint i = 0; known && i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      ended += REEVE_CASE_PERSON (reeve_paged_item_get_record (item))->sessions;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->sessions_row), known);
  count = reeve_format_count (ended);
  /* Translators: %s is how many */
  title =
    ended == 0
      ? g_strdup (_ ("No session was open"))
      : g_strdup_printf (g_dngettext (NULL, "%s session ended", "%s sessions ended", (gulong) ended), count);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sessions_row), title);
}

/* Before it was carried out on anybody, all of them; the rest is told by each person's own state. */
static void
show_locked (ReeveCaseDetail *self)
{
  ReeveCase *breach_case = self->breach_case;
  gboolean all = breach_case->locked == 0 || breach_case->locked == breach_case->people;
  g_autofree char *count = reeve_format_count (all ? breach_case->people : breach_case->locked);
  g_autofree char *when = tell_when (breach_case->contained, breach_case->contained_by_name);
  g_autofree char *title = NULL;

  if (all)
    /* Translators: %s is how many */
    title = g_strdup_printf (
      g_dngettext (NULL, "%s account locked", "%s accounts locked", (gulong) breach_case->people), count);
  else
    /* Translators: %s is how many, of several that were locked */
    title = g_strdup_printf (
      g_dngettext (NULL, "%s account still locked", "%s accounts still locked", (gulong) breach_case->locked),
      count);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->locked_row), title);
  set_row (self->locked_row, when);
}

static void
show_hold (ReeveCaseDetail *self, ReeveHold *hold)
{
  g_autofree char *date = reeve_format_date (hold->ends);
  /* Translators: lines of the access log stay; %s is a day */
  g_autofree char *text = g_strdup_printf (_ ("Until %s, however old it gets"), date);

  set_row (self->evidence_row, text);
}

static void
on_hold_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveCaseDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveHold) hold = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (hold != NULL)
    show_hold (self, hold);
  else if (g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    set_row (self->evidence_row, _ ("The hold has ended, or was lifted"));
}

static void
stop_asking (ReeveCaseDetail *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
load_hold (ReeveCaseDetail *self)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  stop_asking (self);
  gtk_widget_set_visible (GTK_WIDGET (self->evidence_row), self->breach_case->hold != NULL);
  if (self->breach_case->hold == NULL || !reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_LOG_READ))
    return;
  below = g_strdup_printf ("access-log/holds/%s", self->breach_case->hold);
  path = reeve_site_path (self->site, below);
  self->asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_hold_get_type (), path, self->asking,
                           on_hold_cb, g_object_ref (self));
}

static void
show_done (ReeveCaseDetail *self, gboolean same)
{
  gtk_widget_set_visible (self->done_group, self->breach_case->contained != 0);
  if (self->breach_case->contained == 0)
    return;
  show_locked (self);
  show_sessions (self);
  if (!same)
    adw_action_row_set_subtitle (self->evidence_row, "");
  load_hold (self);
}

/* --- What comes later --- */

static void
on_people_changed_cb (ReeveCaseDetail *self)
{
  if (self->breach_case != NULL && self->breach_case->contained != 0)
    show_sessions (self);
}

static void
on_timeline_changed_cb (ReeveCaseDetail *self)
{
  ReevePagedList *list = reeve_case_timeline_get_list (self->timeline);

  reeve_case_asked_show (self->asked, self->breach_case, list != NULL ? G_LIST_MODEL (list) : NULL,
                         may (self, REEVE_CAPABILITY_BREACH_INSTRUCT));
}

static void
load_parts (ReeveCaseDetail *self)
{
  g_autofree char *history =
    self->breach_case != NULL ? g_strdup_printf ("cases/%s/history", self->breach_case->id) : NULL;

  reeve_case_people_group_show (self->people, self->site, self->breach_case);
  reeve_case_timeline_show (self->timeline, self->site, self->breach_case);
  reeve_history_group_load (self->history, self->breach_case != NULL ? self->site : NULL, history);
}

/* --- The widget --- */

/* @site: (nullable) */
static void
set_site (ReeveCaseDetail *self, ReeveSite *site)
{
  if (self->site == site)
    return;
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (site, "notify::online", G_CALLBACK (enable_verbs), self, G_CONNECT_SWAPPED);
}

static void
reeve_case_detail_dispose (GObject *object)
{
  ReeveCaseDetail *self = REEVE_CASE_DETAIL (object);

  stop_asking (self);
  g_clear_object (&self->breach_case);
  set_site (self, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CASE_DETAIL);
  G_OBJECT_CLASS (reeve_case_detail_parent_class)->dispose (object);
}

static void
bind_head (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, line);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, instruct_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, contain_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, reopen_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, dismiss_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, close_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, resolve_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, edit_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, evidence_button);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, asked);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, done_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, locked_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, sessions_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, evidence_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, nature_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, notice_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, notify_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, noticed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, since_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, reported_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, finding_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, finding_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, cause_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, measures_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, closed_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, people);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, timeline);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseDetail, history);
}

static void
reeve_case_detail_class_init (ReeveCaseDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_case_detail_dispose;
  renewed_signal = g_signal_new ("renewed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, reeve_case_get_type ());
  g_type_ensure (REEVE_TYPE_CASE_ASKED);
  g_type_ensure (REEVE_TYPE_CASE_PEOPLE_GROUP);
  g_type_ensure (REEVE_TYPE_CASE_TIMELINE);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/case-detail.ui");
  bind_head (widget_class);
  bind_rows (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_people_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_timeline_changed_cb);
  gtk_widget_class_install_action (widget_class, "case.instruct", NULL, on_instruct_cb);
  gtk_widget_class_install_action (widget_class, "case.contain", NULL, on_contain_cb);
  gtk_widget_class_install_action (widget_class, "case.edit", NULL, on_edit_cb);
  gtk_widget_class_install_action (widget_class, "case.evidence", NULL, on_evidence_cb);
  gtk_widget_class_install_action (widget_class, "case.reopen", NULL, on_verb_cb);
  gtk_widget_class_install_action (widget_class, "case.dismiss", NULL, on_verb_cb);
  gtk_widget_class_install_action (widget_class, "case.close", NULL, on_verb_cb);
  gtk_widget_class_install_action (widget_class, "case.notify", NULL, on_verb_cb);
  gtk_widget_class_install_action (widget_class, "case.resolve", NULL, on_verb_cb);
}

static void
reeve_case_detail_init (ReeveCaseDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  reeve_pill_set_whole (REEVE_PILL (self->state), TRUE);
  reeve_case_detail_show (self, NULL, NULL);
}

void
reeve_case_detail_show (ReeveCaseDetail *self, ReeveSite *site, ReeveCase *breach_case)
{
  gboolean same;

  g_return_if_fail (REEVE_IS_CASE_DETAIL (self));
  g_return_if_fail (breach_case == NULL || REEVE_IS_SITE (site));

  same = breach_case != NULL && self->breach_case != NULL && site == self->site &&
         g_strcmp0 (self->breach_case->id, breach_case->id) == 0;
  stop_asking (self);
  set_site (self, site);
  g_set_object (&self->breach_case, breach_case);
  load_parts (self);
  gtk_stack_set_visible_child_name (self->stack, breach_case != NULL ? "case" : "none");
  enable_verbs (self);
  if (breach_case == NULL)
    return;
  show_head (self);
  show_verbs (self);
  show_reported (self);
  show_done (self, same);
  show_end (self);
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

ReeveCase *
reeve_case_detail_get_case (ReeveCaseDetail *self)
{
  g_return_val_if_fail (REEVE_IS_CASE_DETAIL (self), NULL);

  return self->breach_case;
}

void
reeve_case_detail_focus_note (ReeveCaseDetail *self)
{
  g_return_if_fail (REEVE_IS_CASE_DETAIL (self));

  if (self->breach_case != NULL)
    reeve_case_timeline_focus_note (self->timeline);
}

gboolean
reeve_case_detail_has_draft (ReeveCaseDetail *self)
{
  g_return_val_if_fail (REEVE_IS_CASE_DETAIL (self), FALSE);

  return reeve_case_timeline_has_draft (self->timeline);
}
