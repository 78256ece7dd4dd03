/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A failure here is the history's own: what stands around it stays. */

#include "config.h"

#include "console/widgets/history-group.h"

#include <glib/gi18n.h>

#include "common/audit-entry.h"
#include "common/error.h"
#include "console/client/nouns.h"
#include "console/lists/paged-list.h"
#include "console/widgets/change-row.h"

#define HISTORY_PAGE 50

struct _ReeveHistoryGroup
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  GtkWidget *versions_button;
  /* owned */
  ReevePagedList *entries; /* (nullable) */
  ReeveSite *site;         /* (nullable): with entries */
  char *id;                /* (nullable): the record's; with noun */

  const ReeveNoun *noun; /* (nullable): of a record that has versions */
  gboolean named;        /* of many records */
};

G_DEFINE_FINAL_TYPE (ReeveHistoryGroup, reeve_history_group, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveHistoryGroup *self = user_data;

  return reeve_change_row_new (self->site, item, self->named);
}

static void
on_named_cb (ReeveHistoryGroup *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    reeve_change_row_update (GTK_WIDGET (row));
}

static ReeveAuditEntry *
get_entry (ReeveHistoryGroup *self, guint position)
{
  g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->entries), position);

  return REEVE_AUDIT_ENTRY (reeve_paged_item_get_record (item));
}

/* Of what never had a field changed there is one version. */
static gboolean
has_versions (ReeveHistoryGroup *self, guint n)
{
  guint changes = 0;

  for (guint i = 0; self->noun != NULL && i < n && changes < 2; i++)
    if (get_entry (self, i)->after != NULL &&
        g_strcmp0 (get_entry (self, i)->object_type, self->noun->noun) == 0)
      changes++;
  return changes == 2;
}

static void
on_versions_clicked_cb (ReeveHistoryGroup *self)
{
  const char *name = get_entry (self, 0)->object_name;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.versions", "(ssss)", self->noun->noun, self->id,
                              name != NULL ? name : "", "");
}

static void
show_state (ReeveHistoryGroup *self)
{
  ReevePagedListState state =
    self->entries ? reeve_paged_list_get_state (self->entries) : REEVE_PAGED_LIST_COMPLETE;
  guint n = self->entries ? g_list_model_get_n_items (G_LIST_MODEL (self->entries)) : 0;

  if (state == REEVE_PAGED_LIST_FAILED &&
      reeve_error_get_code (reeve_paged_list_get_error (self->entries)) == REEVE_ERROR_NOT_FOUND)
    state = REEVE_PAGED_LIST_COMPLETE; /* what was there before there was a record */
  if (self->named)                     /* where there is often nothing, nothing is said */
    gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || state == REEVE_PAGED_LIST_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->versions_button, has_versions (self, n));
  gtk_widget_set_visible (self->more_button,
                          state == REEVE_PAGED_LIST_IDLE || state == REEVE_PAGED_LIST_FAILED);
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        state == REEVE_PAGED_LIST_FAILED ? _ ("Try Again") : _ ("Show More"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self), state == REEVE_PAGED_LIST_FAILED ? _ ("The history could not be loaded.")
                                  : state == REEVE_PAGED_LIST_COMPLETE && n == 0
                                    ? _ ("Nothing was changed yet.")
                                    : NULL);
}

static void
on_more_clicked_cb (ReeveHistoryGroup *self)
{
  if (self->entries != NULL)
    reeve_paged_list_load_more (self->entries);
}

static void
drop_entries (ReeveHistoryGroup *self)
{
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_data (self->entries, self);
  g_clear_object (&self->entries);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_clear_object (&self->site);
  g_clear_pointer (&self->id, g_free);
  self->noun = NULL;
}

static void
reeve_history_group_dispose (GObject *object)
{
  drop_entries (REEVE_HISTORY_GROUP (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_HISTORY_GROUP);
  G_OBJECT_CLASS (reeve_history_group_parent_class)->dispose (object);
}

static void
reeve_history_group_class_init (ReeveHistoryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_history_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/history-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveHistoryGroup, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveHistoryGroup, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveHistoryGroup, versions_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_versions_clicked_cb);
}

static void
reeve_history_group_init (ReeveHistoryGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @query: (nullable): the list is of one record alone */
static void
load (ReeveHistoryGroup *self, ReeveSite *site, const char *below, const ReeveQuery *query)
{
  drop_entries (self);
  self->named = query != NULL;
  if (site != NULL && below != NULL)
    {
      g_autofree char *path = reeve_site_path (site, below);
      g_autoptr (ReeveQuery) asked = query != NULL ? reeve_query_copy (query) : reeve_query_new ();

      asked->limit = HISTORY_PAGE;
      self->noun = reeve_noun_find_by_history (below, &self->id);
      self->site = g_object_ref (site);
      g_signal_connect_object (site, "group-named", G_CALLBACK (on_named_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "person-named", G_CALLBACK (on_named_cb), self, G_CONNECT_SWAPPED);
      self->entries =
        reeve_paged_list_new (reeve_site_get_client (site), reeve_audit_entry_get_type (), path);
      g_signal_connect_object (self->entries, "notify::state", G_CALLBACK (show_state), self,
                               G_CONNECT_SWAPPED);
      reeve_paged_list_set_query (self->entries, asked);
    }
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->entries), make_row, self, NULL);
  show_state (self);
}

void
reeve_history_group_load (ReeveHistoryGroup *self, ReeveSite *site, const char *below)
{
  g_return_if_fail (REEVE_IS_HISTORY_GROUP (self));

  load (self, site, below, NULL);
}

void
reeve_history_group_load_query (ReeveHistoryGroup *self, ReeveSite *site, const ReeveQuery *query)
{
  g_return_if_fail (REEVE_IS_HISTORY_GROUP (self));
  g_return_if_fail (query != NULL || site == NULL);

  load (self, site, site != NULL ? "audit" : NULL, query);
}
