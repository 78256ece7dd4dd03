/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* SMTP by libcurl. It is never verbose: its log would hold the password. */

#include "config.h"

#include "service/mail/smtp.h"

#include <curl/curl.h>
#include <string.h>

#include "service/mail/message.h"

#define MOST_WORDS 280

struct _ReeveSmtp
{
  /* owned */
  CURL *curl; /* (nullable): between connections */
  char *uri;
  char *from;            /* "<address>" */
  char *user;            /* (nullable) */
  ReeveSecret *password; /* (nullable) */
  char *ca_file;         /* (nullable) */
  ReeveSmtpSecurity security;
  guint connect_ms;
  guint whole_ms;
};

/* One mail on its way. */
typedef struct
{
  const char *data;
  gsize left;
  GCancellable *cancellable;
  GString *said; /* the server's last line */
} Sending;

ReeveSmtp *
reeve_smtp_new (const ReeveSmtpOptions *options)
{
  static const guint usual[] = {
    [REEVE_SMTP_STARTTLS] = 587, [REEVE_SMTP_TLS] = 465, [REEVE_SMTP_PLAIN] = 25
  };
  static gsize started;
  g_autoptr (ReeveSmtp) self = g_new0 (ReeveSmtp, 1);
  g_autofree char *from = reeve_message_get_envelope_address (options->from);
  gboolean colons = strchr (options->server, ':') != NULL;

  if (g_once_init_enter (&started))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&started, 1);
    }
  g_return_val_if_fail (from != NULL, NULL);
  /* What follows the slash is what we call ourselves to the server. */
  self->uri =
    g_strdup_printf ("%s://%s%s%s:%u/%s", options->security == REEVE_SMTP_TLS ? "smtps" : "smtp",
                     colons ? "[" : "", options->server, colons ? "]" : "",
                     options->port != 0 ? options->port : usual[options->security], strrchr (from, '@') + 1);
  self->from = g_strdup_printf ("<%s>", from);
  self->user = g_strdup (options->user);
  self->password = options->password != NULL ? reeve_secret_ref (options->password) : NULL;
  self->ca_file = g_strdup (options->ca_file);
  self->security = options->security;
  self->connect_ms = REEVE_SMTP_CONNECT_MS;
  self->whole_ms = REEVE_SMTP_WHOLE_MS;
  return g_steal_pointer (&self);
}

void
reeve_smtp_hang_up (ReeveSmtp *self)
{
  g_clear_pointer (&self->curl, curl_easy_cleanup);
}

void
reeve_smtp_free (ReeveSmtp *self)
{
  reeve_smtp_hang_up (self);
  g_clear_pointer (&self->password, reeve_secret_unref);
  g_free (self->uri);
  g_free (self->from);
  g_free (self->user);
  g_free (self->ca_file);
  g_free (self);
}

void
reeve_smtp_set_timeouts_for_tests (ReeveSmtp *self, guint connect_ms, guint whole_ms)
{
  self->connect_ms = connect_ms;
  self->whole_ms = whole_ms;
}

static size_t
on_read_cb (char *buffer, size_t size, size_t n, void *data)
{
  Sending *sending = data;
  gsize most = MIN (size * n, sending->left);

  memcpy (buffer, sending->data, most);
  sending->data += most;
  sending->left -= most;
  return most;
}

/* Each line that the server says. */
static size_t
on_line_cb (char *line, size_t size, size_t n, void *data)
{
  Sending *sending = data;

  g_string_truncate (sending->said, 0);
  g_string_append_len (sending->said, line, (gssize) MIN (size * n, MOST_WORDS));
  return size * n;
}

static int
on_progress_cb (void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  Sending *sending = data;

  return g_cancellable_is_cancelled (sending->cancellable) ? 1 : 0;
}

static CURL *
get_curl (ReeveSmtp *self)
{
  CURL *curl = self->curl;

  if (curl != NULL)
    return curl;
  curl = self->curl = curl_easy_init ();
  g_assert (curl != NULL);
  curl_easy_setopt (curl, CURLOPT_URL, self->uri);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (curl, CURLOPT_PROXY, ""); /* not from the environment */
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT_MS, (long) self->connect_ms);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, (long) self->whole_ms);
  curl_easy_setopt (curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long) MAX (1, self->whole_ms / 1000));
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (curl, CURLOPT_USE_SSL,
                    (long) (self->security == REEVE_SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (self->ca_file != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_CAINFO, self->ca_file);
      curl_easy_setopt (curl, CURLOPT_CAPATH, NULL);
    }
  if (self->user != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_USERNAME, self->user);
      curl_easy_setopt (curl, CURLOPT_PASSWORD,
                        self->password != NULL ? reeve_secret_get_text (self->password) : "");
    }
  curl_easy_setopt (curl, CURLOPT_MAIL_FROM, self->from);
  curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (curl, CURLOPT_READFUNCTION, on_read_cb);
  curl_easy_setopt (curl, CURLOPT_HEADERFUNCTION, on_line_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, on_progress_cb);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  return curl;
}

/* What the server, whom nobody trusts, or libcurl said, as one line. */
static char *
make_words (const char *said)
{
  g_autofree char *valid = g_utf8_make_valid (said, -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *p = valid; *p != '\0' && line->len < MOST_WORDS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isprint (c) && !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069))
        g_string_append_unichar (line, c);
      else
        g_string_append_c (line, ' ');
    }
  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&line)));
}

/* Whether the last thing that was said refuses this mail, not all mails: the server is shutting down (421),
 * wants another way to sign in (530, 534, 535, 538), or a TLS that we do not have (454). */
static ReeveSmtpResult
judge (CURLcode code, glong status)
{
  if (code == CURLE_OK)
    return REEVE_SMTP_SENT;
  if (code != CURLE_SEND_ERROR && code != CURLE_WEIRD_SERVER_REPLY)
    return REEVE_SMTP_DOWN;
  switch (status)
    {
    case 421:
    case 454:
    case 530:
    case 534:
    case 535:
    case 538:
      return REEVE_SMTP_DOWN;
    default:
      return status >= 500 && status < 600   ? REEVE_SMTP_REFUSED
             : status >= 400 && status < 500 ? REEVE_SMTP_LATER
                                             : REEVE_SMTP_DOWN;
    }
}

ReeveSmtpResult
reeve_smtp_send (ReeveSmtp *self,
                 const char *recipient,
                 GBytes *message,
                 GCancellable *cancellable,
                 char **words)
{
  CURL *curl = get_curl (self);
  g_autofree char *address = reeve_message_get_envelope_address (recipient);
  g_autofree char *to = address != NULL ? g_strdup_printf ("<%s>", address) : NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  char problem[CURL_ERROR_SIZE] = "";
  gsize length;
  Sending sending = { .data = g_bytes_get_data (message, &length), .cancellable = cancellable, .said = said };
  struct curl_slist *recipients;
  glong status = 0;
  ReeveSmtpResult result;
  CURLcode code;

  *words = NULL;
  if (to == NULL)
    {
      *words = g_strdup ("not an address");
      return REEVE_SMTP_REFUSED;
    }
  sending.left = length;
  recipients = curl_slist_append (NULL, to);
  curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (curl, CURLOPT_READDATA, &sending);
  curl_easy_setopt (curl, CURLOPT_HEADERDATA, &sending);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, &sending);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, problem);
  curl_easy_setopt (curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) length);
  code = curl_easy_perform (curl);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, NULL);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, NULL);
  curl_slist_free_all (recipients);

  result = judge (code, status);
  if (result == REEVE_SMTP_REFUSED || result == REEVE_SMTP_LATER)
    *words = make_words (said->str);
  else if (result == REEVE_SMTP_DOWN)
    *words = make_words (*problem != '\0' ? problem : curl_easy_strerror (code));
  /* What is left of a conversation that went wrong serves no other mail. */
  if (result == REEVE_SMTP_DOWN)
    reeve_smtp_hang_up (self);
  return result;
}
