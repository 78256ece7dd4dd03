/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A failure here is the timeline's own: what stands around it stays. A note that could not be added stays in
 * its field. */

#include "config.h"

#include "console/pages/case-timeline.h"

#include <glib/gi18n.h>

#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveCaseTimeline
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkListBox *rows;
  GtkWidget *more_button;
  GtkListBox *writing;
  AdwEntryRow *note_row;
  ReeveNoteRow *note_error;
  GtkWidget *add_button;
  /* owned */
  ReeveSite *site;           /* (nullable) */
  char *id;                  /* (nullable): the case's */
  ReevePagedList *list;      /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the note */
};

G_DEFINE_FINAL_TYPE (ReeveCaseTimeline, reeve_case_timeline, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

/* --- Rows --- */

/* What was done with an instruction was written in the same moment. (nullable) */
static ReeveCaseEntry *
find_outcome (ReeveCaseTimeline *self, ReeveCaseEntry *entry)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i - 1);
      ReeveCaseEntry *other = reeve_paged_item_get_record (item);

      if (other->time < entry->time)
        break;
      if (other != entry && other->time == entry->time && g_strcmp0 (other->person, entry->person) == 0)
        return other;
    }
  return NULL;
}

static char *
describe (ReeveCaseEntry *entry)
{
  g_autofree char *time = reeve_format_time (entry->time);
  g_autofree char *text = entry->text != NULL ? reeve_format_isolate (entry->text) : NULL;
  const char *arrival = reeve_case_words_arrival (entry->mail_state);
  g_autofree char *line = arrival != NULL ? g_strdup_printf ("%s · %s", time, arrival) : g_strdup (time);

  return text != NULL ? g_strdup_printf ("%s\n%s", text, line) : g_steal_pointer (&line);
}

static void
show_row (GtkWidget *row, ReeveCaseEntry *entry)
{
  g_autofree char *subtitle = describe (entry);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (g_strcmp0 (entry->mail_state, "failed") == 0)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

/* Whether its mail has arrived is all that ever changes. */
static void
on_record_changed_cb (ReevePagedItem *item, GParamSpec *pspec, gpointer row)
{
  show_row (row, reeve_paged_item_get_record (item));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  ReeveCaseTimeline *self = user_data;
  ReeveCaseEntry *entry = reeve_paged_item_get_record (item);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = reeve_case_words_entry (entry, find_outcome (self, entry));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  g_signal_connect_object (item, "notify::record", G_CALLBACK (on_record_changed_cb), row, 0);
  show_row (row, entry);
  return row;
}

/* --- The list --- */

static void
show_state (ReeveCaseTimeline *self)
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
on_more_clicked_cb (ReeveCaseTimeline *self)
{
  if (self->list != NULL)
    reeve_paged_list_load_more (self->list);
}

/* --- Writing --- */

static char *
get_note (ReeveCaseTimeline *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note_row))));
}

static void
update_writing (ReeveCaseTimeline *self)
{
  g_autofree char *note = get_note (self);
  gboolean online = self->site != NULL && reeve_site_get_online (self->site);

  gtk_widget_set_sensitive (self->add_button,
                            online && self->cancellable == NULL && g_utf8_strlen (note, -1) >= 3);
}

static void
on_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveCaseTimeline) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveCase) breach_case = NULL;
  g_autofree char *text = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &breach_case, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (error == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->note_row), "");
      reeve_paged_list_reload (self->list);
    }
  else
    {
      text = reeve_wording_at (error, "/text");
      if (text == NULL)
        text = reeve_wording_title (error);
      reeve_note_row_set_text (self->note_error, text);
    }
  update_writing (self);
}

static void
on_add_cb (ReeveCaseTimeline *self)
{
  g_autoptr (ReeveCaseNote) body = NULL;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (!gtk_widget_get_sensitive (self->add_button) || self->id == NULL)
    return;
  body = reeve_case_note_new ();
  body->text = get_note (self);
  below = g_strdup_printf ("cases/%s/notes", self->id);
  path = reeve_site_path (self->site, below);
  self->cancellable = g_cancellable_new ();
  update_writing (self);
  reeve_client_post_async (reeve_site_get_client (self->site), path, body, reeve_case_get_type (), -1,
                           self->cancellable, on_noted_cb, g_object_ref (self));
}

/* --- The group --- */

static void
drop (ReeveCaseTimeline *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  g_clear_object (&self->list);
  g_clear_object (&self->site);
  g_clear_pointer (&self->id, g_free);
}

static void
reeve_case_timeline_dispose (GObject *object)
{
  drop (REEVE_CASE_TIMELINE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_CASE_TIMELINE);
  G_OBJECT_CLASS (reeve_case_timeline_parent_class)->dispose (object);
}

static void
reeve_case_timeline_class_init (ReeveCaseTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_case_timeline_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/case-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, rows);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, more_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, writing);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, note_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, note_error);
  gtk_widget_class_bind_template_child (widget_class, ReeveCaseTimeline, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_writing);
}

static void
reeve_case_timeline_init (ReeveCaseTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_writing (self);
}

static void
begin (ReeveCaseTimeline *self, ReeveSite *site, const char *id, const char *path)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();

  self->site = g_object_ref (site);
  self->id = g_strdup (id);
  self->list = reeve_paged_list_new (reeve_site_get_client (site), reeve_case_entry_get_type (), path);
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->list), make_row, self, NULL);
  g_signal_connect_object (self->list, "notify::state", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::online", G_CALLBACK (update_writing), self, G_CONNECT_SWAPPED);
  query->limit = REEVE_QUERY_MAX_LIMIT; /* it is read as a whole */
  reeve_paged_list_set_query (self->list, query);
}

void
reeve_case_timeline_show (ReeveCaseTimeline *self, ReeveSite *site, ReeveCase *breach_case)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_CASE_TIMELINE (self));
  g_return_if_fail (breach_case == NULL || REEVE_IS_SITE (site));

  below = breach_case != NULL ? g_strdup_printf ("cases/%s/entries", breach_case->id) : NULL;
  path = below != NULL ? reeve_site_path (site, below) : NULL;
  if (self->list != NULL && self->site == site &&
      g_strcmp0 (path, reeve_paged_list_get_path (self->list)) == 0)
    {
      reeve_paged_list_reload (self->list);
      return;
    }
  drop (self);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), "");
  reeve_note_row_set_text (self->note_error, NULL);
  if (path != NULL)
    begin (self, site, breach_case->id, path);
  show_state (self);
  update_writing (self);
}

ReevePagedList *
reeve_case_timeline_get_list (ReeveCaseTimeline *self)
{
  g_return_val_if_fail (REEVE_IS_CASE_TIMELINE (self), NULL);

  return self->list;
}

void
reeve_case_timeline_focus_note (ReeveCaseTimeline *self)
{
  g_return_if_fail (REEVE_IS_CASE_TIMELINE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->note_row));
}

gboolean
reeve_case_timeline_has_draft (ReeveCaseTimeline *self)
{
  g_autofree char *note = NULL;

  g_return_val_if_fail (REEVE_IS_CASE_TIMELINE (self), FALSE);

  note = get_note (self);
  return *note != '\0';
}
