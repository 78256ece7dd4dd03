/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A writer for GLib's log. One write(2) a line, so that threads do not mix. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/log.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct
{
  GLogLevelFlags level;
  const char *name;
  int priority; /* syslog's */
} levels[] = {
  { G_LOG_LEVEL_ERROR, "error", 3 },     { G_LOG_LEVEL_CRITICAL, "critical", 4 },
  { G_LOG_LEVEL_WARNING, "warning", 4 }, { G_LOG_LEVEL_MESSAGE, "notice", 5 },
  { G_LOG_LEVEL_INFO, "info", 6 },       { G_LOG_LEVEL_DEBUG, "debug", 7 },
};

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key) && fields[i].length < 0)
      return fields[i].value;
  return "";
}

/* A line feed in a message would forge a second one. */
static void
append_line (GString *line, const char *message)
{
  for (; *message != '\0'; message++)
    {
      if (*message == '\n')
        g_string_append (line, "\\n");
      else if ((guchar) *message >= 0x20)
        g_string_append_c (line, *message);
    }
  g_string_append_c (line, '\n');
}

static GLogWriterOutput
write_line (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *domain = find_field (fields, n_fields, "GLIB_DOMAIN");
  g_autoptr (GString) line = g_string_new (NULL);
  guint i = 0;

  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;
  while (i + 1 < G_N_ELEMENTS (levels) && (level & levels[i].level) == 0)
    i++;
  if (g_getenv ("JOURNAL_STREAM") != NULL)
    g_string_append_printf (line, "<%d>", levels[i].priority);
  else
    {
      time_t now = time (NULL);
      struct tm broken;
      char stamp[32];
      gmtime_r (&now, &broken);
      strftime (stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &broken);
      g_string_append_printf (line, "%s %s %s: ", stamp, levels[i].name, *domain != '\0' ? domain : "glib");
    }
  append_line (line, find_field (fields, n_fields, "MESSAGE"));
  return write (STDERR_FILENO, line->str, line->len) >= 0 ? G_LOG_WRITER_HANDLED : G_LOG_WRITER_UNHANDLED;
}

void
reeve_log_install (void)
{
  g_log_set_writer_func (write_line, NULL, NULL);
}
