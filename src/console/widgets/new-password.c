/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rows for choosing a password. */

#include "config.h"

#include "console/widgets/new-password.h"

#include <glib/gi18n.h>

#include "common/sign-in.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

struct _ReeveNewPassword
{
  AdwPreferencesGroup parent_instance;
  /* from the template */
  GtkEditable *entry;
  ReeveNoteRow *note;
  GtkLevelBar *strength;
  GtkLabel *strength_label;
  GtkBox *rules;
  /* owned */
  GCancellable *cancellable; /* cancelled in dispose */
  char *email;               /* (nullable) */
  char *name;                /* (nullable) */

  ReevePasswordPolicy policy;
  gboolean accepted;
};

G_DEFINE_FINAL_TYPE (ReeveNewPassword, reeve_new_password, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_ACCEPTED,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* zxcvbn's classes of guesses, in words that claim no more than they know. */
static const char *
describe_strength (guint strength)
{
  static const char *const words[] = { N_ ("Very weak"), N_ ("Weak"), N_ ("Fair"), N_ ("Good"),
                                       N_ ("Strong") };

  return _ (words[MIN (strength, G_N_ELEMENTS (words) - 1)]);
}

static GtkWidget *
make_rule (ReeveNewPassword *self, const ReevePasswordFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *words = reeve_wording_password_rule (&self->policy, finding->rule);
  GtkWidget *icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "icon-name",
                  finding->met ? "object-select-symbolic" : "reeve-missing-symbolic", NULL);
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  GtkWidget *state = gtk_label_new (finding->met ? _ ("done") : _ ("missing"));

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (state, "caption");
  gtk_widget_add_css_class (finding->met ? icon : state, finding->met ? "success" : "secondary");
  gtk_widget_add_css_class (finding->met ? state : icon, "secondary");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), state);
  return box;
}

static void
judge (ReeveNewPassword *self)
{
  g_autoptr (ReeveSecret) password = reeve_new_password_get_secret (self);
  ReevePasswordVerdict verdict = { 0 };
  gboolean is_empty = reeve_secret_get_length (password) == 0;
  GtkWidget *child;

  reeve_password_policy_judge (&self->policy, password, self->email, self->name, &verdict);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rules))) != NULL)
    gtk_box_remove (self->rules, child);
  for (guint i = 0; i < verdict.n_findings; i++)
    {
      /* Nothing typed is not yet free of anything. */
      verdict.findings[i].met = verdict.findings[i].met && !is_empty;
      gtk_box_append (self->rules, make_rule (self, &verdict.findings[i]));
    }
  gtk_level_bar_set_value (self->strength, is_empty ? 0 : verdict.strength + 1);
  gtk_label_set_label (self->strength_label, is_empty ? "" : describe_strength (verdict.strength));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->strength), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  is_empty ? "" : describe_strength (verdict.strength), -1);

  gboolean accepted = verdict.accepted && !is_empty;
  if (accepted == self->accepted)
    return;
  self->accepted = accepted;
  if (accepted)
    reeve_announce (GTK_WIDGET (self), _ ("The password meets every rule"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCEPTED]);
}

static void
on_activate_cb (ReeveNewPassword *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static void
on_policy_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveNewPassword) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePasswordTerms) policy = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  /* Without an answer the default rules stand; the service judges again anyway. */
  if (policy == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->policy = reeve_password_policy_make (policy->password_profile, policy->password_min_length);
  judge (self);
}

static gboolean
reeve_new_password_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (REEVE_NEW_PASSWORD (widget)->entry));
}

static void
reeve_new_password_dispose (GObject *object)
{
  ReeveNewPassword *self = REEVE_NEW_PASSWORD (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_NEW_PASSWORD);

  G_OBJECT_CLASS (reeve_new_password_parent_class)->dispose (object);
}

static void
reeve_new_password_finalize (GObject *object)
{
  ReeveNewPassword *self = REEVE_NEW_PASSWORD (object);

  g_clear_object (&self->cancellable);
  g_free (self->email);
  g_free (self->name);

  G_OBJECT_CLASS (reeve_new_password_parent_class)->finalize (object);
}

static void
reeve_new_password_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ACCEPTED)
    g_value_set_boolean (value, REEVE_NEW_PASSWORD (object)->accepted);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_new_password_class_init (ReeveNewPasswordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_new_password_dispose;
  object_class->finalize = reeve_new_password_finalize;
  object_class->get_property = reeve_new_password_get_property;
  widget_class->grab_focus = reeve_new_password_grab_focus;

  properties[PROP_ACCEPTED] =
    g_param_spec_boolean ("accepted", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", REEVE_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/new-password.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveNewPassword, entry);
  gtk_widget_class_bind_template_child (widget_class, ReeveNewPassword, note);
  gtk_widget_class_bind_template_child (widget_class, ReeveNewPassword, strength);
  gtk_widget_class_bind_template_child (widget_class, ReeveNewPassword, strength_label);
  gtk_widget_class_bind_template_child (widget_class, ReeveNewPassword, rules);
  gtk_widget_class_bind_template_callback (widget_class, judge);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
reeve_new_password_init (ReeveNewPassword *self)
{
  self->policy = reeve_password_policy_default;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  judge (self);
}

void
reeve_new_password_set_site (ReeveNewPassword *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_NEW_PASSWORD (self));

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  if (site != NULL && reeve_site_get_client (site) != NULL)
    reeve_client_load_async (reeve_site_get_client (site), reeve_password_terms_get_type (),
                             reeve_site_get_identity (site) != NULL ? "/v1/me/password-policy"
                                                                    : "/v1/password-policy",
                             self->cancellable, on_policy_loaded_cb, g_object_ref (self));
}

void
reeve_new_password_set_terms (ReeveNewPassword *self, const char *profile, gint64 min_length)
{
  g_return_if_fail (REEVE_IS_NEW_PASSWORD (self));

  self->policy = reeve_password_policy_make (profile, min_length);
  judge (self);
}

void
reeve_new_password_set_person (ReeveNewPassword *self, const char *email, const char *name)
{
  g_return_if_fail (REEVE_IS_NEW_PASSWORD (self));

  g_set_str (&self->email, email);
  g_set_str (&self->name, name);
  judge (self);
}

gboolean
reeve_new_password_get_accepted (ReeveNewPassword *self)
{
  g_return_val_if_fail (REEVE_IS_NEW_PASSWORD (self), FALSE);

  return self->accepted;
}

ReeveSecret *
reeve_new_password_get_secret (ReeveNewPassword *self)
{
  g_return_val_if_fail (REEVE_IS_NEW_PASSWORD (self), NULL);

  return reeve_secret_new_text (gtk_editable_get_text (self->entry));
}

void
reeve_new_password_set_error (ReeveNewPassword *self, const char *text)
{
  g_return_if_fail (REEVE_IS_NEW_PASSWORD (self));

  reeve_note_row_set_text (self->note, text);
  if (text != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
reeve_new_password_clear (ReeveNewPassword *self)
{
  g_return_if_fail (REEVE_IS_NEW_PASSWORD (self));

  gtk_editable_set_text (self->entry, "");
  reeve_note_row_set_text (self->note, NULL);
}
