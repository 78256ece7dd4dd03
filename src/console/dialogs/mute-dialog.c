/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* It begins as narrow as a finding says, and is made wider by taking something away. The service judges what
 * is too wide; what is wrong with a field stands below it. Who changes one while somebody else does is told
 * so, and sees both changes before they save again. */

#include "config.h"

#include "console/dialogs/mute-dialog.h"

#include <glib/gi18n.h>

#include "common/account.h"
#include "common/clock.h"
#include "common/user.h"
#include "console/widgets/finder.h"
#include "console/widgets/finding-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/note-row.h"
#include "console/widgets/wording.h"

#define DAYS 28 /* a mute lasts, unless somebody says otherwise */

struct _ReeveMuteDialog
{
  AdwDialog parent_instance;
  /* from the template */
  AdwBanner *banner;
  GtkButton *mute_button;
  AdwActionRow *covers_row;
  GtkEditable *reason_row;
  AdwSpinRow *days_row;
  AdwActionRow *owner_row;
  ReeveFinder *owner_finder;
  GtkWidget *cover_group;
  AdwComboRow *rule_row;
  AdwActionRow *person_row;
  GtkWidget *anybody_button;
  ReeveFinder *person_finder;
  GtkEditable *network_row;
  ReeveNoteRow *network_note;
  /* owned */
  ReeveSite *site;
  ReeveMute *before; /* (nullable): a new one is made */
  char *person;      /* (nullable): anybody */
  char *person_name;
  char *owner; /* (nullable): whoever makes it */
  GCancellable *cancellable;
  gboolean busy;
  int days; /* shown for the end of the one that is changed; 0: none of its own */
};

G_DEFINE_FINAL_TYPE (ReeveMuteDialog, reeve_mute_dialog, ADW_TYPE_DIALOG)

static guint muted_signal;

/* (transfer full) (nullable): nothing stands there */
static char *
get_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* (nullable): any */
static const char *
get_rule (ReeveMuteDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->rule_row);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? reeve_finding_words_rules ()[selected - 1]
                                                               : NULL;
}

static void
update (ReeveMuteDialog *self)
{
  g_autofree char *reason = get_text (self->reason_row);
  g_autofree char *network = get_text (self->network_row);
  gboolean any = self->before != NULL || get_rule (self) != NULL || self->person != NULL || network != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.mute", reason != NULL && any && !self->busy);
}

static void
on_changed_cb (ReeveMuteDialog *self)
{
  adw_banner_set_revealed (self->banner, FALSE);
  update (self);
}

/* --- Who --- */

static void
set_person (ReeveMuteDialog *self, const char *person, const char *name)
{
  g_set_str (&self->person, person);
  g_set_str (&self->person_name, name);
  adw_action_row_set_subtitle (self->person_row, name != NULL     ? name
                                                 : person != NULL ? person
                                                                  : _ ("Anybody"));
  gtk_widget_set_visible (self->anybody_button, person != NULL);
  on_changed_cb (self);
}

static void
on_person_picked_cb (ReeveMuteDialog *self, ReeveUser *user)
{
  g_autofree char *name = g_strdup_printf ("%s <%s>", user->display_name, user->email);

  set_person (self, user->id, name);
}

static void
on_anybody_cb (ReeveMuteDialog *self)
{
  set_person (self, NULL, NULL);
}

static void
on_owner_picked_cb (ReeveMuteDialog *self, ReeveUser *user)
{
  g_set_str (&self->owner, user->id);
  adw_action_row_set_subtitle (self->owner_row, user->display_name);
  on_changed_cb (self);
}

/* --- Sending --- */

static void
show_text (ReeveMuteDialog *self, const char *text)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  reeve_announce (GTK_WIDGET (self), text);
}

/* What is about a field stands there or is what the banner says, before anything else. */
static void
show_refusal (ReeveMuteDialog *self, const GError *error)
{
  static const char *const pointers[] = { "/rule", "/person", "/ends", "/owner", "/reason" };
  g_autofree char *network = reeve_wording_at (error, "/network");
  g_autofree char *title = NULL;

  if (network != NULL)
    {
      reeve_note_row_set_text (self->network_note, network);
      gtk_widget_grab_focus (GTK_WIDGET (self->network_row));
      reeve_announce (GTK_WIDGET (self), network);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pointers) && title == NULL; i++)
    title = reeve_wording_at (error, pointers[i]);
  if (title == NULL && network == NULL)
    title = reeve_wording_title (error);
  if (title != NULL)
    show_text (self, title);
}

/* @mute: (nullable): @error says why not */
static void
take_answer (ReeveMuteDialog *self, ReeveMute *mute, const GError *error)
{
  g_autofree char *until = NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  update (self);
  if (mute == NULL)
    {
      show_refusal (self, error);
      return;
    }
  until = reeve_format_date (mute->ends);
  /* Translators: a toast; %s is a day */
  text = g_strdup_printf (_ ("Muted until %s"), until);
  g_signal_emit (self, muted_signal, 0, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* --- A new one --- */

static void
on_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMuteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMute) mute = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &mute, &error);
  take_answer (self, mute, error);
}

static gint64
read_end (ReeveMuteDialog *self)
{
  adw_spin_row_update (self->days_row); /* what was typed, though the focus is still there */
  return reeve_clock_now () + (gint64) adw_spin_row_get_value (self->days_row) * REEVE_DAY;
}

static ReeveMute *
read_form (ReeveMuteDialog *self)
{
  ReeveMute *mute = reeve_mute_new ();

  mute->rule = g_strdup (get_rule (self));
  mute->person = g_strdup (self->person);
  mute->person_name = g_strdup (self->person_name);
  mute->network = get_text (self->network_row);
  mute->reason = get_text (self->reason_row);
  mute->owner = g_strdup (self->owner);
  mute->ends = read_end (self);
  return mute;
}

static void
create (ReeveMuteDialog *self)
{
  g_autoptr (ReeveMute) mute = read_form (self);
  g_autofree char *path = reeve_site_path (self->site, "mutes");

  reeve_client_post_async (reeve_site_get_client (self->site), path, mute, reeve_mute_get_type (), -1,
                           self->cancellable, on_created_cb, g_object_ref (self));
}

/* --- Changing one --- */

/* Days that are left of it, begun ones too; 0: it is over */
static int
get_days (ReeveMute *mute)
{
  gint64 left = mute->ends - reeve_clock_now ();

  return left > 0 ? (int) ((left + REEVE_DAY - 1) / REEVE_DAY) : 0;
}

static void
show_mute (ReeveMuteDialog *self, ReeveMute *mute)
{
  int most = mute->person != NULL || mute->network != NULL ? REEVE_MUTE_DAYS - 1 : REEVE_MUTE_RULE_DAYS;
  g_autofree char *date = reeve_format_date (mute->ends);
  g_autofree char *end = NULL;
  g_autofree char *covers = reeve_finding_words_mute (mute);
  g_autofree char *owner = reeve_format_account_name (mute->owner_name);

  self->days = get_days (mute);
  /* Translators: of a mute; %s: a day */
  end = g_strdup_printf (self->days > 0 ? _ ("It ends on %s") : _ ("It ended on %s"), date);
  adw_action_row_set_subtitle (self->covers_row, covers);
  gtk_editable_set_text (self->reason_row, mute->reason);
  adw_spin_row_set_range (self->days_row, 1, MAX (most, self->days));
  adw_spin_row_set_value (self->days_row, self->days > 0 ? self->days : DAYS);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->days_row), end);
  g_set_str (&self->owner, mute->owner);
  adw_action_row_set_subtitle (self->owner_row, owner);
}

/* An end that nobody touched stays to the second. */
static ReeveMute *
read_change (ReeveMuteDialog *self)
{
  ReeveMute *mute = reeve_record_copy (self->before);

  g_free (mute->reason);
  mute->reason = get_text (self->reason_row);
  g_set_str (&mute->owner, self->owner);
  adw_spin_row_update (self->days_row);
  if ((int) adw_spin_row_get_value (self->days_row) != self->days)
    mute->ends = read_end (self);
  return mute;
}

/* What only the others changed is theirs, and what was typed here stays. */
static void
on_newer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMuteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMute) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *owner = g_strdup (adw_action_row_get_subtitle (self->owner_row));
  g_autoptr (ReeveMute) mine = NULL;
  g_autoptr (ReeveMute) both = NULL;

  if (now == NULL)
    {
      take_answer (self, NULL, error);
      return;
    }
  mine = read_change (self);
  both = reeve_record_rebase (now, self->before, mine, TRUE);
  show_mute (self, both);
  if (g_strcmp0 (both->owner, now->owner) != 0)
    adw_action_row_set_subtitle (self->owner_row, owner);
  self->days = both->ends == now->ends ? self->days : 0;
  g_set_object (&self->before, now);
  self->busy = FALSE;
  update (self);
  show_text (self, _ ("Somebody else changed it meanwhile. Save again to put this in its place."));
}

static char *
make_path (ReeveMuteDialog *self)
{
  g_autofree char *below = g_strconcat ("mutes/", self->before->id, NULL);

  return reeve_site_path (self->site, below);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveMuteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveMute) saved = reeve_client_save_finish (REEVE_CLIENT (source), result, &error);
  g_autofree char *path = make_path (self);

  if (reeve_error_get_code (error) == REEVE_ERROR_STALE)
    reeve_client_load_async (REEVE_CLIENT (source), reeve_mute_get_type (), path, self->cancellable,
                             on_newer_cb, g_object_ref (self));
  else
    take_answer (self, saved, error);
}

static void
save (ReeveMuteDialog *self)
{
  g_autoptr (ReeveMute) after = read_change (self);
  g_autofree char *path = make_path (self);

  reeve_client_save_async (reeve_site_get_client (self->site), path, self->before, after, self->cancellable,
                           on_saved_cb, g_object_ref (self));
}

static void
on_mute_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ReeveMuteDialog *self = REEVE_MUTE_DIALOG (widget);

  self->busy = TRUE;
  update (self);
  if (self->before != NULL)
    save (self);
  else
    create (self);
}

/* --- The dialog --- */

static void
reeve_mute_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_MUTE_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_MUTE_DIALOG);
  G_OBJECT_CLASS (reeve_mute_dialog_parent_class)->dispose (object);
}

static void
reeve_mute_dialog_finalize (GObject *object)
{
  ReeveMuteDialog *self = REEVE_MUTE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);
  g_clear_object (&self->before);
  g_free (self->person);
  g_free (self->person_name);
  g_free (self->owner);
  G_OBJECT_CLASS (reeve_mute_dialog_parent_class)->finalize (object);
}

static void
reeve_mute_dialog_class_init (ReeveMuteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = reeve_mute_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_mute_dialog_finalize;
  muted_signal = g_signal_new ("muted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (REEVE_TYPE_FINDER);
  g_type_ensure (REEVE_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/mute-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, mute_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, covers_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, reason_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, owner_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, owner_finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, cover_group);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, rule_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, anybody_button);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, person_finder);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, network_row);
  gtk_widget_class_bind_template_child (widget_class, ReeveMuteDialog, network_note);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_person_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_anybody_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_owner_picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
  gtk_widget_class_install_action (widget_class, "dialog.mute", NULL, on_mute_cb);
}

static void
fill_rules (ReeveMuteDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  const char *const *rules = reeve_finding_words_rules ();

  gtk_string_list_append (labels, _ ("Every detection"));
  for (guint i = 0; rules[i] != NULL; i++)
    gtk_string_list_append (labels, reeve_finding_words_rule (rules[i]));
  adw_combo_row_set_model (self->rule_row, G_LIST_MODEL (labels));
}

static void
reeve_mute_dialog_init (ReeveMuteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  adw_spin_row_set_range (self->days_row, 1, REEVE_MUTE_DAYS - 1);
  adw_spin_row_set_value (self->days_row, DAYS);
  fill_rules (self);
}

/* As narrow as it can be. What is about an address names whoever was last tried there by chance only. */
static void
cover (ReeveMuteDialog *self, ReeveFinding *finding)
{
  const char *const *rules = reeve_finding_words_rules ();

  for (guint i = 0; rules[i] != NULL; i++)
    if (g_str_equal (rules[i], finding->rule))
      adw_combo_row_set_selected (self->rule_row, i + 1);
  if (finding->address == NULL || g_strcmp0 (finding->key, finding->address) != 0)
    set_person (self, finding->person, finding->person_name);
  gtk_editable_set_text (self->network_row, finding->address != NULL ? finding->address : "");
}

AdwDialog *
reeve_mute_dialog_new (ReeveSite *site, ReeveFinding *finding)
{
  ReeveMuteDialog *self = g_object_new (REEVE_TYPE_MUTE_DIALOG, NULL);
  ReeveIdentity *identity = reeve_site_get_identity (site);

  self->site = g_object_ref (site);
  reeve_finder_set_site (self->owner_finder, site);
  reeve_finder_set_site (self->person_finder, site);
  if (identity != NULL && identity->account != NULL)
    adw_action_row_set_subtitle (self->owner_row, REEVE_ACCOUNT (identity->account)->display_name);
  set_person (self, NULL, NULL);
  if (finding != NULL)
    cover (self, finding);
  update (self);
  return ADW_DIALOG (self);
}

AdwDialog *
reeve_mute_dialog_new_change (ReeveSite *site, ReeveMute *mute)
{
  ReeveMuteDialog *self = REEVE_MUTE_DIALOG (reeve_mute_dialog_new (site, NULL));

  self->before = g_object_ref (mute);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Change Mute"));
  gtk_button_set_label (self->mute_button, _ ("_Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->covers_row), TRUE);
  gtk_widget_set_visible (self->cover_group, FALSE);
  adw_dialog_set_content_height (ADW_DIALOG (self), 400); /* of what is left */
  show_mute (self, mute);
  update (self);
  return ADW_DIALOG (self);
}
