/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A group of two rows per writable field that differs. */

#include "config.h"

#include "console/dialogs/user-conflict-dialog.h"

#include <glib/gi18n.h>

#include "console/client/group-names.h"
#include "console/widgets/formatting.h"

typedef struct
{
  const ReeveField *field;
  GtkCheckButton *mine; /* borrowed: in a row of the dialog */
} Choice;

struct _ReeveUserConflictDialog
{
  AdwDialog parent_instance;

  /* from the template */
  AdwPreferencesPage *page;

  /* owned */
  ReeveUser *mine;
  ReeveUser *theirs;
  GArray *choices; /* of Choice */
};

G_DEFINE_FINAL_TYPE (ReeveUserConflictDialog, reeve_user_conflict_dialog, ADW_TYPE_DIALOG)

enum
{
  RESOLVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
name_field (const ReeveField *field)
{
  if (g_str_equal (field->name, "display-name"))
    return _ ("Name");
  if (g_str_equal (field->name, "email"))
    return _ ("E-mail");
  if (g_str_equal (field->name, "roles"))
    return _ ("Roles");
  if (g_str_equal (field->name, "groups"))
    return _ ("Groups");
  return _ ("State");
}

static char *
format_field (ReeveUser *user, const ReeveField *field)
{
  if (g_str_equal (field->name, "roles"))
    return reeve_format_user_roles (user);
  if (g_str_equal (field->name, "groups"))
    return reeve_group_names_join ((const char *const *) user->groups);
  if (g_str_equal (field->name, "state"))
    return g_strdup (g_strcmp0 (user->state, "suspended") == 0 ? _ ("Suspended") : _ ("Active"));
  return g_strdup (*(char **) reeve_record_field (user, field));
}

static gboolean
differs (ReeveUser *a, ReeveUser *b, const ReeveField *field)
{
  g_autofree char *text_a = format_field (a, field);
  g_autofree char *text_b = format_field (b, field);

  return g_strcmp0 (text_a, text_b) != 0;
}

static GtkCheckButton *
add_row (AdwPreferencesGroup *group, const char *title, const char *value, GtkCheckButton *beside)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), beside);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
  return GTK_CHECK_BUTTON (check);
}

static void
add_choice (ReeveUserConflictDialog *self, ReeveUser *before, const ReeveField *field)
{
  g_autofree char *was = format_field (before, field);
  g_autofree char *mine = format_field (self->mine, field);
  g_autofree char *theirs = format_field (self->theirs, field);
  /* Translators: %s: the value of a field before anybody changed it */
  g_autofree char *description = g_strdup_printf (_ ("Was: %s"), was);
  g_autofree char *safe = g_markup_escape_text (description, -1);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  Choice choice = { .field = field };
  GtkCheckButton *other;

  adw_preferences_group_set_title (group, name_field (field));
  adw_preferences_group_set_description (group, safe);
  choice.mine = add_row (group, _ ("Yours"), mine, NULL);
  other = add_row (group, _ ("Theirs, saved already"), theirs, choice.mine);
  /* What only they changed is theirs unless the person says otherwise. */
  gtk_check_button_set_active (differs (before, self->mine, field) ? choice.mine : other, TRUE);
  adw_preferences_page_add (self->page, group);
  g_array_append_val (self->choices, choice);
}

static void
on_save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveUserConflictDialog *self = REEVE_USER_CONFLICT_DIALOG (widget);
  g_autoptr (ReeveUser) merged = reeve_record_copy (self->theirs);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);

      if (gtk_check_button_get_active (choice->mine))
        reeve_record_copy_field (merged, self->mine, choice->field);
    }
  g_signal_emit (self, signals[RESOLVED], 0, self->theirs, merged);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
reeve_user_conflict_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_USER_CONFLICT_DIALOG);
  G_OBJECT_CLASS (reeve_user_conflict_dialog_parent_class)->dispose (object);
}

static void
reeve_user_conflict_dialog_finalize (GObject *object)
{
  ReeveUserConflictDialog *self = REEVE_USER_CONFLICT_DIALOG (object);

  g_clear_object (&self->mine);
  g_clear_object (&self->theirs);
  g_clear_pointer (&self->choices, g_array_unref);
  G_OBJECT_CLASS (reeve_user_conflict_dialog_parent_class)->finalize (object);
}

static void
reeve_user_conflict_dialog_class_init (ReeveUserConflictDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_user_conflict_dialog_dispose;
  object_class->finalize = reeve_user_conflict_dialog_finalize;

  signals[RESOLVED] = g_signal_new ("resolved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, reeve_user_get_type (), reeve_user_get_type ());

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/reeve/Reeve/ui/user-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveUserConflictDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, on_save_cb);
}

static void
reeve_user_conflict_dialog_init (ReeveUserConflictDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
}

AdwDialog *
reeve_user_conflict_dialog_new (ReeveUser *before, ReeveUser *mine, ReeveUser *theirs)
{
  ReeveUserConflictDialog *self = g_object_new (REEVE_TYPE_USER_CONFLICT_DIALOG, NULL);
  ReeveRecordClass *klass = reeve_record_class_of (reeve_user_get_type ());
  g_autofree char *name = reeve_format_isolate (theirs->display_name);
  /* Translators: %s: a person's name */
  g_autofree char *text = g_strdup_printf (
    _ ("Somebody saved %s while you were editing. Nothing of yours is saved yet: choose what is to stand."),
    name);

  self->mine = g_object_ref (mine);
  self->theirs = g_object_ref (theirs);
  adw_preferences_page_set_description (self->page, text);
  for (guint i = 0; i < klass->n_fields; i++)
    if ((klass->fields[i].flags & REEVE_READ_ONLY) == 0 && differs (mine, theirs, &klass->fields[i]))
      add_choice (self, before, &klass->fields[i]);
  return ADW_DIALOG (self);
}
