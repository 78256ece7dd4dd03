/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What can be done in the access log, by name. All of it changes the query's text, or copies: nothing in the
 * log can be changed. */

#include "config.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/log-query-edit.h"
#include "console/client/containment.h"
#include "console/client/log-views.h"
#include "console/dialogs/log-import-dialog.h"
#include "console/dialogs/proof-dialog.h"
#include "console/pages/access-log-page-private.h"
#include "console/widgets/formatting.h"
#include "console/widgets/log-words.h"
#include "console/widgets/wording.h"

#define AROUND G_TIME_SPAN_HOUR /* before and after: what else came from there */

static void
change (ReeveAccessLogPage *self, ReeveLogHow how, ReeveLogKind kind, const char *plain)
{
  g_autoptr (ReeveLogQuery) query = reeve_log_entry_parse (reeve_log_entry_get_query (self->entry)->text);
  g_autofree char *text = reeve_log_query_change (query, how, kind, plain);

  if (self->narrow)
    reeve_access_log_page_set_detail_open (self, FALSE);
  reeve_log_entry_set_text (self->entry, text);
}

static void
on_change_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  guint how, kind;
  const char *plain;

  g_variant_get (parameter, "(uu&s)", &how, &kind, &plain);
  if (how <= REEVE_LOG_DROP && kind < REEVE_LOG_KINDS)
    change (user_data, (ReeveLogHow) how, (ReeveLogKind) kind, plain);
}

static const char *
get_plain (const ReeveAccessLine *line, ReeveLogKind kind)
{
  switch (kind)
    {
    case REEVE_LOG_WHO:
      return line->actor != NULL ? line->actor : line->actor_name;
    case REEVE_LOG_IP:
      return line->address;
    case REEVE_LOG_ACTION:
      return line->action;
    case REEVE_LOG_SESSION:
      return line->session;
    case REEVE_LOG_OBJECT:
      return line->object != NULL ? line->object : line->object_name;
    case REEVE_LOG_RESULT:
      return line->result;
    default:
      return NULL;
    }
}

/* Of the row that has the cursor. */
static void
on_cursor_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);
  const char *plain;
  guint how, kind;

  g_variant_get (parameter, "(uu)", &how, &kind);
  plain = line != NULL && kind < REEVE_LOG_KINDS ? get_plain (line, (ReeveLogKind) kind) : NULL;
  if (plain != NULL && how <= REEVE_LOG_DROP)
    change (user_data, (ReeveLogHow) how, (ReeveLogKind) kind, plain);
  else
    reeve_access_log_page_say (user_data, _ ("This line does not say that"));
}

static void
show_around (ReeveAccessLogPage *self, const char *address, gint64 time)
{
  g_autoptr (ReeveLogQuery) none = reeve_log_entry_parse ("");
  g_autofree char *where = reeve_log_query_change (none, REEVE_LOG_ONLY, REEVE_LOG_IP, address);
  g_autoptr (ReeveLogQuery) query = reeve_log_entry_parse (where);
  gint64 minute = time - time % G_TIME_SPAN_MINUTE;
  g_autofree char *text =
    reeve_log_query_set_time (query, minute - AROUND, minute + AROUND + G_TIME_SPAN_MINUTE);

  if (self->narrow)
    reeve_access_log_page_set_detail_open (self, FALSE);
  reeve_log_entry_set_text (self->entry, text);
}

static void
on_around_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *address;
  gint64 time;

  g_variant_get (parameter, "(&sx)", &address, &time);
  show_around (user_data, address, time);
}

static void
on_around_cursor_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);

  if (line != NULL && line->address != NULL)
    show_around (user_data, line->address, line->time);
  else
    reeve_access_log_page_say (user_data, _ ("This line does not say that"));
}

/* --- Copying --- */

static void
copy (ReeveAccessLogPage *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  reeve_access_log_page_say (self, _ ("Copied"));
}

static void
on_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_copy_text_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);
  g_autofree char *text = line != NULL ? reeve_log_words_text (line) : NULL;

  if (text != NULL)
    copy (user_data, text);
}

void
reeve_access_log_page_list_whom (ReevePage *page, GPtrArray *list)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (REEVE_ACCESS_LOG_PAGE (page));
  g_autofree char *name =
    line != NULL && line->actor_name != NULL ? reeve_format_account_name (line->actor_name) : NULL;

  if (line == NULL)
    return;
  reeve_whom_list_take (list, reeve_whom_new_person (line->actor, name));
  reeve_whom_list_take (list, reeve_whom_new_address (line->address));
}

static void
on_contain_address_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);

  g_autoptr (ReeveWhom) whom = line != NULL ? reeve_whom_new_address (line->address) : NULL;

  if (whom != NULL)
    gtk_widget_activate_action (user_data, "win.contain-whom", "(sss)", "address", whom->id, "");
  else
    reeve_access_log_page_say (user_data, _ ("This line does not say that"));
}

static void
on_copy_json_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);
  g_autofree char *text = line != NULL ? reeve_log_words_json (line) : NULL;

  if (text != NULL)
    copy (user_data, text);
}

static void
on_copy_link_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveAccessLogPage *self = user_data;
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  ReeveWorkspace *workspace = site != NULL ? reeve_site_get_workspace (site) : NULL;
  g_autofree char *link = NULL;

  if (workspace == NULL)
    return;
  link = reeve_log_link_make (workspace->id, reeve_log_entry_get_query (self->entry)->text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  reeve_access_log_page_say (self, _ ("Link copied"));
}

/* --- The page --- */

/* Lines of before there was a record are in none. */
static void
on_prove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (user_data));
  ReeveAccessLine *line = reeve_access_log_page_get_line (user_data);

  if (site == NULL || line == NULL)
    return;
  if (line->leaf < 0)
    {
      reeve_access_log_page_say (user_data, _ ("This line is from before there was a record"));
      return;
    }
  adw_dialog_present (reeve_proof_dialog_new_for_line (site, line), user_data);
}

static void
on_import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (user_data));
  AdwDialog *dialog;

  if (site == NULL)
    return;
  dialog = reeve_log_import_dialog_new (site);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (reeve_page_refresh), user_data, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, user_data);
}

static void
on_export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_log_page_export (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_log_page_keep_found (user_data);
}

static void
on_holds_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_log_page_show_holds (user_data);
}

void
reeve_access_log_page_update_actions (ReeveAccessLogPage *self)
{
  ReeveSite *site = reeve_page_get_site (REEVE_PAGE (self));
  GAction *import = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "import");

  GAction *export = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "export");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (export),
                               site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_EXPORT));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (import),
                               site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_LOG_IMPORT));
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "keep")),
    site != NULL && reeve_site_may_everywhere (site, REEVE_CAPABILITY_BREACH_CONTAIN));
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "contain-address")),
    site != NULL && reeve_containment_is_allowed (site, NULL));
}

static void
on_live_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  reeve_access_log_page_set_live (user_data, g_variant_get_boolean (state));
}

static void
on_news_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_log_page_show_news (user_data);
}

static void
on_paste_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_log_entry_paste (((ReeveAccessLogPage *) user_data)->entry);
}

static void
on_clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_log_entry_set_text (((ReeveAccessLogPage *) user_data)->entry, "");
}

static void
on_refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_page_refresh (user_data);
}

static void
on_close_detail_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reeve_access_log_page_set_detail_open (user_data, FALSE);
}

static void
on_facets_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwOverlaySplitView *split = ((ReeveAccessLogPage *) user_data)->facets_split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

void
reeve_access_log_page_add_actions (ReeveAccessLogPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "change", .parameter_type = "(uus)", .activate = on_change_cb },
    { .name = "cursor", .parameter_type = "(uu)", .activate = on_cursor_cb },
    { .name = "around", .parameter_type = "(sx)", .activate = on_around_cb },
    { .name = "around-cursor", .activate = on_around_cursor_cb },
    { .name = "contain-address", .activate = on_contain_address_cb },
    { .name = "copy", .parameter_type = "s", .activate = on_copy_cb },
    { .name = "copy-text", .activate = on_copy_text_cb },
    { .name = "copy-json", .activate = on_copy_json_cb },
    { .name = "copy-link", .activate = on_copy_link_cb },
    { .name = "prove", .activate = on_prove_cb },
    { .name = "import", .activate = on_import_cb },
    { .name = "export", .parameter_type = "s", .activate = on_export_cb },
    { .name = "keep", .activate = on_keep_cb },
    { .name = "holds", .activate = on_holds_cb },
    { .name = "live", .state = "false", .change_state = on_live_cb },
    { .name = "news", .activate = on_news_cb },
    { .name = "paste", .activate = on_paste_cb },
    { .name = "clear", .activate = on_clear_cb },
    { .name = "refresh", .activate = on_refresh_cb },
    { .name = "close-detail", .activate = on_close_detail_cb },
    { .name = "facets", .activate = on_facets_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "log", G_ACTION_GROUP (self->actions));
}
