/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A failure here is this list's own: what stands around it stays. */

#include "config.h"

#include "console/pages/case-people-group.h"

#include <glib/gi18n.h>

#include "console/widgets/case-row.h"
#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pill.h"
#include "console/widgets/whom-mark.h"
#include "console/widgets/wording.h"

#define PAGE        20 /* rows; what stands below the list must stay within reach */
#define PILL_OF_ROW "reeve-pill"

struct _ReeveCasePeopleGroup
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  /* owned */
  ReeveSite *site;      /* (nullable) */
  ReevePagedList *list; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ReeveCasePeopleGroup, reeve_case_people_group, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

/* --- Rows --- */

/* Who they are, what was decided on them, and what makes them different. */
static char *
describe (ReeveCasePerson *person)
{
  g_autofree char *email = reeve_format_isolate_ltr (person->email != NULL ? person->email : "");
  g_autofree char *decided = reeve_case_words_decided (person);
  g_autofree char *reason =
    decided != NULL && person->reason != NULL ? reeve_format_isolate (person->reason) : NULL;
  const char *last = person->last && reeve_case_state_locks (person->state)
                       ? _ ("Nobody else could administer the workspace")
                       : NULL;
  const char *const lines[] = { email, last, decided, reason };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i] != NULL)
      g_string_append_printf (all, "%s%s", all->len > 0 ? "\n" : "", lines[i]);
  return g_string_free_and_steal (g_steal_pointer (&all));
}

static void
show_row (GtkWidget *row, ReeveCasePerson *person)
{
  g_autofree char *subtitle = describe (person);

  reeve_whom_mark (row, person->id, person->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), person->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  reeve_case_row_set_pill (g_object_get_data (G_OBJECT (row), PILL_OF_ROW), person->state);
}

static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, reeve_paged_item_get_record (item));
}

/* With everything about them, beside the list. */
static GtkWidget *
make_open_button (ReeveCasePerson *person)
{
  g_auto (GVariantBuilder) filters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");
  /* Translators: a button; %s is a person */
  g_autofree char *label = g_strdup_printf (_ ("Open %s"), person->name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_variant_builder_add (&filters, "{ss}", "user", person->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sa{ss})", "users", &filters);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.list");
  return button;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveCasePeopleGroup *self = user_data;
  ReeveCasePerson *person = reeve_paged_item_get_record (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *pill = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);

  reeve_pill_set_whole (REEVE_PILL (pill), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), pill);
  g_object_set_data (G_OBJECT (row), PILL_OF_ROW, pill);
  if (reeve_site_may (self->site, REEVE_CAPABILITY_USERS_READ))
    {
      GtkWidget *button = make_open_button (person);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
    }
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, person);
  return row;
}

/* --- The list --- */

static void
show_state (ReeveCasePeopleGroup *self)
{
  ReevePagedListState state =
    self->list != NULL ? reeve_paged_list_get_state (self->list) : REEVE_PAGED_LIST_COMPLETE;
  gboolean failed = state == REEVE_PAGED_LIST_FAILED;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  g_autofree char *title = failed ? reeve_wording_title (reeve_paged_list_get_error (self->list)) : NULL;
  g_autofree char *safe = title != NULL ? g_markup_escape_text (title, -1) : NULL;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), safe);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->more_button, (state == REEVE_PAGED_LIST_IDLE && n > 0) || failed);
  gtk_button_set_label (GTK_BUTTON (self->more_button), failed ? _ ("Try Again") : _ ("Show More"));
  g_signal_emit (self, changed_signal, 0);
}

static void
on_more_clicked_cb (ReeveCasePeopleGroup *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

static void
drop (ReeveCasePeopleGroup *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
  g_clear_object (&self->site);
}

static void
reeve_case_people_group_dispose (GObject *object)
{
  drop (REEVE_CASE_PEOPLE_GROUP (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CASE_PEOPLE_GROUP);
  G_OBJECT_CLASS (reeve_case_people_group_parent_class)->dispose (object);
}

static void
reeve_case_people_group_class_init (ReeveCasePeopleGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_case_people_group_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/case-people-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveCasePeopleGroup, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveCasePeopleGroup, more_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
}

static void
reeve_case_people_group_init (ReeveCasePeopleGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_case_people_group_show (ReeveCasePeopleGroup *self, ReeveSite *site, ReeveCase *breach_case)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  g_return_if_fail (REEVE_IS_CASE_PEOPLE_GROUP (self));
  g_return_if_fail (breach_case == NULL || REEVE_IS_SITE (site));

  below = breach_case != NULL ? g_strdup_printf ("cases/%s/people", breach_case->id) : NULL;
  path = below != NULL ? reeve_site_path (site, below) : NULL;
  if (self->list != NULL && self->site == site &&
      g_strcmp0 (path, reeve_paged_list_get_path (self->list)) == 0)
    {
      reeve_paged_list_reload (self->list);
      return;
    }
  drop (self);
  if (path != NULL)
    {
      self->site = g_object_ref (site);
      self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_case_person_get_type (), path);
      gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
      g_signal_connect_object (self->list, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
      query->limit = PAGE;
      reeve_paged_list_set_query (self->list, query);
    }
  show_state (self);
}

ReevePagedList *
reeve_case_people_group_get_list (ReeveCasePeopleGroup *self)
{
  g_return_val_if_fail (REEVE_IS_CASE_PEOPLE_GROUP (self), NULL);

  return self->list;
}
