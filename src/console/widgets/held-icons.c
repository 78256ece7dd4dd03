/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/held-icons.h"

/* All that are named in data/ui and in this program, and those of buttons that the libraries make. */
static const char *const names[] = {
  "action-unavailable-symbolic",
  "alarm-symbolic",
  "application-certificate-symbolic",
  "audio-volume-muted-symbolic",
  "auth-fingerprint-symbolic",
  "avatar-default-symbolic",
  "bookmark-new-symbolic",
  "changes-allow-symbolic",
  "changes-prevent-symbolic",
  "channel-secure-symbolic",
  "computer-symbolic",
  "contact-new-symbolic",
  "content-loading-symbolic",
  "dialog-error-symbolic",
  "dialog-information-symbolic",
  "dialog-password-symbolic",
  "dialog-question-symbolic",
  "dialog-warning-symbolic",
  "document-edit-symbolic",
  "document-open-recent-symbolic",
  "document-open-symbolic",
  "document-save-symbolic",
  "edit-clear-all-symbolic",
  "edit-clear-symbolic",
  "edit-copy-symbolic",
  "edit-undo-symbolic",
  "folder-symbolic",
  "go-down-symbolic",
  "go-next-symbolic",
  "go-previous-symbolic",
  "go-top-symbolic",
  "go-up-symbolic",
  "insert-link-symbolic",
  "list-add-symbolic",
  "list-remove-symbolic",
  "mail-read-symbolic",
  "mail-send-symbolic",
  "mail-unread-symbolic",
  "media-playback-pause-symbolic",
  "media-playback-start-symbolic",
  "network-error-symbolic",
  "network-offline-symbolic",
  "network-server-symbolic",
  "notifications-disabled-symbolic",
  "object-select-symbolic",
  "open-menu-symbolic",
  "pan-down-symbolic",
  "preferences-system-symbolic",
  "reeve-missing-symbolic",
  "reeve-phone-symbolic",
  "security-high-symbolic",
  "selection-mode-symbolic",
  "send-to-symbolic",
  "sidebar-show-right-symbolic",
  "sidebar-show-symbolic",
  "software-update-available-symbolic",
  "system-lock-screen-symbolic",
  "system-run-symbolic",
  "system-search-symbolic",
  "system-users-symbolic",
  "task-due-symbolic",
  "task-past-due-symbolic",
  "user-offline-symbolic",
  "user-trash-symbolic",
  "view-grid-symbolic",
  "view-list-bullet-symbolic",
  "view-list-symbolic",
  "view-more-horizontal-symbolic",
  "view-more-symbolic",
  "view-refresh-symbolic",
  "view-reveal-symbolic",
  "window-close-symbolic",
  "window-maximize-symbolic",
  "window-minimize-symbolic",
  "window-restore-symbolic",
  "x-office-address-book-symbolic",
  "x-office-calendar-symbolic",
};

/* Those of status pages, which are large. */
static const char *const large[] = {
  "avatar-default-symbolic",
  "computer-symbolic",
  "dialog-error-symbolic",
  "dialog-password-symbolic",
  "dialog-warning-symbolic",
  "document-edit-symbolic",
  "document-open-recent-symbolic",
  "document-open-symbolic",
  "folder-symbolic",
  "mail-read-symbolic",
  "mail-unread-symbolic",
  "network-error-symbolic",
  "network-offline-symbolic",
  "object-select-symbolic",
  "system-lock-screen-symbolic",
  "system-search-symbolic",
  "system-users-symbolic",
  "user-trash-symbolic",
  "x-office-address-book-symbolic",
  "x-office-calendar-symbolic",
};

#define SMALL_SIZE 16
#define LARGE_SIZE 128

static GPtrArray *held; /* of GtkIconPaintable */

/* As GtkImage asks for them: with other flags it would be another object. */
static void
hold (GtkIconTheme *theme, const char *name, int size, GtkWidget *widget)
{
  g_autoptr (GIcon) icon = g_themed_icon_new (name);

  g_ptr_array_add (
    held, gtk_icon_theme_lookup_by_gicon (theme, icon, size, gtk_widget_get_scale_factor (widget),
                                          gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_PRELOAD));
}

void
reeve_held_icons_hold (GtkWidget *widget)
{
  GtkIconTheme *theme;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (held != NULL)
    return;
  theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    hold (theme, names[i], SMALL_SIZE, widget);
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    hold (theme, large[i], LARGE_SIZE, widget);
}
