/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The table of formats, how one is told from the beginning of a log, and what the formats share. */

#include "config.h"

#include "common/log-format.h"

#include <stdio.h>
#include <string.h>

#include "common/json.h"
#include "common/log-elements.h"
#include "common/log-format-private.h"

#define LISTS      8    /* members, of all formats together, that hold entries */
#define TEXT_BYTES 1024 /* longer than any text of an event may be */

/* In the order in which they are asked. */
static const ReeveLogFormatKind *const kinds[REEVE_LOG_FORMATS] = {
  [REEVE_LOG_FORMAT_REEVE] = &reeve_log_format_reeve,
  [REEVE_LOG_FORMAT_COMBINED] = &reeve_log_format_combined,
  [REEVE_LOG_FORMAT_OPENSSH] = &reeve_log_format_openssh,
  [REEVE_LOG_FORMAT_OKTA] = &reeve_log_format_okta,
  [REEVE_LOG_FORMAT_CLOUDTRAIL] = &reeve_log_format_cloudtrail,
  [REEVE_LOG_FORMAT_GOOGLE] = &reeve_log_format_google,
  [REEVE_LOG_FORMAT_KEYCLOAK] = &reeve_log_format_keycloak,
  [REEVE_LOG_FORMAT_OCSF] = &reeve_log_format_ocsf,
};

const char *
reeve_log_format_to_wire (ReeveLogFormat format)
{
  g_return_val_if_fail (format <= REEVE_LOG_FORMAT_AUTO, NULL);
  return format == REEVE_LOG_FORMAT_AUTO ? "auto" : kinds[format]->word;
}

gboolean
reeve_log_format_from_wire (const char *wire, ReeveLogFormat *format)
{
  for (guint i = 0; i <= REEVE_LOG_FORMAT_AUTO; i++)
    if (strcmp (wire, reeve_log_format_to_wire (i)) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

const ReeveLogFormatKind *
reeve_log_format_get_kind (ReeveLogFormat format)
{
  return format == REEVE_LOG_FORMAT_AUTO ? NULL : kinds[format];
}

/* --- Telling --- */

typedef struct
{
  const ReeveLogFormatKind *kind; /* (nullable): not told */
  ReeveLogFormat format;          /* asked for */
} Detection;

static gboolean
may_be (const Detection *detection, guint i)
{
  return detection->format == REEVE_LOG_FORMAT_AUTO || detection->format == i;
}

static void
ask_about_object (Detection *detection, const char *data, gsize length)
{
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, length, &reeve_json_body, NULL);

  for (guint i = 0; object != NULL && detection->kind == NULL && i < REEVE_LOG_FORMATS; i++)
    if (may_be (detection, i) && kinds[i]->knows != NULL && kinds[i]->knows (object))
      detection->kind = kinds[i];
}

static void
ask_about_line (Detection *detection, const char *data, gsize length)
{
  g_autofree ReeveLogContext *context = g_new0 (ReeveLogContext, 1);

  if (length > REEVE_LOG_LINE_BYTES || !g_utf8_validate_len (data, length, NULL))
    return;
  reeve_log_clock_init (&context->clock, G_MAXINT64 / 4, NULL);
  for (guint i = 0; detection->kind == NULL && i < REEVE_LOG_FORMATS; i++)
    {
      g_autofree char *line = g_strndup (data, length);
      ReeveAccessEvent event = { .time = 0 };

      if (may_be (detection, i) && kinds[i]->read_line != NULL &&
          kinds[i]->read_line (context, line, &event) != REEVE_LOG_BROKEN)
        detection->kind = kinds[i];
    }
  reeve_log_clock_clear (&context->clock);
}

/* Whole lines; the last one only where the log ends with it. */
static void
ask_about_lines (Detection *detection, const char *head, gsize length, gboolean whole)
{
  const char *end = head + length;

  while (head < end && detection->kind == NULL)
    {
      const char *stop = memchr (head, '\n', (gsize) (end - head));

      if (stop == NULL && !whole)
        return;
      if (stop == NULL)
        stop = end;
      if (*head == '{')
        ask_about_object (detection, head, (gsize) (stop - head));
      else
        ask_about_line (detection, head, (gsize) (stop - head) - (stop > head && stop[-1] == '\r'));
      head = stop + 1;
    }
}

static void
on_element_found_cb (const char *data, gsize length, const char *why, gpointer user_data)
{
  Detection *detection = user_data;

  if (why == NULL && detection->kind == NULL)
    ask_about_object (detection, data, length);
}

/* TRUE: there is an array around the objects. */
static gboolean
ask_about_document (Detection *detection, const char *head, gsize length)
{
  const char *lists[LISTS + 1] = { NULL };
  g_autoptr (ReeveLogElements) elements =
    reeve_log_elements_new (lists, REEVE_LOG_ELEMENT_BYTES, on_element_found_cb, detection);

  for (guint i = 0, n = 0; i < REEVE_LOG_FORMATS; i++)
    for (guint j = 0; may_be (detection, i) && kinds[i]->lists != NULL && kinds[i]->lists[j] != NULL; j++)
      if (n < LISTS)
        lists[n++] = kinds[i]->lists[j];
  reeve_log_elements_feed (elements, head, length);
  return reeve_log_elements_saw_list (elements);
}

const ReeveLogFormatKind *
reeve_log_format_detect (const char *head,
                         gsize length,
                         gboolean whole,
                         ReeveLogFormat format,
                         ReeveLogShape *shape)
{
  Detection by_line = { .format = format }, by_document = { .format = format };
  gsize start = 0;
  gboolean listed = FALSE;

  *shape = REEVE_LOG_LINES;
  if (format != REEVE_LOG_FORMAT_AUTO && kinds[format]->read_line != NULL)
    return kinds[format];
  while (start < length && g_ascii_isspace (head[start]))
    start++;
  if (start < length && (head[start] == '{' || head[start] == '['))
    listed = ask_about_document (&by_document, head + start, length - start);
  if (!listed)
    ask_about_lines (&by_line, head + start, length - start, whole);
  *shape =
    listed || (by_line.kind == NULL && by_document.kind != NULL) ? REEVE_LOG_DOCUMENT : REEVE_LOG_LINES;
  return by_document.kind != NULL ? by_document.kind : by_line.kind;
}

/* --- For the formats --- */

const char *
reeve_log_compose (ReeveLogContext *context, const char *format, ...)
{
  char *text = context->room + context->used;
  gsize most = MIN (TEXT_BYTES, sizeof context->room - context->used);
  va_list arguments;
  int length;

  va_start (arguments, format);
  length = vsnprintf (text, most, format, arguments);
  va_end (arguments);
  if (length < 0)
    return NULL;
  if ((gsize) length >= most)
    { /* not in the middle of a character */
      const char *end;

      g_utf8_validate (text, -1, &end);
      text[end - text] = '\0';
      length = (int) (end - text);
    }
  context->used += MIN ((gsize) length + 1, sizeof context->room - 1 - context->used);
  return text;
}

ReeveLogVerdict
reeve_log_unknown (ReeveLogContext *context, const char *kind)
{
  context->why = kind != NULL ? kind : "other";
  return REEVE_LOG_UNKNOWN;
}

ReeveLogVerdict
reeve_log_broken (ReeveLogContext *context, const char *why)
{
  context->why = why;
  return REEVE_LOG_BROKEN;
}

/* (nullable) (transfer none) */
static JsonNode *
find_node (JsonObject *object, const char *path)
{
  for (;;)
    {
      const char *dot = strchr (path, '.');
      char name[64];
      JsonNode *node;

      if (dot == NULL)
        return json_object_get_member (object, path);
      g_strlcpy (name, path, MIN (sizeof name, (gsize) (dot - path) + 1));
      node = json_object_get_member (object, name);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      object = json_node_get_object (node);
      path = dot + 1;
    }
}

const char *
reeve_log_get_text (JsonObject *object, const char *path)
{
  JsonNode *node = find_node (object, path);
  const char *text;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  text = json_node_get_string (node);
  return text != NULL && *text != '\0' ? text : NULL;
}

gboolean
reeve_log_get_number (JsonObject *object, const char *path, gint64 *number)
{
  JsonNode *node = find_node (object, path);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);
  return TRUE;
}

JsonObject *
reeve_log_get_object (JsonObject *object, const char *path)
{
  JsonNode *node = find_node (object, path);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
reeve_log_get_array (JsonObject *object, const char *path)
{
  JsonNode *node = find_node (object, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
reeve_log_get_element (JsonArray *array, guint index)
{
  JsonNode *node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

gboolean
reeve_log_get_time (JsonObject *object, const char *path, gint64 *time)
{
  return reeve_json_parse_time (reeve_log_get_text (object, path), time) && *time >= 0;
}

const char *
reeve_log_translate (const ReeveLogWord *words, const char *theirs)
{
  for (; theirs != NULL && words->theirs != NULL; words++)
    if (strcmp (words->theirs, theirs) == 0)
      return words->ours;
  return NULL;
}
