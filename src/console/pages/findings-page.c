/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The queue of what nobody has decided on, unless somebody asks for other states, and beside it the one that
 * is chosen. Grouped, there are people or addresses first, and then the findings of one of them. */

#include "config.h"

#include "console/pages/findings-page.h"

#include <glib/gi18n.h>

#include "console/dialogs/mute-dialog.h"
#include "console/dialogs/mutes-dialog.h"
#include "console/lists/ticks.h"
#include "console/pages/finding-detail.h"
#include "console/pages/finding-groups.h"
#include "console/pages/finding-verdicts.h"
#include "console/widgets/finding-row.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/tick-bar.h"
#include "console/widgets/wording.h"

struct _ReeveFindingsPage
{
  ReeveListPage parent_instance;
  /* from the template */
  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkWidget *select_button;
  AdwBanner *group_banner;
  GtkDropDown *states;
  GtkDropDown *severities;
  GtkDropDown *rules;
  GtkDropDown *groupings;
  GtkStack *lists;
  ReevePane *pane;
  GtkScrolledWindow *scroller;
  GtkListBox *rows;
  ReeveFindingGroups *groups;
  ReeveFindingDetail *detail;
  ReeveTickBar *tick_bar;
  /* owned */
  GSimpleActionGroup *actions;
  ReeveTicks *ticks;
  ReevePagedItem *chosen;   /* (nullable) */
  char *alone;              /* (nullable): id of what is shown without being chosen in the list */
  GCancellable *asking;     /* of that */
  ReeveFindingGroup *group; /* (nullable): whose findings are listed */
};

G_DEFINE_FINAL_TYPE (ReeveFindingsPage, reeve_findings_page, REEVE_TYPE_LIST_PAGE)

/* What the list begins with, and what can be asked for instead. */
static const char *const shown_states[] = { "undecided", "open", "acknowledged", "follow_up", "expected",
                                            "breach",    "done", "muted",        NULL };

static const char *
get_chosen (GtkDropDown *drop_down, const char *const *values)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? values[selected - 1] : NULL;
}

/* (nullable): all */
static const char *
get_state (ReeveFindingsPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->states);

  return selected < G_N_ELEMENTS (shown_states) - 1 ? shown_states[selected] : NULL;
}

static const char *
get_grouping (ReeveFindingsPage *self)
{
  return get_chosen (self->groupings, reeve_finding_groupings);
}

/* --- What is asked for --- */

static gboolean
reeve_findings_page_narrow (ReeveListPage *page, ReeveQuery *query)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);
  const char *state = get_state (self);
  const char *severity = get_chosen (self->severities, reeve_finding_severities);
  const char *rule = get_chosen (self->rules, reeve_finding_words_rules ());

  reeve_query_set_filter (query, "state", state);
  reeve_query_set_filter (query, "severity", severity);
  reeve_query_set_filter (query, "rule", rule);
  if (self->group != NULL && get_grouping (self) != NULL)
    reeve_query_set_filter (query, get_grouping (self), self->group->id);
  if (g_strcmp0 (state, "follow_up") == 0)
    query->sort = g_strdup ("due");
  return g_strcmp0 (state, "undecided") != 0 || severity != NULL || rule != NULL || self->group != NULL;
}

/* What was decided on leaves the queue at once. */
static gboolean
belongs (gpointer record, const ReeveQuery *query)
{
  ReeveFinding *finding = record;
  const char *state = reeve_query_get_filter (query, "state");

  if (g_strcmp0 (state, "undecided") == 0)
    return reeve_finding_is_undecided (finding);
  return state == NULL || g_strcmp0 (state, finding->state) == 0;
}

static void
show_lists (ReeveFindingsPage *self)
{
  gboolean grouped = get_grouping (self) != NULL;
  g_autofree char *name = self->group == NULL         ? NULL
                          : self->group->name != NULL ? reeve_format_account_name (self->group->name)
                                                      : g_strdup (self->group->id);

  if (name != NULL)
    adw_banner_set_title (self->group_banner, name);
  adw_banner_set_revealed (self->group_banner, name != NULL);
  gtk_stack_set_visible_child_name (self->lists, grouped && self->group == NULL ? "groups" : "findings");
  gtk_widget_set_visible (GTK_WIDGET (self->severities), !grouped || self->group != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->rules), !grouped || self->group != NULL);
}

static void
ask (ReeveFindingsPage *self)
{
  const char *by = self->group == NULL ? get_grouping (self) : NULL;

  show_lists (self);
  if (by != NULL)
    reeve_finding_groups_show (self->groups, reeve_page_get_site (REEVE_PAGE (self)), by, get_state (self));
  reeve_list_page_ask (REEVE_LIST_PAGE (self));
}

static void
on_grouping_changed_cb (ReeveFindingsPage *self)
{
  g_clear_object (&self->group);
  ask (self);
}

static void
on_group_chosen_cb (ReeveFindingsPage *self, ReeveFindingGroup *group)
{
  g_set_object (&self->group, group);
  ask (self);
}

static void
on_clear_filters_cb (ReeveFindingsPage *self)
{
  g_clear_object (&self->group);
  gtk_drop_down_set_selected (self->states, 0);
  gtk_drop_down_set_selected (self->severities, 0);
  gtk_drop_down_set_selected (self->rules, 0);
  ask (self);
}

static void
present_mutes (ReeveFindingsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));

  if (site != NULL)
    adw_dialog_present (reeve_mutes_dialog_new (site), GTK_WIDGET (self));
}

/* "mutes", of whatever value: those, over the queue. */
static void
reeve_findings_page_show_filters (ReevePage *page, GVariant *filters)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);

  g_clear_object (&self->group);
  gtk_drop_down_set_selected (self->groupings, 0);
  gtk_drop_down_set_selected (self->states, reeve_page_get_choice (filters, "state", shown_states, 0));
  gtk_drop_down_set_selected (self->severities,
                              reeve_page_get_choice (filters, "severity", reeve_finding_severities, 1));
  gtk_drop_down_set_selected (self->rules,
                              reeve_page_get_choice (filters, "rule", reeve_finding_words_rules (), 1));
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  ask (self);
  if (reeve_page_get_filter (filters, "mutes") != NULL)
    present_mutes (self);
}

static GtkWidget *
reeve_findings_page_make_row (ReeveListPage *page, ReevePagedItem *item)
{
  return reeve_finding_row_new (item, REEVE_FINDINGS_PAGE (page)->ticks,
                                reeve_list_page_may (page, REEVE_CAPABILITY_REVIEW_SIGN));
}

/* --- The one that is chosen --- */

static void
show_chosen (ReeveFindingsPage *self)
{
  ReeveFinding *finding = self->chosen != NULL ? reeve_paged_item_get_record (self->chosen) : NULL;

  reeve_finding_detail_show (self->detail, reeve_page_get_site (REEVE_PAGE (self)), finding);
}

static void
stop_asking (ReeveFindingsPage *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
choose (ReeveFindingsPage *self, ReevePagedItem *item)
{
  stop_asking (self);
  g_clear_pointer (&self->alone, g_free);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_func (self->chosen, show_chosen, self);
  g_set_object (&self->chosen, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify::record", G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
  show_chosen (self);
}

/* What is marked is what is shown beside, wherever the focus goes. */
static void
on_row_selected_cb (ReeveFindingsPage *self, GtkListBoxRow *row)
{
  if (row != NULL && reeve_finding_row_get_item (row) != self->chosen)
    gtk_list_box_unselect_row (self->rows, row);
}

static void
on_row_activated_cb (ReeveFindingsPage *self, GtkListBoxRow *row)
{
  choose (self, reeve_finding_row_get_item (row));
  gtk_list_box_select_row (self->rows, row);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
on_alone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFindingsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFinding) finding = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (finding != NULL)
    {
      reeve_finding_detail_show (self->detail, reeve_page_get_site (REEVE_PAGE (self)), finding);
      return;
    }
  title = reeve_wording_title (error);
  reeve_list_page_say (REEVE_LIST_PAGE (self), title);
}

static void
load_alone (ReeveFindingsPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  g_autofree char *below = self->alone != NULL ? g_strconcat ("findings/", self->alone, NULL) : NULL;
  g_autofree char *path = site != NULL && below != NULL ? reeve_site_path (site, below) : NULL;

  stop_asking (self);
  if (path == NULL)
    return;
  self->asking = g_cancellable_new ();
  reeve_client_load_async (reeve_site_get_client (site), reeve_finding_get_type (), path, self->asking,
                           on_alone_cb, g_object_ref (self));
}

/* What is looked at stays, though it answers the list's question no more, and is asked for by itself then. */
static void
follow_chosen (ReeveFindingsPage *self, ReevePagedList *list)
{
  const char *id = self->chosen != NULL ? reeve_paged_item_get_id (self->chosen) : NULL;

  if (id == NULL || list == NULL || reeve_paged_list_get_state (list) == REEVE_PAGED_LIST_LOADING ||
      reeve_paged_list_find (list, id, NULL) != NULL || reeve_paged_list_find_left (list, id) != NULL)
    return;
  g_set_str (&self->alone, id);
  g_signal_handlers_disconnect_by_func (self->chosen, show_chosen, self);
  g_clear_object (&self->chosen);
  gtk_list_box_unselect_all (self->rows);
  load_alone (self);
}

static void
reeve_findings_page_show_one (ReevePage *page, const char *id)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);

  choose (self, NULL);
  self->alone = g_strdup (id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  load_alone (self);
}

/* --- Verbs --- */

/* (nullable) (transfer none): in the list, or left it a moment ago */
static ReeveFinding *
find_finding (ReeveFindingsPage *self, const char *id)
{
  ReeveFinding *finding = reeve_list_page_find (REEVE_LIST_PAGE (self), id);

  if (finding == NULL && self->chosen != NULL && g_strcmp0 (reeve_paged_item_get_id (self->chosen), id) == 0)
    finding = reeve_paged_item_get_record (self->chosen);
  return finding != NULL ? finding : reeve_finding_detail_find (self->detail, id);
}

static void
decide (ReeveFindingsPage *self, GPtrArray *findings, const char *state)
{
  const ReeveFindingAsking asking = { reeve_page_get_site (REEVE_PAGE (self)),
                                      reeve_list_page_get_list (REEVE_LIST_PAGE (self)), findings, state };

  if (asking.site != NULL && asking.list != NULL)
    reeve_finding_verdicts_ask (self->toasts, &asking);
}

static void
on_decide_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();
  const char *id, *state;
  ReeveFinding *finding;

  g_variant_get (parameter, "(&s&s)", &id, &state);
  finding = find_finding (user_data, id);
  if (finding == NULL)
    return;
  g_ptr_array_add (findings, finding);
  decide (user_data, findings, state);
}

static void
on_decide_ticked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveFindingsPage *self = user_data;
  g_autoptr (GPtrArray) items = reeve_ticks_get_items (self->ticks);
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (findings, reeve_paged_item_get_record (items->pdata[i]));
  decide (self, findings, g_variant_get_string (parameter, NULL));
}

static void
on_tick_shown_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_ticks_tick_loaded (REEVE_FINDINGS_PAGE (user_data)->ticks);
}

static void
on_decided_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveFindingsPage *self = user_data;

  reeve_ticks_clear (self->ticks);
  load_alone (self);
  reeve_finding_groups_reload (self->groups);
}

static void
on_mute_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (user_data);
  ReeveFinding *finding = find_finding (user_data, g_variant_get_string (parameter, NULL));
  AdwDialog *dialog;

  if (site == NULL || finding == NULL)
    return;
  dialog = reeve_mute_dialog_new (site, finding);
  g_signal_connect_object (dialog, "muted", G_CALLBACK (reeve_list_page_say), user_data, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_mutes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_mutes (user_data);
}

static void
on_show_groups_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  on_grouping_changed_cb (user_data);
}

/* --- The site --- */

static void
reeve_findings_page_begun (ReeveListPage *page)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);

  reeve_paged_list_set_belongs (list, belongs);
  reeve_ticks_set_model (self->ticks, G_LIST_MODEL (list));
  ask (self);
}

static void
reeve_findings_page_dropped (ReeveListPage *page)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);

  reeve_ticks_clear (self->ticks);
  reeve_ticks_set_model (self->ticks, NULL);
  reeve_finding_groups_show (self->groups, NULL, NULL, NULL);
  g_clear_object (&self->group);
  choose (self, NULL);
}

static void
reeve_findings_page_reload (ReeveListPage *page)
{
  load_alone (REEVE_FINDINGS_PAGE (page));
  reeve_finding_groups_reload (REEVE_FINDINGS_PAGE (page)->groups);
}

static void
reeve_findings_page_update (ReeveListPage *page, gboolean online)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);
  ReevePagedList *list = reeve_list_page_get_list (page);
  gboolean may = reeve_list_page_may (page, REEVE_CAPABILITY_REVIEW_SIGN);
  gint64 total = list != NULL ? reeve_paged_list_get_total (list) : -1;
  g_autofree char *n = total >= 0 ? reeve_format_count (total) : NULL;
  g_autofree char *subtitle =
    n != NULL ? g_strdup_printf (g_dngettext (NULL, "%s finding", "%s findings", (gulong) total), n) : NULL;

  follow_chosen (self, list);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->select_button, may);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "decide", "decide-ticked", "mute" };
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), may && online);
    }
}

static gboolean
reeve_findings_page_is_news (ReeveListPage *page, const char *noun, const char *id, gint64 version)
{
  return g_str_equal (noun, "finding");
}

static void
reeve_findings_page_search (ReevePage *page)
{
  adw_navigation_split_view_set_show_content (REEVE_FINDINGS_PAGE (page)->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (REEVE_FINDINGS_PAGE (page)->states));
}

static void
reeve_findings_page_dispose (GObject *object)
{
  stop_asking (REEVE_FINDINGS_PAGE (object));
  G_OBJECT_CLASS (reeve_findings_page_parent_class)->dispose (object);
}

static void
reeve_findings_page_finalize (GObject *object)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->ticks);
  g_clear_object (&self->group);
  g_free (self->alone);
  G_OBJECT_CLASS (reeve_findings_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/findings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, split);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, select_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, group_banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, states);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, severities);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, rules);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, groupings);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, lists);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, groups);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, detail);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingsPage, tick_bar);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, on_grouping_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
}

/* @person, @address: (nullable) */
static void
add_whom (GPtrArray *list, const char *person, const char *name, const char *address, const char *finding)
{
  g_autofree char *alone = name != NULL ? reeve_format_account_name (name) : NULL;
  ReeveWhom *whom[] = { reeve_whom_new_person (person, alone), reeve_whom_new_address (address) };

  for (guint i = 0; i < G_N_ELEMENTS (whom); i++)
    {
      if (whom[i] != NULL)
        g_set_str (&whom[i]->finding, finding);
      reeve_whom_list_take (list, whom[i]);
    }
}

static void
reeve_findings_page_list_whom (ReevePage *page, GPtrArray *list)
{
  ReeveFindingsPage *self = REEVE_FINDINGS_PAGE (page);
  ReeveFinding *finding = reeve_finding_detail_get_finding (self->detail);
  gboolean by_address = g_strcmp0 (get_grouping (self), "address") == 0;

  if (finding != NULL)
    add_whom (list, finding->person, finding->person_name, finding->address, finding->id);
  if (self->group != NULL)
    add_whom (list, by_address ? NULL : self->group->id, self->group->name,
              by_address ? self->group->id : NULL, NULL);
}

static void
reeve_findings_page_class_init (ReeveFindingsPageClass *klass)
{
  ReeveListPageClass *list_class = REEVE_LIST_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_findings_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_findings_page_finalize;
  REEVE_PAGE_CLASS (klass)->search = reeve_findings_page_search;
  REEVE_PAGE_CLASS (klass)->show_filters = reeve_findings_page_show_filters;
  REEVE_PAGE_CLASS (klass)->show_one = reeve_findings_page_show_one;
  REEVE_PAGE_CLASS (klass)->list_whom = reeve_findings_page_list_whom;
  list_class->path = "findings";
  list_class->record_type = reeve_finding_get_type;
  list_class->rows_show_rights = TRUE;
  list_class->make_row = reeve_findings_page_make_row;
  list_class->narrow = reeve_findings_page_narrow;
  list_class->is_news = reeve_findings_page_is_news;
  list_class->update = reeve_findings_page_update;
  list_class->begun = reeve_findings_page_begun;
  list_class->reload = reeve_findings_page_reload;
  list_class->dropped = reeve_findings_page_dropped;

  g_type_ensure (REEVE_TYPE_FINDING_DETAIL);
  g_type_ensure (REEVE_TYPE_FINDING_GROUPS);
  g_type_ensure (REEVE_TYPE_TICK_BAR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fill_choices (GtkDropDown *drop_down,
              const char *all,
              const char *const *values,
              const char *(*label) (const char *value))
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, all);
  for (guint i = 0; values[i] != NULL; i++)
    gtk_string_list_append (labels, label (values[i]));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
}

static const char *
name_grouping (const char *grouping)
{
  return g_str_equal (grouping, "person") ? _ ("By person") : _ ("By address");
}

static void
fill_states (ReeveFindingsPage *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Undecided"));
  for (guint i = 1; shown_states[i] != NULL; i++)
    gtk_string_list_append (labels, reeve_finding_words_state (shown_states[i]));
  gtk_string_list_append (labels, _ ("All states"));
  gtk_drop_down_set_model (self->states, G_LIST_MODEL (labels));
}

static void
reeve_findings_page_init (ReeveFindingsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "decide", .activate = on_decide_cb, .parameter_type = "(ss)" },
    { .name = "decide-ticked", .activate = on_decide_ticked_cb, .parameter_type = "s" },
    { .name = "decided", .activate = on_decided_cb },
    { .name = "tick-shown", .activate = on_tick_shown_cb },
    { .name = "mute", .activate = on_mute_cb, .parameter_type = "s" },
    { .name = "mutes", .activate = on_mutes_cb },
    { .name = "show-groups", .activate = on_show_groups_cb },
  };

  self->ticks = reeve_ticks_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "findings", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_states (self);
  fill_choices (self->severities, _ ("All severities"), reeve_finding_severities,
                reeve_finding_words_severity);
  fill_choices (self->rules, _ ("All detections"), reeve_finding_words_rules (), reeve_finding_words_rule);
  fill_choices (self->groupings, _ ("Not grouped"), reeve_finding_groupings, name_grouping);
  reeve_tick_bar_set_ticks (self->tick_bar, self->ticks);
  reeve_list_page_set_parts (REEVE_LIST_PAGE (self), self->pane, self->scroller, self->rows);
  show_lists (self);
}
