/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/support-detail.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/folder.h"
#include "console/client/support-ending.h"
#include "console/pages/support-events.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-group.h"
#include "console/widgets/pill.h"
#include "console/widgets/support-words.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/wording.h"

struct _ReeveSupportDetail
{
  AdwBin parent_instance;
  /* from the template */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkBox *parts;
  GtkLabel *title;
  ReevePill *state;
  GtkLabel *reason;
  GtkWidget *countdown;
  GtkLabel *digits;
  GtkLabel *ends;
  GtkProgressBar *bar;
  GtkWidget *verbs;
  GtkWidget *approve_button;
  GtkWidget *refuse_button;
  GtkWidget *end_button;
  GtkLabel *ending;
  AdwActionRow *who_row;
  AdwActionRow *ticket_row;
  AdwActionRow *scope_row;
  AdwActionRow *folders_row;
  AdwActionRow *minutes_row;
  AdwActionRow *asked_row;
  AdwActionRow *expires_row;
  GtkWidget *person_button;
  GtkWidget *answer_group;
  AdwActionRow *answer_row;
  AdwActionRow *note_row;
  AdwActionRow *end_row;
  AdwActionRow *used_row;
  AdwActionRow *reads_row;
  ReeveSupportEvents *events;
  ReeveHistoryGroup *history;
  /* owned */
  ReeveSupportGrant *grant; /* (nullable): as it is shown */
  ReeveSite *site;          /* (nullable) */
  GPtrArray *places;        /* of char *: its folders, as far as they are known */
  GCancellable *asking;     /* for its folders */
  guint tick;
};

G_DEFINE_FINAL_TYPE (ReeveSupportDetail, reeve_support_detail, ADW_TYPE_BIN)

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static gboolean
is_in (ReeveSupportDetail *self, const char *state)
{
  return g_strcmp0 (self->grant->state, state) == 0;
}

static gboolean
is_own (ReeveSupportDetail *self)
{
  return g_strcmp0 (self->grant->agent, reeve_site_get_account (self->site)) == 0;
}

static gboolean
may_answer (ReeveSupportDetail *self)
{
  return reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_SUPPORT_APPROVE);
}

/* --- The time that is left --- */

static void
show_left (ReeveSupportDetail *self)
{
  gint64 left = self->grant->ends - reeve_clock_now ();
  gint64 whole = self->grant->ends - self->grant->answered;
  g_autofree char *digits = reeve_support_words_digits (left);
  g_autofree char *spoken = reeve_format_duration (left);

  gtk_label_set_label (self->digits, digits);
  gtk_progress_bar_set_fraction (self->bar,
                                 whole > 0 ? CLAMP ((double) left / (double) whole, 0.0, 1.0) : 0.0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, spoken, -1);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  show_left (user_data);
  return G_SOURCE_CONTINUE;
}

/* Only while somebody can see it is there anything to count; aloud it is said by the strip. */
static void
update_tick (ReeveSupportDetail *self)
{
  gboolean needed =
    self->grant != NULL && is_in (self, "active") && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (needed && self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick_cb, self);
  else if (!needed)
    g_clear_handle_id (&self->tick, g_source_remove);
}

static void
show_countdown (ReeveSupportDetail *self)
{
  g_autofree char *clock = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->countdown, is_in (self, "active"));
  update_tick (self);
  if (!is_in (self, "active"))
    return;
  clock = reeve_support_words_clock (self->grant->ends, reeve_clock_now ());
  /* Translators: beside hours, minutes and seconds; %s is a time of day */
  text = g_strdup_printf (_ ("left, until %s"), clock);
  gtk_label_set_label (self->ends, text);
  show_left (self);
}

/* --- What can be done --- */

/* A name never stands with the other's target: GTK would find fault with it. */
static void
set_action (GtkWidget *button, const char *action, const char *id)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
show_ending (ReeveSupportDetail *self)
{
  ReeveSupportEnding *ending = reeve_support_ending_of (self->site);
  const GError *error = reeve_support_ending_get_error (ending, self->grant->id);
  gboolean on = reeve_support_ending_is_on (ending, self->grant->id);
  g_autofree char *why = error != NULL ? reeve_wording_title (error) : NULL;
  g_autofree char *text = NULL;

  if (on)
    text = why != NULL ? g_strdup_printf (_ ("Not ended yet: %s. It is tried again until it is."), why)
                       : g_strdup (_ ("Ending…"));
  else if (why != NULL)
    text = g_strdup_printf (_ ("Not ended: %s."), why);
  gtk_label_set_label (self->ending, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->ending), text != NULL);
  gtk_widget_set_sensitive (self->end_button, !on);
}

static void
show_verbs (ReeveSupportDetail *self)
{
  gboolean waits = is_in (self, "waiting");
  gboolean active = is_in (self, "active");
  gboolean answers = waits && may_answer (self) && !is_own (self);
  gboolean ends = (active && (may_answer (self) || is_own (self))) || (waits && is_own (self));

  gtk_widget_set_visible (self->approve_button, answers);
  gtk_widget_set_visible (self->refuse_button, answers);
  gtk_widget_set_visible (self->end_button, ends);
  gtk_widget_set_visible (self->verbs, answers || ends);
  gtk_button_set_label (GTK_BUTTON (self->end_button), waits ? _ ("_Take Back") : _ ("_End Now"));
  if (active)
    gtk_widget_add_css_class (self->end_button, "destructive-action");
  else
    gtk_widget_remove_css_class (self->end_button, "destructive-action");
  set_action (self->approve_button, "support.approve", self->grant->id);
  set_action (self->refuse_button, "support.refuse", self->grant->id);
  set_action (self->end_button, "win.end-support", self->grant->id);
  show_ending (self);
}

/* --- What is known --- */

static void
show_head (ReeveSupportDetail *self)
{
  ReeveSupportGrant *grant = self->grant;
  const char *classes[] = { "status-pill", reeve_support_words_state_tone (grant->state), NULL };
  g_autofree char *who = reeve_support_words_who (grant);
  gboolean known = reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ);

  gtk_label_set_label (self->title, who);
  reeve_pill_set_icon_name (self->state, reeve_support_words_state_icon (grant->state));
  reeve_pill_set_label (self->state, reeve_support_words_state (grant->state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->state), classes);
  gtk_label_set_label (self->reason, grant->reason);
  gtk_widget_set_visible (self->person_button, known && !is_own (self));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->person_button), "(ss)", "user", grant->agent);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->person_button), "win.show");
}

static void
show_request (ReeveSupportDetail *self)
{
  ReeveSupportGrant *grant = self->grant;
  g_autofree char *scope = reeve_support_words_scope (grant);
  g_autofree char *minutes = reeve_support_words_minutes (grant->minutes);
  g_autofree char *asked = reeve_format_time (grant->asked);
  g_autofree char *expires = is_in (self, "waiting") ? reeve_format_time (grant->expires) : NULL;

  set_row (self->who_row, grant->agent_name);
  set_row (self->ticket_row, grant->ticket);
  set_row (self->scope_row, scope);
  set_row (self->minutes_row, minutes);
  set_row (self->asked_row, asked);
  set_row (self->expires_row, expires);
}

static void
show_outcome (ReeveSupportDetail *self)
{
  ReeveSupportGrant *grant = self->grant;
  g_autofree char *answer = reeve_support_words_answer (grant);
  g_autofree char *end = reeve_support_words_end (grant);
  g_autofree char *used = reeve_support_words_used (grant);
  g_autofree char *reads =
    grant->answered != 0 && !is_in (self, "refused") ? reeve_support_words_reads (grant->reads) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer_row),
                                 is_in (self, "refused") ? _ ("Refused by") : _ ("Approved by"));
  set_row (self->answer_row, answer);
  set_row (self->note_row, grant->note);
  set_row (self->end_row, end);
  set_row (self->used_row, used);
  /* while it goes on, its lines are what there is to see */
  set_row (self->reads_row, is_in (self, "active") && may_answer (self) ? NULL : reads);
  gtk_widget_set_visible (self->answer_group, answer != NULL || end != NULL);
}

/* --- Its folders --- */

static void
show_places (ReeveSupportDetail *self)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < self->places->len; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", (const char *) self->places->pdata[i]);
  set_row (self->folders_row, all->str);
}

static void
on_folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveSupportDetail) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) folder = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->site == NULL)
    return;
  g_ptr_array_add (self->places, folder != NULL
                                   ? reeve_verb_words_path (reeve_site_get_root_name (self->site),
                                                            (const char *const *) folder->path, 0)
                                   : g_strdup (_ ("A folder that is not to be seen here")));
  show_places (self);
}

static void
stop_asking (ReeveSupportDetail *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_ptr_array_set_size (self->places, 0);
}

static void
load_folders (ReeveSupportDetail *self)
{
  gboolean may = reeve_site_may (self->site, REEVE_CAPABILITY_PERMISSIONS_READ);

  stop_asking (self);
  show_places (self);
  self->asking = g_cancellable_new ();
  for (guint i = 0; self->grant->folders != NULL && self->grant->folders[i] != NULL; i++)
    {
      g_autofree char *below = g_strdup_printf ("folders/%s", self->grant->folders[i]);
      g_autofree char *path = reeve_site_path (self->site, below);

      if (may)
        reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                                 self->asking, on_folder_cb, g_object_ref (self));
    }
}

/* --- The widget --- */

static void
on_ending_cb (ReeveSupportDetail *self)
{
  if (self->grant != NULL)
    show_ending (self);
}

/* @site: (nullable) */
static void
set_site (ReeveSupportDetail *self, ReeveSite *site)
{
  if (self->site == site)
    return;
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (reeve_support_ending_of (self->site), self);
  g_set_object (&self->site, site);
  if (site != NULL)
    g_signal_connect_object (reeve_support_ending_of (site), "changed", G_CALLBACK (on_ending_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
reeve_support_detail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_detail_parent_class)->map (widget);
  if (REEVE_SUPPORT_DETAIL (widget)->grant != NULL)
    show_countdown (REEVE_SUPPORT_DETAIL (widget));
}

static void
reeve_support_detail_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (reeve_support_detail_parent_class)->unmap (widget);
  update_tick (REEVE_SUPPORT_DETAIL (widget));
}

static void
reeve_support_detail_dispose (GObject *object)
{
  ReeveSupportDetail *self = REEVE_SUPPORT_DETAIL (object);

  stop_asking (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->grant);
  set_site (self, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_SUPPORT_DETAIL);
  G_OBJECT_CLASS (reeve_support_detail_parent_class)->dispose (object);
}

static void
reeve_support_detail_finalize (GObject *object)
{
  g_ptr_array_unref (REEVE_SUPPORT_DETAIL (object)->places);
  G_OBJECT_CLASS (reeve_support_detail_parent_class)->finalize (object);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, who_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, ticket_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, scope_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, folders_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, minutes_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, asked_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, expires_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, person_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, answer_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, answer_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, note_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, end_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, used_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, reads_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, events);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, history);
}

static void
reeve_support_detail_class_init (ReeveSupportDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_support_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_support_detail_finalize;
  widget_class->map = reeve_support_detail_map;
  widget_class->unmap = reeve_support_detail_unmap;
  g_type_ensure (REEVE_TYPE_PILL);
  g_type_ensure (REEVE_TYPE_HISTORY_GROUP);
  g_type_ensure (REEVE_TYPE_SUPPORT_EVENTS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/support-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, parts);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, state);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, reason);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, countdown);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, digits);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, ends);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, bar);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, verbs);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, approve_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, refuse_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, end_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveSupportDetail, ending);
  bind_rows (widget_class);
}

static void
reeve_support_detail_init (ReeveSupportDetail *self)
{
  self->places = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What became of it is told to whoever may approve, and was done in front of its agent. */
static void
show_record (ReeveSupportDetail *self, gboolean changed)
{
  gboolean sees = may_answer (self);
  gboolean begun = self->grant->answered != 0 && !is_in (self, "refused");
  g_autofree char *below = g_strdup_printf ("support-grants/%s/history", self->grant->id);

  /* what goes on is watched; what is over is looked up */
  gtk_box_reorder_child_after (self->parts, GTK_WIDGET (self->events),
                               is_in (self, "active") ? GTK_WIDGET (self->ending) : self->answer_group);
  gtk_widget_set_visible (GTK_WIDGET (self->events), sees && begun);
  reeve_support_events_show (self->events, self->site, sees && begun ? self->grant : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->history), sees);
  if (changed)
    reeve_history_group_load (self->history, sees ? self->site : NULL, sees ? below : NULL);
}

void
reeve_support_detail_show (ReeveSupportDetail *self, ReeveSite *site, ReeveSupportGrant *grant)
{
  gboolean same = grant != NULL && self->grant != NULL && g_strcmp0 (grant->id, self->grant->id) == 0;
  gboolean unchanged =
    same && site == self->site && grant->version == self->grant->version && is_in (self, grant->state);

  g_return_if_fail (REEVE_IS_SUPPORT_DETAIL (self));

  g_set_object (&self->grant, grant);
  set_site (self, site);
  if (grant == NULL || site == NULL)
    {
      g_clear_object (&self->grant);
      stop_asking (self);
      update_tick (self);
      reeve_support_events_show (self->events, NULL, NULL);
      reeve_history_group_load (self->history, NULL, NULL);
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  show_head (self);
  show_countdown (self);
  show_verbs (self);
  show_request (self);
  show_outcome (self);
  show_record (self, !unchanged);
  gtk_stack_set_visible_child_name (self->stack, "grant");
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (!unchanged)
    load_folders (self);
}

ReeveSupportGrant *
reeve_support_detail_get_grant (ReeveSupportDetail *self)
{
  g_return_val_if_fail (REEVE_IS_SUPPORT_DETAIL (self), NULL);

  return self->grant;
}
