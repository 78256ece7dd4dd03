/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* MIME. What comes in was checked when it was put into the outbox; it is checked here again, because a header
 * that can be broken out of sends mail in our name. */

#include "config.h"

#include "service/mail/message.h"

#include <gmime/gmime.h>
#include <string.h>

#include "common/error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeFormatOptions, g_mime_format_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

static void
start_gmime (void)
{
  static gsize started;

  if (g_once_init_enter (&started))
    {
      g_mime_init ();
      g_once_init_leave (&started, 1);
    }
}

static gboolean
is_one_line (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        return FALSE;
    }
  return TRUE;
}

char *
reeve_message_get_envelope_address (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;
  gsize local = at != NULL ? (gsize) (at - address) : 0;

  if (domain == NULL || *domain == '\0' || local == 0 || !is_one_line (address) ||
      strcspn (address, " <>,;:()[]\\\"@") != local || strcspn (domain, " <>,;:()[]\\\"@") != strlen (domain))
    return NULL;
  return g_strdup_printf ("%.*s@%s", (int) local, address, domain);
}

/* What looks like an encoded word (RFC 2047) and is plain text would be decoded by whoever reads it, into
 * line ends, say. (transfer full) (nullable) */
static char *
disarm (const char *text)
{
  g_auto (GStrv) pieces = text != NULL ? g_strsplit (text, "=?", -1) : NULL;

  return pieces != NULL ? g_strjoinv ("= ?", pieces) : NULL;
}

static GMimeObject *
make_part (const char *subtype, const char *text)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype (subtype);

  g_mime_text_part_set_charset (part, "utf-8");
  g_mime_text_part_set_text (part, text);
  g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT (part);
}

static GMimeObject *
make_body (const ReeveMail *mail)
{
  g_autoptr (GMimeObject) plain = make_part ("plain", mail->text);
  g_autoptr (GMimeObject) html = mail->html != NULL ? make_part ("html", mail->html) : NULL;
  GMimeMultipart *both;

  if (html == NULL)
    return g_steal_pointer (&plain);
  both = g_mime_multipart_new_with_subtype ("alternative");
  g_mime_multipart_add (both, plain);
  g_mime_multipart_add (both, html);
  return GMIME_OBJECT (both);
}

static void
set_headers (GMimeMessage *message,
             const ReeveMail *mail,
             const char *from,
             const char *from_name,
             const char *to)
{
  g_autofree char *own_name = disarm (from_name);
  g_autofree char *name = disarm (mail->recipient_name);
  g_autofree char *subject = disarm (mail->subject);
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (mail->created / G_USEC_PER_SEC);
  g_autofree char *id = g_strconcat (mail->id, strrchr (from, '@'), NULL);

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, own_name, from);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, name, to);
  g_mime_message_set_subject (message, subject, "utf-8");
  g_mime_message_set_date (message, created);
  g_mime_message_set_message_id (message, id);
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", NULL);
  g_mime_object_set_header (GMIME_OBJECT (message), "Content-Language",
                            mail->language != NULL ? mail->language : "en", NULL);
}

static GBytes *
write_out (GMimeMessage *message)
{
  g_autoptr (GMimeFormatOptions) options = g_mime_format_options_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_byte_array (bytes);

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  g_mime_stream_flush (stream);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
reeve_message_write (const ReeveMail *mail, const char *from, const char *from_name, GError **error)
{
  g_autofree char *sender = reeve_message_get_envelope_address (from);
  g_autofree char *to = reeve_message_get_envelope_address (mail->recipient);
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GMimeObject) body = NULL;

  if (sender == NULL || to == NULL || (from_name != NULL && !is_one_line (from_name)) ||
      (mail->recipient_name != NULL && !is_one_line (mail->recipient_name)) || mail->subject == NULL ||
      !is_one_line (mail->subject) || (mail->language != NULL && !is_one_line (mail->language)))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, NULL, "an address, a name or the subject cannot be sent");
      return NULL;
    }
  if (mail->text == NULL || !g_utf8_validate (mail->text, -1, NULL))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, NULL, "there is no text to send");
      return NULL;
    }
  start_gmime ();
  message = g_mime_message_new (FALSE);
  body = make_body (mail);
  set_headers (message, mail, sender, from_name, to);
  g_mime_message_set_mime_part (message, body);
  return write_out (message);
}
