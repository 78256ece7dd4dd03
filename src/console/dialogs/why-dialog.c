/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The answer names what grants are about; folders and groups that only a change names are asked for, and the
 * lines written again when their names are here. */

#include "config.h"

#include "console/dialogs/why-dialog.h"

#include <glib/gi18n.h>

#include "common/folder.h"
#include "console/client/group-names.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pane.h"
#include "console/widgets/permission-entry.h"
#include "console/widgets/verb-words.h"
#include "console/widgets/why-lines.h"
#include "console/widgets/why-words.h"
#include "console/widgets/wording.h"

struct _ReeveWhyDialog
{
  AdwDialog parent_instance;
  /* from the template */
  ReevePane *pane;
  GtkLabel *question;
  AdwToggleGroup *verbs;
  GtkImage *verdict_icon;
  GtkWidget *verdict_box;
  GtkLabel *verdict;
  GtkLabel *verdict_more;
  GtkBox *answer_box;
  /* owned */
  ReeveSite *site;
  const char *kind; /* of reeve_principal_kinds, (nullable): a user or a contact */
  char *subject;
  char *name;
  char *folder;
  ReevePermissionAnswer *answer; /* (nullable): until it is here */
  GError *error;                 /* (nullable) */
  GHashTable *places;            /* id of a folder -> where it is, in words; NULL: asked for */
  GCancellable *cancellable;     /* renewed with each question */

  ReeveVerbs verb;
};

G_DEFINE_FINAL_TYPE (ReeveWhyDialog, reeve_why_dialog, ADW_TYPE_DIALOG)

enum
{
  GO,
  PREVIEW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void show_answer (ReeveWhyDialog *self);

static guint
count (GPtrArray *items)
{
  return items != NULL ? items->len : 0; /* an empty list is none */
}

/* --- Names --- */

static void
on_folder_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWhyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveFolder) folder = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (folder == NULL) /* its name stays unsaid */
    return;
  g_hash_table_insert (
    self->places, g_strdup (folder->id),
    reeve_verb_words_path (reeve_site_get_root_name (self->site), (const char *const *) folder->path, 0));
  show_answer (self);
}

/* (nullable): it is asked for */
static const char *
find_place (ReeveWhyDialog *self, const char *id)
{
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (id == NULL || g_hash_table_contains (self->places, id))
    return id != NULL ? g_hash_table_lookup (self->places, id) : NULL;
  g_hash_table_insert (self->places, g_strdup (id), NULL);
  below = g_strconcat ("folders/", id, NULL);
  path = reeve_site_path (self->site, below);
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_folder_get_type (), path,
                           self->cancellable, on_folder_loaded_cb, g_object_ref (self));
  return NULL;
}

static const char *
find_group (ReeveWhyDialog *self, const char *id)
{
  const char *const ids[] = { id, NULL };

  if (id == NULL)
    return NULL;
  for (guint i = 0; i < count (self->answer->reasons); i++)
    {
      const ReevePermissionReason *reason = self->answer->reasons->pdata[i];

      for (guint k = 0; reason->chain != NULL && reason->chain[k] != NULL && reason->chain_names != NULL; k++)
        if (g_str_equal (reason->chain[k], id))
          return reason->chain_names[k];
    }
  reeve_site_learn_groups (self->site, ids);
  return reeve_group_names_find (id);
}

static const ReevePermissionReason *
find_reason (ReeveWhyDialog *self, const char *grant)
{
  for (guint i = 0; i < count (self->answer->reasons); i++)
    {
      const ReevePermissionReason *reason = self->answer->reasons->pdata[i];

      if (grant != NULL && g_strcmp0 (reason->grant, grant) == 0)
        return reason;
    }
  return NULL;
}

/* (transfer full) */
static char *
describe_change (ReeveWhyDialog *self, const ReevePermissionChange *change)
{
  const ReevePermissionReason *reason = find_reason (self, change->grant);
  ReeveWhyNames names = { self->name, find_group (self, change->group),
                          change->role != NULL ? reeve_format_role (change->role) : NULL, NULL, self->name };

  names.folder = find_place (self, reason != NULL ? reason->folder : change->folder);
  if (reason != NULL)
    names.principal = g_strcmp0 (reason->principal_kind, "role") == 0
                        ? reeve_format_role (reason->principal_name)
                        : reason->principal_name;
  return reeve_why_words_change (change, &names);
}

/* --- What is shown --- */

static GtkWidget *
add_group (ReeveWhyDialog *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->answer_box, group);
  return group;
}

static void
show_reasons (ReeveWhyDialog *self, const char *state, const char *title)
{
  GtkWidget *group = NULL;

  for (guint i = 0; i < count (self->answer->reasons); i++)
    {
      const ReevePermissionReason *reason = self->answer->reasons->pdata[i];
      GtkWidget *lines;

      if (g_strcmp0 (reason->state, state) != 0)
        continue;
      lines = reeve_why_lines_new (reason, "why.go", self->subject, self->name,
                                   reeve_site_get_root_name (self->site), self->folder,
                                   find_place (self, self->folder));
      if (group != NULL)
        gtk_widget_set_margin_top (lines, 12);
      else
        group = add_group (self, title);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), lines);
    }
}

static void
show_bin (ReeveWhyDialog *self)
{
  GtkWidget *group = NULL;

  for (guint i = 0; self->answer->binned != NULL && self->answer->binned[i] != NULL; i++)
    {
      const char *place = find_place (self, self->answer->binned[i]);
      /* Translators: %s: a folder */
      g_autofree char *title = g_strdup_printf (_ ("%s is in the bin"), place != NULL ? place : "…");

      if (group == NULL)
        group = add_group (self, _ ("In the Bin"));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 reeve_why_lines_row ("user-trash-symbolic", title, NULL, NULL, NULL, NULL));
    }
}

static GtkWidget *
make_flip_row (ReeveWhyDialog *self, guint index)
{
  const ReevePermissionFlip *flip = self->answer->flips->pdata[index];
  g_autoptr (GString) words = g_string_new (NULL);
  GtkWidget *row;
  GtkWidget *button;

  for (guint i = 0; i < count (flip->changes); i++)
    {
      g_autofree char *change = describe_change (self, flip->changes->pdata[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? "\n" : "", change);
    }
  row = reeve_why_lines_row (NULL, words->str, NULL, NULL, NULL, NULL);
  if (!reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_PERMISSIONS_WRITE))
    return row;
  button = gtk_button_new_with_mnemonic (_ ("_Try…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Shows what else this would change, before anything is done"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "why.try");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_flips (ReeveWhyDialog *self)
{
  GtkWidget *group;

  if (count (self->answer->flips) == 0)
    return;
  group = add_group (self, self->answer->allowed ? _ ("What Would End It") : _ ("What Would Allow It"));
  for (guint i = 0; i < count (self->answer->flips); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_flip_row (self, i));
}

static void
show_verdict (ReeveWhyDialog *self)
{
  gboolean allowed = self->answer->allowed;
  const char *place = find_place (self, self->folder);
  g_autofree char *question =
    reeve_why_words_question (self->name, place != NULL ? place : "…", self->verb, allowed);

  gtk_label_set_label (self->question, question);
  gtk_image_set_from_icon_name (self->verdict_icon,
                                allowed ? "object-select-symbolic" : "action-unavailable-symbolic");
  gtk_label_set_label (self->verdict, allowed ? _ ("Yes, they can") : _ ("No, they cannot"));
  gtk_label_set_label (self->verdict_more, self->answer->verbs != NULL && self->answer->verbs[0] != NULL
                                             ? reeve_verb_words ((const char *const *) self->answer->verbs)
                                             : _ ("No access"));
  gtk_widget_remove_css_class (self->verdict_box, allowed ? "no" : "yes");
  gtk_widget_add_css_class (self->verdict_box, allowed ? "yes" : "no");
}

static void
show_answer (ReeveWhyDialog *self)
{
  GtkWidget *child;

  if (self->answer == NULL)
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->answer_box))) != NULL)
    gtk_box_remove (self->answer_box, child);
  show_verdict (self);
  show_bin (self);
  show_reasons (self, "decides", _ ("Because"));
  show_reasons (self, "stopped", _ ("Stopped on the Way"));
  show_reasons (self, "expired", _ ("Expired"));
  if (count (self->answer->reasons) == 0 && self->answer->binned == NULL)
    adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (add_group (self, _ ("Because"))),
      _ ("No grant on this folder, or on one above it, is for them, a group of theirs or a role of theirs."));
  show_flips (self);
}

static void
update (ReeveWhyDialog *self)
{
  ReevePagedListState state = self->answer != NULL  ? REEVE_PAGED_LIST_COMPLETE
                              : self->error != NULL ? REEVE_PAGED_LIST_FAILED
                                                    : REEVE_PAGED_LIST_LOADING;

  reeve_pane_set_state (self->pane,
                        reeve_pane_decide (reeve_site_get_state (self->site),
                                           reeve_site_get_online (self->site), state, self->answer != NULL,
                                           FALSE,
                                           reeve_error_get_code (self->error) == REEVE_ERROR_UNREACHABLE),
                        self->error);
}

/* --- Asking --- */

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveWhyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReevePermissionAnswer) answer = NULL;

  reeve_client_post_finish (REEVE_CLIENT (source), result, (gpointer *) &answer, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  g_clear_object (&self->answer);
  self->answer = g_steal_pointer (&answer);
  if (self->answer == NULL)
    self->error = g_steal_pointer (&error);
  show_answer (self);
  update (self);
  if (self->answer != NULL)
    {
      g_autofree char *spoken =
        g_strdup_printf ("%s %s. %s.", gtk_label_get_label (self->question),
                         gtk_label_get_label (self->verdict), gtk_label_get_label (self->verdict_more));

      reeve_announce (GTK_WIDGET (self), spoken);
    }
}

static void
ask (ReeveWhyDialog *self)
{
  g_autoptr (ReevePermissionQuestion) question = reeve_permission_question_new ();
  g_autofree char *path = reeve_site_path (self->site, "permissions/why");
  g_auto (GStrv) verb = reeve_verbs_to_wire (self->verb);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
  question->subject = g_strdup (self->subject);
  question->principal_kind = self->kind;
  question->folder = g_strdup (self->folder);
  question->verb = g_intern_string (verb[0]);
  reeve_client_post_async (reeve_site_get_client (self->site), path, question,
                           reeve_permission_answer_get_type (), -1, self->cancellable, on_answered_cb,
                           g_object_ref (self));
}

static void
on_retry_cb (ReeveWhyDialog *self)
{
  ask (self);
  update (self);
}

static void
on_verb_cb (ReeveWhyDialog *self)
{
  guint active = adw_toggle_group_get_active (self->verbs);

  if (self->site == NULL || active > 3 || self->verb == (ReeveVerbs) (1u << active))
    return;
  self->verb = (ReeveVerbs) (1u << active);
  ask (self); /* the old answer stays until the new one is here */
}

static void
on_go_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (ReeveWhyDialog) self = g_object_ref (REEVE_WHY_DIALOG (widget));
  const char *kind, *id;

  g_variant_get (parameter, "(&s&s)", &kind, &id);
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[GO], 0, kind, id);
}

/* (transfer full) */
static ReevePermissionEntry *
make_entry (ReeveWhyDialog *self, ReevePermissionChange *change)
{
  g_autofree char *title = describe_change (self, change);
  /* Translators: of a change of permissions; %s: "Take Bartosz Wilk out of the group “Bakers”" */
  g_autofree char *done = g_strdup_printf (_ ("Done: %s"), title);
  const char *icon = change->group != NULL  ? reeve_verb_words_icon ("group")
                     : change->role != NULL ? reeve_verb_words_icon ("role")
                                            : "folder-symbolic";
  const char *subtitle =
    change->verbs != NULL ? reeve_verb_words ((const char *const *) change->verbs) : NULL;

  return reeve_permission_entry_new_other (change, icon, title, subtitle, done);
}

static void
on_try_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (ReeveWhyDialog) self = g_object_ref (REEVE_WHY_DIALOG (widget));
  g_autoptr (GPtrArray) entries = reeve_permission_entries_new ();
  guint index = g_variant_get_uint32 (parameter);
  GPtrArray *changes;

  if (self->answer == NULL || index >= count (self->answer->flips))
    return;
  changes = REEVE_PERMISSION_FLIP (self->answer->flips->pdata[index])->changes;
  for (guint i = 0; i < count (changes); i++)
    g_ptr_array_add (entries, make_entry (self, changes->pdata[i]));
  adw_dialog_force_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[PREVIEW], 0, entries);
}

/* --- The dialog --- */

static void
reeve_why_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (REEVE_WHY_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), REEVE_TYPE_WHY_DIALOG);
  G_OBJECT_CLASS (reeve_why_dialog_parent_class)->dispose (object);
}

static void
reeve_why_dialog_finalize (GObject *object)
{
  ReeveWhyDialog *self = REEVE_WHY_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->answer);
  g_clear_error (&self->error);
  g_clear_object (&self->site);
  g_hash_table_unref (self->places);
  g_free (self->subject);
  g_free (self->name);
  g_free (self->folder);
  G_OBJECT_CLASS (reeve_why_dialog_parent_class)->finalize (object);
}

static void
reeve_why_dialog_class_init (ReeveWhyDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = reeve_why_dialog_dispose;
  object_class->finalize = reeve_why_dialog_finalize;
  signals[GO] = g_signal_new ("go", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                              G_TYPE_STRING, G_TYPE_STRING);
  signals[PREVIEW] =
    g_signal_new ("preview", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  g_type_ensure (REEVE_TYPE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/reeve/Reeve/ui/why-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, pane);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, question);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, verbs);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, verdict_more);
  gtk_widget_class_bind_template_child (widget_class, ReeveWhyDialog, answer_box);
  gtk_widget_class_bind_template_callback (widget_class, on_verb_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_install_action (widget_class, "why.go", "(ss)", on_go_cb);
  gtk_widget_class_install_action (widget_class, "why.try", "u", on_try_cb);
}

static void
reeve_why_dialog_init (ReeveWhyDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < 4; i++)
    {
      AdwToggle *toggle = adw_toggle_new ();

      adw_toggle_set_label (toggle, reeve_why_words_verb ((ReeveVerbs) (1u << i)));
      adw_toggle_group_add (self->verbs, toggle);
    }
}

AdwDialog *
reeve_why_dialog_new (ReeveSite *site,
                      const char *kind,
                      const char *subject,
                      const char *name,
                      const char *folder,
                      const char *place,
                      ReeveVerbs verb)
{
  ReeveWhyDialog *self = g_object_new (REEVE_TYPE_WHY_DIALOG, NULL);

  self->kind = g_intern_string (kind);
  self->subject = g_strdup (subject);
  self->name = g_strdup (name);
  self->folder = g_strdup (folder);
  self->verb = verb != REEVE_VERBS_NONE ? verb : REEVE_VERB_VIEW;
  if (place != NULL)
    g_hash_table_insert (self->places, g_strdup (folder), g_strdup (place));
  for (guint i = 0; i < 4; i++)
    if (self->verb == (ReeveVerbs) (1u << i))
      adw_toggle_group_set_active (self->verbs, i);
  self->site = g_object_ref (site);
  g_signal_connect_object (site, "group-named", G_CALLBACK (show_answer), self, G_CONNECT_SWAPPED);
  ask (self);
  update (self);
  return ADW_DIALOG (self);
}
