/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/case-asked.h"

#include <glib/gi18n.h>

#include "console/lists/paged-item.h"
#include "console/widgets/case-words.h"
#include "console/widgets/formatting.h"

struct _ReeveCaseAsked
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* owned; of GtkWidget, which the group has */
};

G_DEFINE_FINAL_TYPE (ReeveCaseAsked, reeve_case_asked, ADW_TYPE_PREFERENCES_GROUP)

/* One who was asked. */
typedef struct
{
  const char *name;
  gint64 first;
  gint64 last; /* reminded; 0: never */
  guint times;
  const char *arrival; /* of the latest mail */
} Asked;

static gboolean
asks (ReeveCaseEntry *entry)
{
  static const char *const kinds[] = { "asked", "reminded", "escalated", NULL };

  return entry->person_name != NULL && entry->kind != NULL && g_strv_contains (kinds, entry->kind);
}

static Asked *
find (GArray *asked, const char *name)
{
  for (guint i = 0; i < asked->len; i++)
    if (g_str_equal (g_array_index (asked, Asked, i).name, name))
      return &g_array_index (asked, Asked, i);
  g_array_append_val (asked, ((Asked) { .name = name }));
  return &g_array_index (asked, Asked, asked->len - 1);
}

/* @entries: outlive what is answered */
static GArray *
collect (GPtrArray *entries)
{
  GArray *asked = g_array_new (FALSE, FALSE, sizeof (Asked));

  for (guint i = 0; i < entries->len; i++)
    {
      ReeveCaseEntry *entry = entries->pdata[i];
      Asked *one = find (asked, entry->person_name);

      if (one->first == 0)
        one->first = entry->time;
      else
        one->last = entry->time;
      one->times++;
      one->arrival = entry->mail_state;
    }
  return asked;
}

static GPtrArray *
list_asking (GListModel *model)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ReevePagedItem) item = g_list_model_get_item (model, i);
      ReeveCaseEntry *entry = reeve_paged_item_get_record (item);

      if (asks (entry))
        g_ptr_array_add (entries, g_object_ref (entry));
    }
  return entries;
}

static char *
describe (const Asked *asked)
{
  g_autofree char *first = reeve_format_time (asked->first);
  g_autofree char *last = asked->last != 0 ? reeve_format_time (asked->last) : NULL;
  const char *arrival = reeve_case_words_arrival (asked->arrival);
  g_autofree char *when = NULL;

  if (last == NULL)
    /* Translators: of somebody who may say what becomes of locked accounts; %s is an exact time */
    when = g_strdup_printf (_ ("Asked %s"), first);
  else
    /* Translators: of somebody who may say what becomes of locked accounts; both are exact times */
    when = g_strdup_printf (_ ("Asked %1$s, reminded %2$s"), first, last);
  return arrival != NULL ? g_strdup_printf ("%s · %s", when, arrival) : g_steal_pointer (&when);
}

static void
add_row (ReeveCaseAsked *self, const Asked *asked)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = g_object_new (
    GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name",
    g_strcmp0 (asked->arrival, "failed") == 0 ? "dialog-error-symbolic" : "mail-send-symbolic", NULL);
  g_autofree char *name = reeve_format_account_name (asked->name);
  g_autofree char *line = describe (asked);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_set_tooltip_text (row, asked->name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (ReeveCaseAsked *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
reeve_case_asked_finalize (GObject *object)
{
  g_ptr_array_unref (REEVE_CASE_ASKED (object)->rows);
  G_OBJECT_CLASS (reeve_case_asked_parent_class)->finalize (object);
}

static void
reeve_case_asked_class_init (ReeveCaseAskedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_case_asked_finalize;
}

static void
reeve_case_asked_init (ReeveCaseAsked *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Waiting for the Instruction"));
}

static const char *
explain (guint asked, gboolean may)
{
  if (asked == 0)
    return _ ("Nobody could be asked: nobody administers a group of these people, and nobody else may "
              "release accounts. A workspace administrator can name a group administrator.");
  return may ? _ ("You can give it, or one of those who were asked. Talk to the person first, on a way that "
                  "does not lead through the account.")
             : _ ("Those who were asked can give it, in Reeve or by the link in their mail. Nobody else can "
                  "open the account.");
}

void
reeve_case_asked_show (ReeveCaseAsked *self, ReeveCase *breach_case, GListModel *entries, gboolean may)
{
  gboolean waits = breach_case != NULL && breach_case->closed == 0 &&
                   (breach_case->waiting > 0 || g_strcmp0 (breach_case->state, REEVE_CASE_CONTAINED) == 0);
  g_autoptr (GPtrArray) asking = NULL;
  g_autoptr (GArray) asked = NULL;

  g_return_if_fail (REEVE_IS_CASE_ASKED (self));

  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), waits);
  if (!waits)
    return;
  asking = list_asking (entries);
  asked = collect (asking);
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self),
    asked->len > 0 || breach_case->waiting == 0 ? explain (asked->len, may) : NULL);
  for (guint i = 0; i < asked->len; i++)
    add_row (self, &g_array_index (asked, Asked, i));
}
