/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The mail of an invitation, as plain text and as HTML. The inviter's words are text in both, quoted and
 * under their name, so that nobody takes them for ours. */

#include "config.h"

#include "service/api/invitation-mail.h"

#include <string.h>

static char *
describe_end (ReeveInvitation *invitation)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (invitation->expires / REEVE_SECOND);

  return g_date_time_format (end, "%Y-%m-%d %H:%M UTC");
}

static const char *
get_inviter (ReeveInvitation *invitation)
{
  return invitation->created_by_name != NULL ? invitation->created_by_name : "An administrator";
}

static void
append_greeting (GString *text, ReeveInvitation *invitation)
{
  if (invitation->display_name != NULL)
    g_string_append_printf (text, "Hello %s,\n\n", invitation->display_name);
}

static char *
write_text (ReeveInvitation *invitation, const char *uri, const char *workspace_name, const char *end)
{
  GString *text = g_string_new (NULL);

  append_greeting (text, invitation);
  g_string_append_printf (text, "%s invites you to %s.\n\n", get_inviter (invitation), workspace_name);
  if (invitation->message != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (invitation->message, "\n", -1);

      g_string_append_printf (text, "%s writes:\n", get_inviter (invitation));
      for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf (text, "> %s\n", lines[i]);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text,
                          "Accept the invitation:\n%s\n\n"
                          "The link can be used once, until %s.\n"
                          "If you did not expect this mail, there is nothing to do.\n",
                          uri, end);
  return g_string_free (text, FALSE);
}

static void
append_escaped (GString *html, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* of the calls below */
  text = g_markup_vprintf_escaped (format, args);
#pragma GCC diagnostic pop
  va_end (args);
  g_string_append (html, text);
}

static char *
write_html (ReeveInvitation *invitation, const char *uri, const char *workspace_name, const char *end)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");

  append_escaped (html,
                  "<title>Invitation to %s</title>\n</head>\n<body style=\"font-family: sans-serif; "
                  "font-size: 16px; line-height: 1.5; max-width: 36em\">\n",
                  workspace_name);
  if (invitation->display_name != NULL)
    append_escaped (html, "<p>Hello %s,</p>\n", invitation->display_name);
  append_escaped (html, "<p>%s invites you to %s.</p>\n", get_inviter (invitation), workspace_name);
  if (invitation->message != NULL)
    append_escaped (html, "<p>%s writes:</p>\n<blockquote style=\"white-space: pre-wrap\">%s</blockquote>\n",
                    get_inviter (invitation), invitation->message);
  append_escaped (
    html,
    "<p><a href=\"%s\" style=\"display: inline-block; padding: 8px 18px; border-radius: 8px; "
    "background: #1c71d8; color: #ffffff; text-decoration: none\">Accept the invitation</a></p>\n"
    "<p style=\"font-size: 14px\">%s</p>\n<p>The link can be used once, until %s.</p>\n"
    "<p>If you did not expect this mail, there is nothing to do.</p>\n</body>\n</html>\n",
    uri, uri, end);
  return g_string_free (html, FALSE);
}

ReeveMail *
reeve_invitation_mail_new (ReeveInvitation *invitation, const char *uri, const char *workspace_name)
{
  ReeveMail *mail = reeve_mail_new ();
  g_autofree char *end = describe_end (invitation);

  mail->kind = "invitation";
  mail->recipient = g_strdup (invitation->email);
  mail->recipient_name = g_strdup (invitation->display_name);
  mail->subject = g_strdup_printf ("Invitation to %s", workspace_name);
  mail->text = write_text (invitation, uri, workspace_name, end);
  mail->html = write_html (invitation, uri, workspace_name, end);
  mail->link = g_strdup (uri);
  return mail;
}
