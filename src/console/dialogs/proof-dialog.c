/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Everything shown here was reckoned on this device; hashes stand in base64, as they do in proofs and
 * checkpoints, so that they can be compared. */

#include "config.h"

#include "console/dialogs/proof-dialog.h"

#include <glib/gi18n.h>

#include "console/client/line-proof.h"
#include "console/widgets/formatting.h"
#include "console/widgets/wording.h"

struct _ReeveProofDialog
{
  AdwDialog parent_instance;
  /* from the template */
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkWidget *copy;
  GtkWidget *verdict;
  GtkImage *verdict_icon;
  GtkLabel *verdict_title;
  GtkLabel *verdict_text;
  GtkWidget *meaning;
  AdwPreferencesGroup *line_group;
  AdwPreferencesGroup *path_group;
  AdwPreferencesGroup *checkpoint_group;
  /* owned */
  ReeveSite *site;
  ReeveAccessLine *line;  /* (nullable): an entry */
  ReeveAuditEntry *entry; /* (nullable): a line */
  GString *text;          /* what is copied */
  GPtrArray *rows;        /* borrowed: those that were put in */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ReeveProofDialog, reeve_proof_dialog, ADW_TYPE_DIALOG)

static void
add_row (ReeveProofDialog *self, AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  gtk_widget_add_css_class (row, "proof");
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  g_string_append_printf (self->text, "%s: %s\n", title, value);
}

static void
add_hash (ReeveProofDialog *self, AdwPreferencesGroup *group, const char *title, const guint8 *hash)
{
  g_autofree char *base64 = g_base64_encode (hash, REEVE_MERKLE_BYTES);

  add_row (self, group, title, base64);
}

static void
begin_group (ReeveProofDialog *self, AdwPreferencesGroup *group)
{
  g_string_append_printf (self->text, "\n%s\n", adw_preferences_group_get_title (group));
}

static void
clear_rows (ReeveProofDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  g_string_truncate (self->text, 0);
}

/* --- What came of it --- */

static void
show_verdict (ReeveProofDialog *self, const ReeveLineProof *proof)
{
  const gboolean good = proof->verdict == REEVE_LINE_PROVED;
  const gboolean bad = proof->verdict == REEVE_LINE_WRONG || proof->verdict == REEVE_LINE_LATE;
  g_autofree char *number = reeve_format_count (proof->proof->leaf + 1);
  g_autofree char *size = reeve_format_count ((gint64) proof->checkpoint.size);
  g_autofree char *without = reeve_format_time (proof->seen_without);
  g_autofree char *text = NULL;
  const char *title;

  if (good)
    {
      title = _ ("This line is in the record");
      /* Translators: the place of a line in the log, and how many there are. */
      text =
        g_strdup_printf (_ ("It is line %1$s of %2$s, and was not changed since it was written. This device "
                            "reckoned that itself, from what is on screen."),
                         number, size);
    }
  else if (proof->verdict == REEVE_LINE_NEWER)
    {
      title = _ ("This Reeve is too old to tell");
      text =
        g_strdup (_ ("The service is newer, and says more of this line than is known here. That says neither "
                     "that the line is right nor that it is wrong: a newer Reeve can prove it."));
    }
  else if (proof->verdict == REEVE_LINE_LATE)
    {
      title = _ ("This line was put in later than it says");
      /* Translators: a date and time. */
      text =
        g_strdup_printf (_ ("It is in the record, but was not there when this device looked at %s, though it "
                            "tells of an earlier time. Somebody dated it back."),
                         without);
    }
  else
    {
      title = _ ("This line is not in the record");
      text =
        g_strdup (_ ("What is on screen is not what was written: somebody changed it, or made it up. The "
                     "evidence was saved."));
    }
  gtk_image_set_from_icon_name (self->verdict_icon, good  ? "object-select-symbolic"
                                                    : bad ? "dialog-error-symbolic"
                                                          : "dialog-question-symbolic");
  gtk_label_set_label (self->verdict_title, title);
  gtk_label_set_label (self->verdict_text, text);
  gtk_widget_set_visible (self->meaning, bad);
  gtk_widget_remove_css_class (self->verdict, "yes");
  gtk_widget_remove_css_class (self->verdict, "no");
  if (good || bad)
    gtk_widget_add_css_class (self->verdict, good ? "yes" : "no");
  g_string_append_printf (self->text, "%s\n%s\n", title, text);
  reeve_announce (GTK_WIDGET (self), title);
}

static void
show_path (ReeveProofDialog *self, const ReeveLineProof *proof)
{
  begin_group (self, self->path_group);
  add_hash (self, self->path_group, _ ("The line’s own hash"), proof->leaf.bytes);
  for (guint i = 0; i < proof->steps->len; i++)
    {
      const ReeveMerkleStep *step = &g_array_index (proof->steps, ReeveMerkleStep, i);
      g_autofree char *title =
        /* Translators: %u counts steps. "On its left" is where the other hash stands. */
        g_strdup_printf (step->left ? _ ("Step %u: joined with, on its left")
                                    : _ ("Step %u: joined with, on its right"),
                         i + 1);

      add_hash (self, self->path_group, title, step->sibling.bytes);
    }
  add_hash (self, self->path_group, _ ("What that leads to"), proof->reached.bytes);
}

static void
show_checkpoint (ReeveProofDialog *self, const ReeveLineProof *proof)
{
  g_autofree char *first = reeve_format_time (proof->memory->first_seen);
  g_autofree char *again =
    proof->memory->trusted_again != 0 ? reeve_format_time (proof->memory->trusted_again) : NULL;
  g_autofree char *seen = reeve_format_time (proof->memory->seen);
  g_autofree char *size = reeve_format_count ((gint64) proof->checkpoint.size);

  begin_group (self, self->checkpoint_group);
  add_hash (self, self->checkpoint_group, _ ("What it must lead to"), proof->checkpoint.root.bytes);
  add_row (self, self->checkpoint_group, _ ("Lines in the record"), size);
  add_row (self, self->checkpoint_group, _ ("Signed by"), proof->memory->verifier);
  add_row (self, self->checkpoint_group, _ ("Seen and signed by this device"), proof->witness);
  add_row (self, self->checkpoint_group, _ ("Seen"), seen);
  /* Before that nobody here looked: what was done to it then this device cannot know. */
  add_row (self, self->checkpoint_group, _ ("First seen by this device"), first);
  if (again != NULL)
    add_row (self, self->checkpoint_group, _ ("Trusted again, after it had been broken"), again);
  g_string_append_printf (self->text, "\n%s", proof->memory->note);
}

static void
show_proof (ReeveProofDialog *self, const ReeveLineProof *proof)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, proof->proof->leaf);

  clear_rows (self);
  show_verdict (self, proof);
  begin_group (self, self->line_group);
  add_row (self, self->line_group, _ ("Text"), proof->line);
  add_row (self, self->line_group, _ ("Salt"), proof->proof->salt != NULL ? proof->proof->salt : "—");
  /* Translators: the place of a line in a tree of hashes, counted from 0. */
  add_row (self, self->line_group, _ ("Leaf, from 0"), number);
  show_path (self, proof);
  show_checkpoint (self, proof);
  gtk_widget_set_visible (self->copy, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "proof");
}

static void
show_trouble (ReeveProofDialog *self, const GError *error)
{
  const gboolean unknown = reeve_error_get_code (error) == REEVE_ERROR_NOT_FOUND;
  g_autofree char *title = unknown ? g_strdup (_ ("There is no proof")) : reeve_wording_title (error);
  g_autofree char *advice =
    unknown
      ? g_strdup (_ ("The service has none for this line: it came in only now, or is no longer kept. That "
                     "says neither that it is right nor that it is wrong."))
      : reeve_wording_advice (error);
  g_autofree char *markup = g_markup_escape_text (advice, -1);

  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, markup);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  reeve_announce (GTK_WIDGET (self), title);
}

static void
on_proved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveProofDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLineProof) proof = reeve_line_proof_finish (REEVE_SITE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (proof != NULL)
    show_proof (self, proof);
  else
    show_trouble (self, error);
}

static void
load (ReeveProofDialog *self)
{
  gtk_stack_set_visible_child_name (self->stack, "asking");
  reeve_line_proof_async (self->site, self->line, self->entry, self->cancellable, on_proved_cb,
                          g_object_ref (self));
}

static void
on_copy_cb (ReeveProofDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text->str);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Proof copied"));
}

static void
reeve_proof_dialog_dispose (GObject *object)
{
  ReeveProofDialog *self = REEVE_PROOF_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->entry);
  g_clear_object (&self->line);
  gtk_widget_dispose_template (GTK_WIDGET (self), REEVE_TYPE_PROOF_DIALOG);

  G_OBJECT_CLASS (reeve_proof_dialog_parent_class)->dispose (object);
}

static void
reeve_proof_dialog_finalize (GObject *object)
{
  ReeveProofDialog *self = REEVE_PROOF_DIALOG (object);

  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (reeve_proof_dialog_parent_class)->finalize (object);
}

static void
reeve_proof_dialog_class_init (ReeveProofDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_proof_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_proof_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/proof-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, verdict_title);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, verdict_text);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, line_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, path_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveProofDialog, checkpoint_group);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
reeve_proof_dialog_init (ReeveProofDialog *self)
{
  self->text = g_string_new (NULL);
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
reeve_proof_dialog_new_for_line (ReeveSite *site, ReeveAccessLine *line)
{
  ReeveProofDialog *self = g_object_new (REEVE_TYPE_PROOF_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  self->line = g_object_ref (line);
  load (self);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_proof_dialog_new_for_entry (ReeveSite *site, ReeveAuditEntry *entry)
{
  ReeveProofDialog *self = g_object_new (REEVE_TYPE_PROOF_DIALOG, NULL);

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);

  self->site = g_object_ref (site);
  self->entry = g_object_ref (entry);
  load (self);
  return ADW_DIALOG (self);
}
