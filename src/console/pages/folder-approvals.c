/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which rules hold a folder, the service says. The list has no names: a rule that is shown is loaded by
 * itself, once until rules change. */

#include "config.h"

#include "console/pages/folder-approvals.h"

#include <glib/gi18n.h>

#include "common/approval-rule.h"
#include "console/dialogs/approval-rule-dialog.h"
#include "console/dialogs/approval-rules-dialog.h"
#include "console/widgets/approval-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

#define RULE_OF_ROW "reeve-rule"
#define NAMES       3 /* said of one rule */
#define BELOW       5 /* rules of folders further down that are shown */

struct _ReeveFolderApprovals
{
  AdwPreferencesGroup parent_instance;

  /* owned */
  ReeveSite *site;           /* (nullable) */
  ReeveFolder *folder;       /* (nullable) */
  GPtrArray *rules;          /* of ReeveApprovalRule, (nullable): of the folder, until they are here */
  GHashTable *whole;         /* of ReeveApprovalRule with names, by id; NULL while one is asked for */
  GPtrArray *rows;           /* of GtkWidget */
  GCancellable *cancellable; /* (nullable): of what is loaded */
};

G_DEFINE_FINAL_TYPE (ReeveFolderApprovals, reeve_folder_approvals, ADW_TYPE_PREFERENCES_GROUP)

static void show (ReeveFolderApprovals *self);

/* --- Which rules --- */

static guint
count (GStrv names)
{
  return names != NULL ? g_strv_length (names) : 0;
}

/* A rule for a folder further down, which what is given here comes down to. All that are listed hold this
 * folder, so their depth tells. */
static gboolean
is_below (ReeveFolderApprovals *self, ReeveApprovalRule *rule)
{
  return count (rule->folder_path) > count (self->folder->path);
}

/* --- Rows --- */

static void
on_whole_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderApprovals) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveApprovalRule) rule = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);

  if (rule == NULL)
    return; /* it is shown without names */
  g_hash_table_insert (self->whole, g_strdup (rule->id), g_object_ref (rule));
  show (self);
}

/* With its names, if they are here. (transfer none) */
static ReeveApprovalRule *
find_whole (ReeveFolderApprovals *self, ReeveApprovalRule *rule)
{
  gpointer whole;
  g_autofree char *below = NULL;
  g_autofree char *path = NULL;

  if (g_hash_table_lookup_extended (self->whole, rule->id, NULL, &whole))
    return whole != NULL ? whole : rule;
  g_hash_table_insert (self->whole, g_strdup (rule->id), NULL);
  below = reeve_client_path ("approval-rules/%s", rule->id);
  path = reeve_site_path (self->site, below);
  reeve_client_load_async (reeve_site_get_client (self->site), reeve_approval_rule_get_type (), path,
                           self->cancellable, on_whole_cb, g_object_ref (self));
  return rule;
}

/* Whose approval it is. (transfer full) */
static char *
describe_below (ReeveApprovalRule *rule)
{
  g_autofree char *names = count (rule->approver_names) > 0 && count (rule->approver_names) <= NAMES
                             ? g_strjoinv (", ", rule->approver_names)
                             : NULL;

  if (names == NULL)
    return g_strdup (_ ("Access given here needs an approval"));
  /* Translators: %s: one person, or several with commas between, any of whom may approve */
  return g_strdup_printf (_ ("Access given here needs an approval by %s"), names);
}

static char *
describe_demand (ReeveApprovalRule *rule)
{
  guint n = count (rule->approver_names);
  g_autofree char *all = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *first = NULL;

  if (n == 0 && count (rule->approvers) > 0)
    return g_strdup (_ ("Changes here need an approval"));
  if (n == 0)
    return g_strdup (_ ("Changes here need an approval by whoever may approve here"));
  if (n <= NAMES)
    {
      all = g_strjoinv (", ", rule->approver_names);
      /* Translators: %s: one person, or several with commas between, any of whom may approve */
      return g_strdup_printf (_ ("Changes here need an approval by %s"), all);
    }
  rest = reeve_format_count (n - NAMES);
  first = g_strjoin (", ", rule->approver_names[0], rule->approver_names[1], rule->approver_names[2], NULL);
  /* Translators: %1$s: people, any of whom may approve; %2$s: how many more of them there are */
  return g_strdup_printf (_ ("Changes here need an approval by %1$s or %2$s more"), first, rest);
}

static char *
describe_place (ReeveFolderApprovals *self, ReeveApprovalRule *rule)
{
  g_autofree char *place = NULL;

  if (g_strcmp0 (rule->folder, self->folder->id) == 0)
    return g_strdup (_ ("By a rule for this folder and all below it"));
  place = reeve_approval_words_rule (rule, reeve_site_get_root_name (self->site));
  if (is_below (self, rule))
    /* Translators: %s: the folder that a rule is for, below the one that is shown */
    return g_strdup_printf (_ ("It comes down to %s, which has a rule"), place);
  /* Translators: %s: the folder that a rule is for */
  return g_strdup_printf (_ ("By a rule for %s"), place);
}

static void
on_activated_cb (ReeveFolderApprovals *self, GtkWidget *row)
{
  ReeveApprovalRule *rule = g_object_get_data (G_OBJECT (row), RULE_OF_ROW);
  AdwDialog *dialog = rule != NULL && reeve_site_may_everywhere (self->site, REEVE_CAPABILITY_POLICY_WRITE)
                        ? reeve_approval_rule_dialog_new (self->site, rule)
                        : reeve_approval_rules_dialog_new (self->site);

  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
new_image (const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return image;
}

/* @rule: (nullable): all of them. @subtitle: (nullable) */
static void
add_row (ReeveFolderApprovals *self, ReeveApprovalRule *rule, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), new_image ("changes-prevent-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_image ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (rule != NULL)
    g_object_set_data_full (G_OBJECT (row), RULE_OF_ROW, g_object_ref (rule), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_rule (ReeveFolderApprovals *self, ReeveApprovalRule *listed)
{
  ReeveApprovalRule *rule = find_whole (self, listed);
  g_autofree char *title = is_below (self, rule) ? describe_below (rule) : describe_demand (rule);
  g_autofree char *subtitle = describe_place (self, rule);

  add_row (self, rule, title, subtitle);
}

static void
add_rest (ReeveFolderApprovals *self, guint n)
{
  g_autofree char *number = reeve_format_count (n);
  /* Translators: %s: how many rules about approvals there are of folders further down */
  g_autofree char *title =
    g_strdup_printf (g_dngettext (NULL, "%s more rule for a folder that it comes down to",
                                  "%s more rules for folders that it comes down to", n),
                     number);

  add_row (self, NULL, title, NULL);
}

static void
show (ReeveFolderApprovals *self)
{
  guint n_below = 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    if (!is_below (self, self->rules->pdata[i]))
      add_rule (self, self->rules->pdata[i]);
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++)
    if (is_below (self, self->rules->pdata[i]) && n_below++ < BELOW)
      add_rule (self, self->rules->pdata[i]);
  if (n_below > BELOW)
    add_rest (self, n_below - BELOW);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

/* --- Loading --- */

/* What is on screen stays until another answer is here. */
static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReeveFolderApprovals) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (listing == NULL)
    return;
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->rules = g_ptr_array_ref (listing->items);
  show (self);
}

static gboolean
is_asked_for (gpointer id, gpointer rule, gpointer unused)
{
  return rule == NULL;
}

/* What was asked for and did not come is asked for again. */
static void
stop (ReeveFolderApprovals *self)
{
  g_hash_table_foreach_remove (self->whole, is_asked_for, NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_site_changed_cb (ReeveFolderApprovals *self, const char *noun)
{
  if (g_strcmp0 (noun, "approval-rule") != 0)
    return;
  g_hash_table_remove_all (self->whole);
  reeve_folder_approvals_reload (self);
}

/* --- The widget --- */

static void
reeve_folder_approvals_dispose (GObject *object)
{
  ReeveFolderApprovals *self = REEVE_FOLDER_APPROVALS (object);

  stop (self);
  g_clear_object (&self->site);
  g_clear_object (&self->folder);
  G_OBJECT_CLASS (reeve_folder_approvals_parent_class)->dispose (object);
}

static void
reeve_folder_approvals_finalize (GObject *object)
{
  ReeveFolderApprovals *self = REEVE_FOLDER_APPROVALS (object);

  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_hash_table_unref (self->whole);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (reeve_folder_approvals_parent_class)->finalize (object);
}

static void
release (gpointer rule)
{
  g_clear_object (&rule);
}

static void
reeve_folder_approvals_class_init (ReeveFolderApprovalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = reeve_folder_approvals_dispose;
  G_OBJECT_CLASS (klass)->finalize = reeve_folder_approvals_finalize;
}

static void
reeve_folder_approvals_init (ReeveFolderApprovals *self)
{
  self->whole = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, release);
  self->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
reeve_folder_approvals_set_site (ReeveFolderApprovals *self, ReeveSite *site)
{
  g_return_if_fail (REEVE_IS_FOLDER_APPROVALS (self));

  stop (self);
  if (self->site != NULL)
    g_signal_handlers_disconnect_by_data (self->site, self);
  g_set_object (&self->site, site);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_hash_table_remove_all (self->whole);
  if (site != NULL)
    g_signal_connect_object (site, "changed", G_CALLBACK (on_site_changed_cb), self, G_CONNECT_SWAPPED);
  show (self);
}

void
reeve_folder_approvals_show (ReeveFolderApprovals *self, ReeveFolder *folder)
{
  g_return_if_fail (REEVE_IS_FOLDER_APPROVALS (self));

  if (folder == NULL || self->folder == NULL || g_strcmp0 (folder->id, self->folder->id) != 0)
    g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_set_object (&self->folder, folder);
  show (self);
  reeve_folder_approvals_reload (self);
}

void
reeve_folder_approvals_reload (ReeveFolderApprovals *self)
{
  g_autoptr (ReeveQuery) query = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (REEVE_IS_FOLDER_APPROVALS (self));

  stop (self);
  if (self->site == NULL || self->folder == NULL ||
      !reeve_site_may (self->site, REEVE_CAPABILITY_PERMISSIONS_READ))
    return;
  self->cancellable = g_cancellable_new ();
  query = reeve_query_new ();
  reeve_query_set_filter (query, "holds", self->folder->id);
  path = reeve_site_path (self->site, "approval-rules");
  reeve_client_list_async (reeve_site_get_client (self->site), reeve_approval_rule_get_type (), path, query,
                           self->cancellable, on_listed_cb, g_object_ref (self));
}
