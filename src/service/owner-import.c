/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The question is "import-log", workspace and file, a line each, answered with the days that the log is kept.
 * Then messages: "E" and events as JSON lines,
 * so many that they fit; "W": write what came since, answered with four counts; "Q": that was all. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/owner-import.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/error.h"
#include "common/json.h"
#include "service/log-import.h"
#include "service/owner-answer.h"

#define WORD         "import-log\n"
#define MESSAGE      (48 << 10) /* begun to be sent when it is so long */
#define MOST_MESSAGE (128 << 10)

char *
reeve_owner_import_ask (const char *workspace, const char *file)
{
  return g_strconcat (WORD, workspace != NULL ? workspace : "", "\n", file, NULL);
}

gboolean
reeve_owner_import_is_asked (const char *question)
{
  return g_str_has_prefix (question, WORD);
}

/* --- The service's side --- */

static gboolean
answer (int file, const char *text)
{
  return send (file, text, strlen (text), MSG_NOSIGNAL) >= 0;
}

static gboolean
answer_error (int file, const GError *error)
{
  g_autofree char *text = reeve_owner_answer_print (error);

  return answer (file, text);
}

/* FALSE: whoever sends this is not our command. */
static gboolean
read_events (GPtrArray *events, const char *data, gsize length)
{
  const char *end = data + length;

  while (data < end)
    {
      const char *stop = memchr (data, '\n', (gsize) (end - data));
      g_autoptr (JsonObject) object = NULL;
      ReeveAccessEvent *event;

      if (stop == NULL)
        return FALSE;
      object = reeve_json_parse_object (data, (gsize) (stop - data), &reeve_json_body, NULL);
      event = object != NULL ? reeve_access_event_read (object, NULL) : NULL;
      if (event == NULL)
        return FALSE;
      g_ptr_array_add (events, event);
      if (event->source == NULL || events->len > REEVE_LOG_IMPORT_CHUNK)
        return FALSE;
      data = stop + 1;
    }
  return TRUE;
}

static gboolean
write_events (ReeveLogImport *import, int file, GPtrArray *events)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ReeveAccessIntake intake;
  gboolean done = reeve_log_import_put (import, events, &intake, &error);

  g_ptr_array_set_size (events, 0);
  if (!done)
    return answer_error (file, error);
  text = g_strdup_printf ("+%u %u %u %u", intake.taken, intake.known, intake.refused, intake.lost);
  return answer (file, text);
}

/* FALSE: that was all. */
static gboolean
take_message (ReeveLogImport *import, int file, GPtrArray *events, const char *message, gsize length)
{
  if (message[0] == 'E')
    return read_events (events, message + 1, length - 1);
  if (message[0] == 'W')
    return write_events (import, file, events);
  return FALSE;
}

static void
converse (ReeveLogImport *import, int file)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_access_event_free);
  g_autofree char *message = g_malloc (MOST_MESSAGE);
  g_autoptr (GError) error = NULL;
  gssize n;

  do
    n = recv (file, message, MOST_MESSAGE, 0);
  while ((n < 0 && errno == EINTR) || (n > 0 && take_message (import, file, events, message, (gsize) n)));
  if (!reeve_log_import_end (import, &error))
    {
      g_warning ("the audit trail does not say how an import ended: %s", error->message);
      answer_error (file, error);
      return;
    }
  if (n > 0 && message[0] == 'Q')
    answer (file, "+");
}

static gboolean
answer_days (int file, gint64 days)
{
  g_autofree char *text = g_strdup_printf ("+%" G_GINT64_FORMAT, days);

  return answer (file, text);
}

void
reeve_owner_import_serve (ReeveInstallation *installation, int file, const char *question)
{
  g_auto (GStrv) parts = g_strsplit (question + strlen (WORD), "\n", 2);
  gboolean whole = g_strv_length (parts) == 2;
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveLogImport) import =
    whole ? reeve_log_import_new (installation, *parts[0] != '\0' ? parts[0] : NULL, parts[1], &error) : NULL;

  if (import == NULL && whole)
    answer_error (file, error);
  else if (import != NULL && answer_days (file, reeve_log_import_get_days (import)))
    converse (import, file);
}

/* --- The other side --- */

static gboolean
refuse_silence (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_BUSY, "in_use",
                   "the service has gone: start the same import again, what is there stays known");
  return FALSE;
}

static gboolean
send_message (int file, const char *message, gsize length, GError **error)
{
  gssize n;

  do
    n = send (file, message, length, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == (gssize) length || refuse_silence (error);
}

/* (transfer full) */
static char *
receive_answer (int file, GError **error)
{
  char text[REEVE_OWNER_MOST_ANSWER + 1];
  gssize n;

  do
    n = recv (file, text, REEVE_OWNER_MOST_ANSWER, 0);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    {
      refuse_silence (error);
      return NULL;
    }
  text[n] = '\0';
  return reeve_owner_answer_read (text, error);
}

static gboolean
send_events (int file, GPtrArray *events, GError **error)
{
  g_autoptr (GString) message = g_string_sized_new (MESSAGE + (8 << 10));

  g_string_assign (message, "E");
  for (guint i = 0; i < events->len; i++)
    {
      reeve_access_event_print (events->pdata[i], message);
      g_string_append_c (message, '\n');
      if (message->len < MESSAGE && i + 1 < events->len)
        continue;
      if (!send_message (file, message->str, message->len, error))
        return FALSE;
      g_string_truncate (message, 1);
    }
  return TRUE;
}

gboolean
reeve_owner_import_put (int file, GPtrArray *events, ReeveAccessIntake *intake, GError **error)
{
  g_autofree char *counts = NULL;

  *intake = (ReeveAccessIntake) { 0 };
  if (!send_events (file, events, error) || !send_message (file, "W", 1, error))
    return FALSE;
  counts = receive_answer (file, error);
  if (counts == NULL)
    return FALSE;
  return sscanf (counts, "%u %u %u %u", &intake->taken, &intake->known, &intake->refused, &intake->lost) ==
           4 ||
         refuse_silence (error);
}

gboolean
reeve_owner_import_end (int file, GError **error)
{
  g_autofree char *text = send_message (file, "Q", 1, error) ? receive_answer (file, error) : NULL;

  return text != NULL;
}
