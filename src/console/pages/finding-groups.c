/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/finding-groups.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/lists/paged-list.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pane.h"
#include "console/widgets/pill.h"

#define ITEM_OF_ROW "reeve-item"

struct _ReeveFindingGroups
{
  AdwBin parent_instance;
  /* from the template */
  ReevePane *pane;
  GtkListBox *rows;
  GtkLabel *more;
  /* owned */
  ReeveSite *site;      /* (nullable) */
  ReevePagedList *list; /* (nullable) */
  gboolean narrowed;
};

G_DEFINE_FINAL_TYPE (ReeveFindingGroups, reeve_finding_groups, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  CLEAR_FILTERS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (ReeveFindingGroups *self)
{
  const GError *error = self->list != NULL ? reeve_paged_list_get_error (self->list) : NULL;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->more),
                          n >= REEVE_QUERY_MAX_LIMIT && reeve_paged_list_get_total (self->list) < 0);
  reeve_pane_set_state (
    self->pane,
    reeve_pane_decide (self->site != NULL ? reeve_site_get_state (self->site) : REEVE_SITE_CLOSED,
                       self->site != NULL && reeve_site_get_online (self->site),
                       self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_IDLE,
                       n, self->narrowed, reeve_error_get_code (error) == REEVE_ERROR_UNREACHABLE),
    error);
}

/* --- Rows --- */

static char *
describe (ReeveFindingGroup *group)
{
  g_autofree char *all = reeve_format_count (group->count);
  g_autofree char *undecided = reeve_format_count (group->undecided);
  g_autofree char *ago = reeve_format_ago (group->newest, reeve_clock_now ());

  /* Translators: of findings; %1$s: how many, %2$s: how many of them nobody has decided on, %3$s: when the
   * newest was raised: "5 min" */
  return g_strdup_printf (ngettext ("%1$s finding, %2$s undecided · %3$s",
                                    "%1$s findings, %2$s undecided · %3$s", (gulong) group->count),
                          all, undecided, ago);
}

static void
show_row (GtkWidget *row, ReeveFindingGroup *group)
{
  GtkWidget *pill = g_object_get_data (G_OBJECT (row), "severity");
  const char *classes[] = { "status-pill", reeve_finding_words_severity_tone (group->severity), NULL };
  g_autofree char *name =
    group->name != NULL ? reeve_format_account_name (group->name) : g_strdup (group->id);
  g_autofree char *line = describe (group);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  reeve_pill_set_icon_name (REEVE_PILL (pill), reeve_finding_words_severity_icon (group->severity));
  reeve_pill_set_label (REEVE_PILL (pill), reeve_finding_words_severity (group->severity));
  gtk_widget_set_css_classes (pill, classes);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, REEVE_FINDING_GROUP (reeve_paged_item_get_record (item)));
}

static GtkWidget *
make_row (gpointer data, gpointer user_data)
{
  ReevePagedItem *item = data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  reeve_pill_set_whole (REEVE_PILL (pill), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "severity", pill);
  g_object_set_data_full (G_OBJECT (row), ITEM_OF_ROW, g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, REEVE_FINDING_GROUP (reeve_paged_item_get_record (item)));
  return row;
}

static void
on_row_activated_cb (ReeveFindingGroups *self, GtkListBoxRow *row)
{
  ReevePagedItem *item = g_object_get_data (G_OBJECT (row), ITEM_OF_ROW);
  g_autoptr (ReeveFindingGroup) group = g_object_ref (reeve_paged_item_get_record (item));

  g_signal_emit (self, signals[CHOSEN], 0, group);
}

static void
on_clear_filters_cb (ReeveFindingGroups *self)
{
  g_signal_emit (self, signals[CLEAR_FILTERS], 0);
}

/* --- The list --- */

static void
drop (ReeveFindingGroups *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
}

static void
begin (ReeveFindingGroups *self, ReeveSite *site)
{
  g_autofree char *path = reeve_site_path (site, "findings/groups");

  if (self->list != NULL && g_strcmp0 (path, reeve_paged_list_get_path (self->list)) == 0)
    return;
  drop (self);
  self->site = g_object_ref (site);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_finding_group_get_type (), path);
  reeve_paged_list_set_first_limit (self->list, REEVE_QUERY_MAX_LIMIT);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
reeve_finding_groups_show (ReeveFindingGroups *self, ReeveSite *site, const char *by, const char *state)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  g_return_if_fail (REEVE_IS_FINDING_GROUPS (self));

  if (site == NULL || by == NULL)
    {
      drop (self);
      return;
    }
  begin (self, site);
  self->narrowed = g_strcmp0 (state, "undecided") != 0;
  reeve_query_set_filter (query, "by", by);
  reeve_query_set_filter (query, "state", state);
  reeve_paged_list_set_query (self->list, query);
  update (self);
}

void
reeve_finding_groups_reload (ReeveFindingGroups *self)
{
  g_return_if_fail (REEVE_IS_FINDING_GROUPS (self));

  if (self->list != NULL)
    reeve_paged_list_reload (self->list);
}

static void
reeve_finding_groups_dispose (GObject *object)
{
  drop (REEVE_FINDING_GROUPS (object));
  adw_bin_set_child (ADW_BIN (object), NULL); /* the template's own, let go of first */
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_FINDING_GROUPS);
  G_OBJECT_CLASS (reeve_finding_groups_parent_class)->dispose (object);
}

static void
reeve_finding_groups_class_init (ReeveFindingGroupsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_finding_groups_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, reeve_finding_group_get_type ());
  signals[CLEAR_FILTERS] = g_signal_new ("clear-filters", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/finding-groups.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingGroups, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingGroups, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveFindingGroups, more);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_cb);
  gtk_widget_class_bind_template_callback (widget_class, reeve_finding_groups_reload);
}

static void
reeve_finding_groups_init (ReeveFindingGroups *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
