/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/recovery-codes.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "console/widgets/code-sheet.h"
#include "console/widgets/secret-copy.h"
#include "console/widgets/wording.h"

struct _ReeveRecoveryCodes
{
  GtkBox parent_instance;
  /* from the template */
  GtkWidget *copy;
  GtkLabel *codes;
  GtkCheckButton *stored;
  /* owned */
  ReeveSecret *secret; /* (nullable): one code a line */
};

enum
{
  PROP_0,
  PROP_STORED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ReeveRecoveryCodes, reeve_recovery_codes, GTK_TYPE_BOX)

static void
on_stored_cb (ReeveRecoveryCodes *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORED]);
}

static void
on_copy_cb (ReeveRecoveryCodes *self)
{
  if (self->secret != NULL)
    reeve_secret_copy (GTK_WIDGET (self), self->secret);
}

static void
on_save_cb (ReeveRecoveryCodes *self)
{
  if (self->secret != NULL)
    reeve_code_sheet_save (GTK_WIDGET (self), self->secret);
}

static void
on_print_cb (ReeveRecoveryCodes *self)
{
  if (self->secret != NULL)
    reeve_code_sheet_print (GTK_WIDGET (self), self->secret);
}

static gboolean
reeve_recovery_codes_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (REEVE_RECOVERY_CODES (widget)->copy);
}

static void
reeve_recovery_codes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STORED)
    g_value_set_boolean (value, reeve_recovery_codes_get_stored (REEVE_RECOVERY_CODES (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reeve_recovery_codes_dispose (GObject *object)
{
  ReeveRecoveryCodes *self = REEVE_RECOVERY_CODES (object);

  g_clear_pointer (&self->secret, reeve_secret_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_RECOVERY_CODES);

  G_OBJECT_CLASS (reeve_recovery_codes_parent_class)->dispose (object);
}

static void
reeve_recovery_codes_class_init (ReeveRecoveryCodesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = reeve_recovery_codes_dispose;
  object_class->get_property = reeve_recovery_codes_get_property;
  widget_class->grab_focus = reeve_recovery_codes_grab_focus;
  properties[PROP_STORED] = g_param_spec_boolean (
    "stored", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/recovery-codes.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveRecoveryCodes, copy);
  gtk_widget_class_bind_template_child (widget_class, ReeveRecoveryCodes, codes);
  gtk_widget_class_bind_template_child (widget_class, ReeveRecoveryCodes, stored);
  gtk_widget_class_bind_template_callback (widget_class, on_stored_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_print_cb);
}

static void
reeve_recovery_codes_init (ReeveRecoveryCodes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
reeve_recovery_codes_set_codes (ReeveRecoveryCodes *self, ReeveSecret *codes)
{
  g_autofree char *text = NULL;

  g_return_if_fail (REEVE_IS_RECOVERY_CODES (self));

  if (codes != NULL)
    text = reeve_code_sheet_columns (reeve_secret_get_text (codes));
  g_clear_pointer (&self->secret, reeve_secret_unref);
  self->secret = codes != NULL ? reeve_secret_ref (codes) : NULL;
  gtk_label_set_label (self->codes, text != NULL ? text : "");
  gtk_check_button_set_active (self->stored, FALSE);
}

gboolean
reeve_recovery_codes_get_stored (ReeveRecoveryCodes *self)
{
  g_return_val_if_fail (REEVE_IS_RECOVERY_CODES (self), FALSE);

  return self->stored != NULL && gtk_check_button_get_active (self->stored);
}

void
reeve_recovery_codes_insist (ReeveRecoveryCodes *self)
{
  g_return_if_fail (REEVE_IS_RECOVERY_CODES (self));

  reeve_announce (GTK_WIDGET (self), _ ("They are shown this once: say that you have stored them first"));
  gtk_widget_grab_focus (GTK_WIDGET (self->stored));
}
