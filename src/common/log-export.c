/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The formats by their word, and what several of them need. */

#include "config.h"

#include "common/log-export.h"

#include <arpa/inet.h>
#include <string.h>

#include "common/json.h"
#include "common/log-export-private.h"

static const ReeveLogExportKind *const kinds[REEVE_LOG_EXPORT_FORMATS] = {
  [REEVE_LOG_EXPORT_CSV] = &reeve_log_export_csv,
  [REEVE_LOG_EXPORT_JSON_LINES] = &reeve_log_export_json_lines,
  [REEVE_LOG_EXPORT_OCSF] = &reeve_log_export_ocsf,
  [REEVE_LOG_EXPORT_SYSLOG] = &reeve_log_export_syslog,
  [REEVE_LOG_EXPORT_CEF] = &reeve_log_export_cef,
};

const char *
reeve_log_export_format_to_wire (ReeveLogExportFormat format)
{
  g_return_val_if_fail (format < REEVE_LOG_EXPORT_FORMATS, NULL);
  return kinds[format]->word;
}

gboolean
reeve_log_export_format_from_wire (const char *wire, ReeveLogExportFormat *format)
{
  for (guint i = 0; wire != NULL && i < REEVE_LOG_EXPORT_FORMATS; i++)
    if (strcmp (wire, kinds[i]->word) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

const char *
reeve_log_export_get_mime_type (ReeveLogExportFormat format)
{
  g_return_val_if_fail (format < REEVE_LOG_EXPORT_FORMATS, NULL);
  return kinds[format]->mime_type;
}

const char *
reeve_log_export_get_suffix (ReeveLogExportFormat format)
{
  g_return_val_if_fail (format < REEVE_LOG_EXPORT_FORMATS, NULL);
  return kinds[format]->suffix;
}

void
reeve_log_export_append_header (ReeveLogExportFormat format, GString *out)
{
  g_return_if_fail (format < REEVE_LOG_EXPORT_FORMATS);
  if (kinds[format]->append_header != NULL)
    kinds[format]->append_header (out);
}

void
reeve_log_export_append (ReeveLogExportFormat format,
                         const ReeveLogExportScope *scope,
                         const ReeveAccessEvent *event,
                         GString *out)
{
  g_return_if_fail (format < REEVE_LOG_EXPORT_FORMATS);
  kinds[format]->append (scope, event, out);
}

gboolean
reeve_log_export_read_id (ReeveLogExportFormat format, const char *line, gint64 *id)
{
  const char *at;
  g_autofree char *digits = NULL;

  g_return_val_if_fail (format < REEVE_LOG_EXPORT_FORMATS, FALSE);
  at = kinds[format]->find_id (line);
  digits = at != NULL ? g_strndup (at, strspn (at, "0123456789")) : NULL;
  return digits != NULL && g_ascii_string_to_signed (digits, 10, 1, G_MAXINT64, id, NULL);
}

/* --- For the formats --- */

void
reeve_log_export_append_time (GString *out, gint64 time)
{
  gsize start = out->len;

  reeve_json_append_time (out, time);
  g_string_erase (out, (gssize) start, 1);
  g_string_truncate (out, out->len - 1);
}

const char *
reeve_log_export_find_path (const char *route)
{
  gsize method = route != NULL ? strspn (route, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

  return method > 0 && method <= 16 && route[method] == ' ' && route[method + 1] == '/' ? route + method + 1
                                                                                        : NULL;
}

guint
reeve_log_export_get_family (const char *address)
{
  guint8 bytes[16];

  if (!reeve_log_export_says (address))
    return 0;
  if (inet_pton (AF_INET, address, bytes) == 1)
    return 4;
  return inet_pton (AF_INET6, address, bytes) == 1 ? 6 : 0;
}

static gboolean
ends_line (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

void
reeve_log_export_append_escaped (GString *out, const char *text, gsize most, const char *escaped)
{
  const char *at = text;

  while (*at != '\0')
    {
      const char *run = at, *next;

      while (*at >= 0x20 && *at < 0x7f && (gsize) (at - text) < most && strchr (escaped, *at) == NULL)
        at++;
      g_string_append_len (out, run, at - run);
      next = *at != '\0' ? g_utf8_next_char (at) : at;
      if (next == at || (gsize) (next - text) > most)
        return;
      if (ends_line (g_utf8_get_char (at)))
        g_string_append_c (out, ' ');
      else
        {
          if (strchr (escaped, *at) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_len (out, at, next - at);
        }
      at = next;
    }
}
