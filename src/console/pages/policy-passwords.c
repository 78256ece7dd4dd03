/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/policy-passwords.h"

#include <glib/gi18n.h>

#include "console/widgets/wording.h"

struct _ReevePolicyPasswords
{
  ReevePolicyGroup parent_instance;
  /* from the template */
  AdwComboRow *profile;
  AdwEntryRow *length;
  GtkLabel *rules;

  gint64 shown_length;
};

G_DEFINE_FINAL_TYPE (ReevePolicyPasswords, reeve_policy_passwords, REEVE_TYPE_POLICY_GROUP)

static guint
find_profile (const char *profile)
{
  guint i = 0;

  while (reeve_password_profiles[i] != NULL && g_strcmp0 (reeve_password_profiles[i], profile) != 0)
    i++;
  return reeve_password_profiles[i] != NULL ? i : GTK_INVALID_LIST_POSITION;
}

/* The rules as the person reads them who chooses a password. */
static char *
describe_rules (const ReevePasswordPolicy *policy)
{
  g_autoptr (ReeveSecret) nothing = reeve_secret_new_text ("");
  ReevePasswordVerdict verdict;
  GString *text = g_string_new (NULL);
  g_autofree char *previous = reeve_wording_password_rule (policy, "previous");

  reeve_password_policy_judge (policy, nothing, NULL, NULL, &verdict);
  for (guint i = 0; i < verdict.n_findings; i++)
    {
      g_autofree char *words = reeve_wording_password_rule (policy, verdict.findings[i].rule);

      g_string_append_printf (text, "• %s\n", words);
    }
  g_string_append_printf (text, "• %s", previous);
  return g_string_free_and_steal (text);
}

static void
reeve_policy_passwords_show_policy (ReevePolicyGroup *group, ReevePolicy *policy, gboolean write)
{
  ReevePolicyPasswords *self = REEVE_POLICY_PASSWORDS (group);
  ReevePasswordPolicy passwords = reeve_policy_get_passwords (policy);
  g_autofree char *length = g_strdup_printf ("%d", (int) policy->password_min_length);
  g_autofree char *rules = describe_rules (&passwords);
  gboolean by_length = g_strcmp0 (policy->password_profile, REEVE_PASSWORD_PROFILE_DEFAULT) == 0;

  adw_combo_row_set_selected (self->profile, find_profile (policy->password_profile));
  if (self->shown_length != policy->password_min_length) /* or somebody is typing another one */
    {
      /* What is shown is not an edit, for which there would be a button. */
      adw_entry_row_set_show_apply_button (self->length, FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->length), length);
      adw_entry_row_set_show_apply_button (self->length, TRUE);
      gtk_widget_remove_css_class (GTK_WIDGET (self->length), "error");
      self->shown_length = policy->password_min_length;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->length), by_length);
  gtk_widget_set_sensitive (GTK_WIDGET (self->profile), write);
  gtk_editable_set_editable (GTK_EDITABLE (self->length), write);
  gtk_label_set_label (self->rules, rules);
}

static void
on_profile_cb (ReevePolicyPasswords *self)
{
  ReevePolicy *policy = reeve_policy_group_get_policy (REEVE_POLICY_GROUP (self));
  guint selected = adw_combo_row_get_selected (self->profile);
  g_autoptr (ReevePolicy) after = NULL;

  if (policy == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  after = reeve_record_copy (policy);
  after->password_profile = reeve_password_profiles[selected];
  reeve_policy_group_change (REEVE_POLICY_GROUP (self), after, _ ("Password rules changed"));
}

/* (nullable): out of bounds */
static const char *
read_length (ReevePolicyPasswords *self, guint64 *length)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->length));

  return g_ascii_string_to_unsigned (text, 10, REEVE_POLICY_SHORTEST, REEVE_POLICY_LONGEST, length, NULL)
           ? text
           : NULL;
}

static void
on_length_changed_cb (ReevePolicyPasswords *self)
{
  guint64 length;

  if (read_length (self, &length) != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->length), "error");
}

static void
on_length_cb (ReevePolicyPasswords *self)
{
  ReevePolicy *policy = reeve_policy_group_get_policy (REEVE_POLICY_GROUP (self));
  g_autoptr (ReevePolicy) after = NULL;
  guint64 length;

  if (policy == NULL)
    return;
  if (read_length (self, &length) == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->length), "error");
      reeve_announce (GTK_WIDGET (self->length),
                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->length)));
      gtk_widget_grab_focus (GTK_WIDGET (self->length));
      return;
    }
  after = reeve_record_copy (policy);
  after->password_min_length = (gint64) length;
  reeve_policy_group_change (REEVE_POLICY_GROUP (self), after, _ ("Password length changed"));
}

static void
reeve_policy_passwords_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_POLICY_PASSWORDS);
  G_OBJECT_CLASS (reeve_policy_passwords_parent_class)->dispose (object);
}

static void
reeve_policy_passwords_class_init (ReevePolicyPasswordsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_policy_passwords_dispose;
  REEVE_POLICY_GROUP_CLASS (klass)->show_policy = reeve_policy_passwords_show_policy;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/policy-passwords.ui");
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPasswords, profile);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPasswords, length);
  gtk_widget_class_bind_template_child (widget_class, ReevePolicyPasswords, rules);
  gtk_widget_class_bind_template_callback (widget_class, on_profile_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_length_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_length_changed_cb);
}

static void
reeve_policy_passwords_init (ReevePolicyPasswords *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
