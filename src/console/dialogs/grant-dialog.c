/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A verb that another one implies is ticked and cannot be unticked: what one sees is what they get. */

#include "config.h"

#include "console/dialogs/grant-dialog.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/group.h"
#include "common/role.h"
#include "common/user.h"
#include "common/verbs.h"
#include "console/widgets/finder.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

typedef struct
{
  ReeveVerbs verb;
  const char *name;
  const char *meaning;
} VerbRow;

static const VerbRow verb_rows[] = {
  { REEVE_VERB_VIEW, N_ ("View"), N_ ("See the folder and what is in it.") },
  { REEVE_VERB_EDIT, N_ ("Edit"), N_ ("Change what is in it, and add to it. Comes with viewing.") },
  { REEVE_VERB_APPROVE, N_ ("Approve"), N_ ("Say yes or no where it is asked for. Comes with viewing.") },
  { REEVE_VERB_MANAGE, N_ ("Manage"), N_ ("Decide who may do what here. Comes with editing.") },
};

/* In days; the first never ends, and the last is chosen in the calendar. */
static const struct
{
  const char *name;
  int days;
} times[] = {
  /* Translators: how long access lasts */
  { N_ ("Never"), 0 },       { N_ ("In a week"), 7 },   { N_ ("In 30 days"), 30 },
  { N_ ("In 90 days"), 90 }, { N_ ("In a year"), 365 }, { N_ ("On a day…"), 0 },
};
#define ANY_DAY (G_N_ELEMENTS (times) - 1)

struct _ReeveGrantDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwActionRow *who_row;
  GtkImage *who_icon;
  GtkMenuButton *who_button;
  AdwToggleGroup *kinds;
  ReeveFinder *finder;
  AdwActionRow *place_row;
  GtkListBox *verbs;
  AdwComboRow *time_row;
  GtkWidget *day_row;
  GtkCalendar *day;
  AdwPreferencesGroup *reason_group;
  GtkEditable *reason_row;
  /* owned */
  ReeveSite *site;
  ReeveGrant *grant; /* (nullable): the one that is changed */
  char *folder;
  char *place;
  const char *kind; /* static (nullable): until somebody is chosen */
  char *principal;  /* (nullable) */
  char *name;       /* (nullable) */

  ReeveVerbs chosen; /* as ticked, without what is implied */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ReeveGrantDialog, reeve_grant_dialog, ADW_TYPE_DIALOG)

static guint asked_signal;

/* The end of the day where the person is: "until 3 March" has that day in it. */
static gint64
get_expires (ReeveGrantDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->time_row);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (selected == 0)
    return 0;
  date = selected == ANY_DAY ? gtk_calendar_get_date (self->day)
                             : g_date_time_add_days (now, times[selected].days);
  end = g_date_time_new_local (g_date_time_get_year (date), g_date_time_get_month (date),
                               g_date_time_get_day_of_month (date), 23, 59, 59);
  /* its day was not touched, nor is its hour */
  if (self->grant != NULL && self->grant->expires != 0)
    {
      g_autofree char *before = reeve_format_date (self->grant->expires);
      g_autofree char *after = reeve_format_date (g_date_time_to_unix (end) * REEVE_SECOND);

      if (g_str_equal (before, after))
        return self->grant->expires;
    }
  return g_date_time_to_unix (end) * REEVE_SECOND;
}

/* --- What is shown --- */

static GtkWidget *
get_check (ReeveGrantDialog *self, guint index)
{
  return g_object_get_data (G_OBJECT (gtk_list_box_get_row_at_index (self->verbs, (int) index)),
                            "reeve-check");
}

static void
update (ReeveGrantDialog *self)
{
  gint64 expires = get_expires (self);

  gtk_widget_set_visible (self->day_row, adw_combo_row_get_selected (self->time_row) == ANY_DAY);
  if (expires != 0 && expires <= reeve_clock_now ())
    gtk_widget_add_css_class (GTK_WIDGET (self->time_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->time_row), "error");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->time_row),
                               expires != 0 && expires <= reeve_clock_now () ? _ ("That day is over") : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.ask",
                                 self->principal != NULL && self->chosen != REEVE_VERBS_NONE &&
                                   (expires == 0 || expires > reeve_clock_now ()));
}

static void
show_verbs (ReeveGrantDialog *self)
{
  ReeveVerbs closed = reeve_verbs_close (self->chosen);

  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (verb_rows); i++)
    {
      /* of itself, or by another one */
      ReeveVerbs others = reeve_verbs_close (self->chosen & ~(unsigned) verb_rows[i].verb);
      gboolean implied = (others & verb_rows[i].verb) != 0;

      gtk_check_button_set_active (GTK_CHECK_BUTTON (get_check (self, i)), (closed & verb_rows[i].verb) != 0);
      gtk_widget_set_sensitive (get_check (self, i), !implied); /* its words stay readable */
    }
  self->filling = FALSE;
  update (self);
}

static void
on_verb_toggled_cb (ReeveGrantDialog *self, GtkCheckButton *check)
{
  ReeveVerbs verb = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "reeve-verb"));

  if (self->filling)
    return;
  self->chosen = gtk_check_button_get_active (check) ? self->chosen | verb : self->chosen & ~(unsigned) verb;
  self->chosen = reeve_verbs_reduce (self->chosen);
  show_verbs (self);
}

static void
show_who (ReeveGrantDialog *self)
{
  gboolean chosen = self->principal != NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->who_row),
                                 chosen ? reeve_verb_words_name (self->kind, self->name)
                                        : _ ("Nobody chosen yet"));
  adw_action_row_set_subtitle (self->who_row, chosen ? reeve_verb_words_kind (self->kind) : "");
  gtk_image_set_from_icon_name (self->who_icon,
                                chosen ? reeve_verb_words_icon (self->kind) : "avatar-default-symbolic");
  gtk_menu_button_set_label (self->who_button, chosen ? _ ("Choose _Another…") : _ ("_Choose…"));
  gtk_widget_set_visible (GTK_WIDGET (self->who_button), self->grant == NULL);
  update (self);
}

static void
on_picked_cb (ReeveGrantDialog *self, ReeveRecord *record)
{
  if (REEVE_IS_GROUP (record))
    {
      self->kind = "group";
      g_set_str (&self->principal, REEVE_GROUP (record)->id);
      g_set_str (&self->name, REEVE_GROUP (record)->name);
    }
  else if (REEVE_IS_ROLE (record))
    {
      self->kind = "role";
      g_set_str (&self->principal, REEVE_ROLE (record)->id);
      g_set_str (&self->name, REEVE_ROLE (record)->id);
    }
  else
    {
      self->kind = "user";
      g_set_str (&self->principal, REEVE_USER (record)->id);
      g_set_str (&self->name, REEVE_USER (record)->display_name);
    }
  show_who (self);
}

static void
on_kind_cb (ReeveGrantDialog *self)
{
  g_object_set (self->finder, "noun", adw_toggle_group_get_active_name (self->kinds), NULL);
}

static void
on_ask_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveGrantDialog *self = REEVE_GRANT_DIALOG (widget);
  g_auto (GStrv) verbs = reeve_verbs_to_wire (self->chosen);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason_row)));
  g_autoptr (ReevePermissionEntry) entry = NULL;

  if (self->grant != NULL)
    entry = reeve_permission_entry_new_amend (self->grant, self->place, (const char *const *) verbs,
                                              get_expires (self));
  else
    entry =
      reeve_permission_entry_new_grant (self->folder, self->place, self->kind, self->principal, self->name,
                                        (const char *const *) verbs, get_expires (self), reason);
  g_signal_emit (self, asked_signal, 0, entry);
}

/* --- The widget --- */

static void
add_verbs (ReeveGrantDialog *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (verb_rows); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (verb_rows[i].name));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (verb_rows[i].meaning));
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (verb_rows[i].name), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      g_object_set_data (G_OBJECT (check), "reeve-verb", GINT_TO_POINTER (verb_rows[i].verb));
      g_object_set_data (G_OBJECT (row), "reeve-check", check);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_verb_toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->verbs, row);
    }
}

static void
add_times (ReeveGrantDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    gtk_string_list_append (names, _ (times[i].name));
  adw_combo_row_set_model (self->time_row, G_LIST_MODEL (names));
}

static void
reeve_grant_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_GRANT_DIALOG);
  G_OBJECT_CLASS (reeve_grant_dialog_parent_class)->dispose (object);
}

static void
reeve_grant_dialog_finalize (GObject *object)
{
  ReeveGrantDialog *self = REEVE_GRANT_DIALOG (object);

  g_clear_object (&self->site);
  g_clear_object (&self->grant);
  g_free (self->folder);
  g_free (self->place);
  g_free (self->principal);
  g_free (self->name);
  G_OBJECT_CLASS (reeve_grant_dialog_parent_class)->finalize (object);
}

static void
reeve_grant_dialog_class_init (ReeveGrantDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_grant_dialog_dispose;
  object_class->finalize = reeve_grant_dialog_finalize;
  asked_signal = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (REEVE_TYPE_FINDER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/grant-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, who_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, who_icon);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, who_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, kinds);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, verbs);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, time_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, day);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, reason_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveGrantDialog, reason_row);
  gtk_widget_class_bind_template_callback (widget_class, on_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.ask", NULL, on_ask_cb);
}

static void
reeve_grant_dialog_init (ReeveGrantDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_verbs (self);
  add_times (self);
  self->chosen = REEVE_VERB_VIEW;
}

AdwDialog *
reeve_grant_dialog_new (ReeveSite *site, const char *folder, const char *place)
{
  ReeveGrantDialog *self = g_object_new (REEVE_TYPE_GRANT_DIALOG, NULL);

  self->site = g_object_ref (site);
  self->folder = g_strdup (folder);
  self->place = g_strdup (place);
  adw_action_row_set_subtitle (self->place_row, place);
  reeve_finder_set_site (self->finder, site);
  show_verbs (self);
  show_who (self);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_grant_dialog_new_amend (ReeveSite *site, ReeveGrant *grant, const char *place)
{
  ReeveGrantDialog *self = REEVE_GRANT_DIALOG (reeve_grant_dialog_new (site, grant->folder, place));
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  self->grant = g_object_ref (grant);
  self->kind = grant->principal_kind;
  self->principal = g_strdup (grant->principal);
  self->name = g_strdup (grant->principal_name);
  self->chosen = reeve_verbs_reduce (reeve_verbs_from_wire ((const char *const *) grant->verbs));
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Change Access"));
  gtk_widget_set_visible (GTK_WIDGET (self->reason_group), FALSE);
  if (grant->expires != 0)
    {
      utc = g_date_time_new_from_unix_utc (grant->expires / REEVE_SECOND);
      local = g_date_time_to_local (utc);
      adw_combo_row_set_selected (self->time_row, ANY_DAY);
      gtk_calendar_select_day (self->day, local);
    }
  show_verbs (self);
  show_who (self);
  return ADW_DIALOG (self);
}
