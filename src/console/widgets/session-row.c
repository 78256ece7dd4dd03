/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/session-row.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/pill.h"
#include "console/widgets/whom-mark.h"

#define PARTS_OF_ROW "reeve-parts"

typedef struct
{
  GtkWidget *current;
  GtkWidget *end;
  GtkWidget *menu;
} Parts;

const char *
reeve_session_row_name (ReeveSession *session)
{
  return session->device != NULL && *session->device != '\0' ? session->device : _ ("Unknown device");
}

/* Of a session that an identity provider began; @device is NULL where it is the title. */
static char *
describe_provider (ReeveSession *session, const char *device, const char *address, const char *ago)
{
  g_autoptr (GUri) uri = g_uri_parse (session->issuer, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = reeve_format_isolate (uri != NULL ? g_uri_get_host (uri) : session->issuer);

  if (device != NULL)
    /* Translators: a device, its network address, how long ago it was last heard of, such as "4 min", and the
     * host of the identity provider through which the person signed in on it. */
    return g_strdup_printf (_ ("%1$s · %2$s · last seen %3$s · signed in through %4$s"), device, address, ago,
                            host);
  /* Translators: the network address of a device, how long ago it was last heard of, such as "4 min", and
   * the host of the identity provider through which the person signed in on it. */
  return g_strdup_printf (_ ("%1$s · last seen %2$s · signed in through %3$s"), address, ago, host);
}

static char *
describe (ReeveSession *session, gboolean person)
{
  gint64 seen = session->last_seen != 0 ? session->last_seen : session->created;
  g_autofree char *ago = reeve_format_ago (seen, reeve_clock_now ());
  g_autofree char *address = reeve_format_isolate_ltr (session->address != NULL ? session->address : "—");
  g_autofree char *device = reeve_format_isolate (reeve_session_row_name (session));

  if (session->issuer != NULL)
    return describe_provider (session, person ? device : NULL, address, ago);
  if (person)
    /* Translators: a device, its network address, and how long ago it was last heard of, such as "4 min" */
    return g_strdup_printf (_ ("%1$s · %2$s · last seen %3$s"), device, address, ago);
  /* Translators: the network address of a device, and how long ago it was last heard of, such as "4 min". */
  return g_strdup_printf (_ ("%s · last seen %s"), address, ago);
}

static char *
describe_exactly (ReeveSession *session)
{
  g_autofree char *first = reeve_format_time (session->created);
  g_autofree char *last = reeve_format_time (session->last_seen);

  /* Translators: a tooltip; two dates with times */
  return g_strdup_printf (_ ("First seen %1$s\nLast seen %2$s"), first, last);
}

static GMenuModel *
make_menu (ReeveSession *session, gboolean end)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) address = g_menu_item_new (_ ("Only This _Address"), NULL);
  g_autoptr (GMenuItem) log = g_menu_item_new (_ ("Access _Log of This Session"), NULL);
  g_autofree char *query = g_strconcat ("session:", session->id, NULL);
  g_autoptr (GMenuItem) person = g_menu_item_new (_ ("End All Sessions of This _Person…"), NULL);
  g_autoptr (GMenuItem) lock = g_menu_item_new (_ ("Loc_k for a Breach…"), NULL);

  g_menu_item_set_action_and_target (address, "sessions.filter-address", "s",
                                     session->address != NULL ? session->address : "");
  g_menu_item_set_action_and_target (person, "sessions.end-of", "(ss)", session->account,
                                     session->display_name != NULL ? session->display_name : "");
  g_menu_item_set_action_and_target (log, "win.log", "s", query);
  g_menu_item_set_attribute (log, "hidden-when", "s", "action-disabled");
  if (session->address != NULL)
    g_menu_append_item (menu, address);
  g_menu_append_item (menu, log);
  if (end)
    g_menu_append_item (menu, person);
  g_menu_item_set_action_and_target (lock, "win.contain-whom", "(sss)", "person", session->account,
                                     session->display_name != NULL ? session->display_name : "");
  g_menu_item_set_attribute (lock, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, lock);
  return G_MENU_MODEL (menu);
}

void
reeve_session_row_show (GtkWidget *row, ReeveSession *session, ReeveSessionRowParts shown)
{
  Parts *parts = g_object_get_data (G_OBJECT (row), PARTS_OF_ROW);
  gboolean person = (shown & REEVE_SESSION_ROW_PERSON) != 0 && session->display_name != NULL;
  const char *title = person ? session->display_name : reeve_session_row_name (session);
  g_autofree char *subtitle = describe (session, person);
  g_autofree char *tooltip = describe_exactly (session);
  g_autofree char *end = NULL;
  g_autofree char *menu = NULL;

  reeve_whom_mark (row, session->account, session->display_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
  gtk_widget_set_visible (parts->current, session->current);
  gtk_widget_set_visible (parts->end, (shown & REEVE_SESSION_ROW_END) != 0);
  gtk_widget_set_visible (parts->menu, (shown & REEVE_SESSION_ROW_MENU) != 0 &&
                                         (session->address != NULL || (shown & REEVE_SESSION_ROW_END) != 0));
  /* Translators: read out for a button that signs a device out; %s is the device, or the person and it. */
  end = person ? g_strdup_printf (_ ("End the session of %s, %s"), session->display_name,
                                  reeve_session_row_name (session))
               : g_strdup_printf (_ ("End the session of %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->end), GTK_ACCESSIBLE_PROPERTY_LABEL, end, -1);
  /* Translators: read out for the button of a menu; %s is a person or a device */
  menu = g_strdup_printf (_ ("More for %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
}

static GtkWidget *
make_end (ReeveSession *session)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_End"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* The words on it are not the whole of its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", session->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "sessions.end");
  return button;
}

GtkWidget *
reeve_session_row_new (ReeveSession *session, ReeveSessionRowParts shown)
{
  GtkWidget *row = adw_action_row_new ();
  Parts *parts = g_new0 (Parts, 1);
  g_autoptr (GMenuModel) menu = make_menu (session, (shown & REEVE_SESSION_ROW_END) != 0);

  parts->current = g_object_new (REEVE_TYPE_PILL, "valign", GTK_ALIGN_CENTER, NULL);
  reeve_pill_set_icon_name (REEVE_PILL (parts->current), "object-select-symbolic");
  reeve_pill_set_label (REEVE_PILL (parts->current), _ ("This one"));
  gtk_widget_add_css_class (parts->current, "status-pill");
  gtk_widget_add_css_class (parts->current, "tone-success");
  parts->end = make_end (session);
  parts->menu = g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "menu-model", menu,
                              "valign", GTK_ALIGN_CENTER, "tooltip-text", _ ("More"), NULL);
  gtk_widget_add_css_class (parts->menu, "flat");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "computer-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->current);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->end);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), parts->menu);
  g_object_set_data_full (G_OBJECT (row), PARTS_OF_ROW, parts, g_free);
  reeve_session_row_show (row, session, shown);
  return row;
}
