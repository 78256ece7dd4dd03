/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Access events: one table of fields, from which copies, the canonical text and reading follow. */

#include "config.h"

#include "common/access-event.h"

#include <string.h>

#include "common/error.h"
#include "common/json.h"

typedef enum
{
  KIND_TEXT,
  KIND_NUMBER, /* 0 is left out */
  KIND_RESULT,
  KIND_TIME,
} Kind;

typedef struct
{
  const char *name;
  gsize offset;
  Kind kind;
  guint most_bytes; /* of a text */
} Field;

#define TEXT(name, member, most) { name, G_STRUCT_OFFSET (ReeveAccessEvent, member), KIND_TEXT, most }
#define NUMBER(name, member)     { name, G_STRUCT_OFFSET (ReeveAccessEvent, member), KIND_NUMBER, 0 }

/* In the order of RFC 8785, section 3.2.3. */
static const Field fields[] = {
  TEXT ("action", action, 128),
  TEXT ("actor", actor, 256),
  TEXT ("actorName", actor_name, REEVE_ACCESS_TEXT_BYTES),
  TEXT ("address", address, 128),
  TEXT ("agent", agent, REEVE_ACCESS_AGENT_BYTES),
  NUMBER ("bytesOut", bytes_out),
  NUMBER ("durationUs", duration_us),
  TEXT ("object", object, 256),
  TEXT ("objectName", object_name, REEVE_ACCESS_TEXT_BYTES),
  TEXT ("outcome", outcome, 128),
  { "result", G_STRUCT_OFFSET (ReeveAccessEvent, result), KIND_RESULT, 0 },
  TEXT ("route", route, 256),
  TEXT ("session", session, 128),
  TEXT ("source", source, 128),
  TEXT ("sourceId", source_id, 256),
  NUMBER ("status", status),
  TEXT ("text", text, REEVE_ACCESS_TEXT_BYTES),
  { "time", G_STRUCT_OFFSET (ReeveAccessEvent, time), KIND_TIME, 0 },
};

const char *const reeve_access_results[] = { "ok", "failed", "refused", "error", NULL };

ReeveAccessResult
reeve_access_result_from_status (gint64 status)
{
  if (status < 400)
    return REEVE_ACCESS_OK;
  if (status >= 500)
    return REEVE_ACCESS_ERROR;
  return status == 401 || status == 403 || status == 423 || status == 429 ? REEVE_ACCESS_REFUSED
                                                                          : REEVE_ACCESS_FAILED;
}

const char *
reeve_access_result_to_wire (ReeveAccessResult result)
{
  g_return_val_if_fail (result < REEVE_ACCESS_RESULTS, NULL);
  return reeve_access_results[result];
}

gboolean
reeve_access_result_from_wire (const char *wire, ReeveAccessResult *result)
{
  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    if (strcmp (wire, reeve_access_results[i]) == 0)
      {
        *result = i;
        return TRUE;
      }
  return FALSE;
}

/* --- Copies --- */

static const char **
get_text (const ReeveAccessEvent *event, const Field *field)
{
  return (const char **) ((char *) event + field->offset);
}

static gint64 *
get_number (const ReeveAccessEvent *event, const Field *field)
{
  return (gint64 *) (gpointer) ((char *) event + field->offset);
}

/* Most texts are plain ASCII: told apart in one pass. */
static gboolean
is_plain (const char *text, gsize most)
{
  gsize n = 0;

  while (text[n] >= 0x20 && text[n] < 0x7f && n <= most)
    n++;
  return text[n] == '\0';
}

/* Valid UTF-8 of at most @most bytes, cut between characters; controls become spaces, so that an event is one
 * line wherever it goes. */
static char *
copy_text (const char *text, gsize most)
{
  g_autofree char *valid = NULL;
  const char *end;

  if (text == NULL || is_plain (text, most))
    return g_strdup (text);
  valid = g_utf8_make_valid (text, (gssize) strnlen (text, most + 4));
  for (char *c = valid; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';
  if (strlen (valid) <= most)
    return g_steal_pointer (&valid);
  end = g_utf8_find_prev_char (valid, valid + most + 1);
  return g_strndup (valid, end != NULL ? (gsize) (end - valid) : 0);
}

ReeveAccessEvent *
reeve_access_event_copy (const ReeveAccessEvent *event)
{
  ReeveAccessEvent *copy = g_memdup2 (event, sizeof *event);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == KIND_TEXT)
      *get_text (copy, &fields[i]) = copy_text (*get_text (event, &fields[i]), fields[i].most_bytes);
  return copy;
}

void
reeve_access_event_free (ReeveAccessEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == KIND_TEXT)
      g_free ((char *) *get_text (event, &fields[i]));
  g_free (event);
}

/* --- Out --- */

static void
print_number (GString *json, const char *name, gint64 number)
{
  char text[32];

  g_snprintf (text, sizeof text, "\":%" G_GINT64_FORMAT, number);
  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append (json, text);
}

static void
print_text (GString *json, const char *name, const char *text)
{
  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append (json, "\":");
  reeve_json_append_string (json, text);
}

void
reeve_access_event_print (const ReeveAccessEvent *event, GString *json)
{
  gsize start = json->len;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const Field *field = &fields[i];

      if (field->kind == KIND_TEXT ? *get_text (event, field) == NULL
                                   : field->kind == KIND_NUMBER && *get_number (event, field) == 0)
        continue;
      g_string_append_c (json, json->len == start ? '{' : ',');
      if (field->kind == KIND_TEXT)
        print_text (json, field->name, *get_text (event, field));
      else if (field->kind == KIND_RESULT)
        print_text (json, field->name, reeve_access_result_to_wire (event->result));
      else
        print_number (json, field->name, *get_number (event, field));
    }
  g_string_append_c (json, '}');
}

/* --- In --- */

static void
add_wrong (GError **error, const char *name, const char *message)
{
  g_autofree char *shown = reeve_error_show (name);
  g_autofree char *pointer = g_strconcat ("/", shown, NULL);

  reeve_error_add_member (error, pointer, "invalid", "%s", message);
}

static void
read_text (ReeveAccessEvent *event, const Field *field, JsonNode *node, GError **wrong)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    *get_text (event, field) = json_node_get_string (node);
  else
    add_wrong (wrong, field->name, "this must be a text");
}

static void
read_number (ReeveAccessEvent *event, const Field *field, JsonNode *node, GError **wrong)
{
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0)
    *get_number (event, field) = json_node_get_int (node);
  else
    add_wrong (wrong, field->name, "this must be a whole number of at least 0");
}

static void
read_result (ReeveAccessEvent *event, const Field *field, JsonNode *node, GError **wrong)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING ||
      !reeve_access_result_from_wire (json_node_get_string (node), &event->result))
    add_wrong (wrong, field->name, "this must be ok, failed, refused or error");
}

static void
read_time (ReeveAccessEvent *event, const Field *field, JsonNode *node, GError **wrong)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      if (!reeve_json_parse_time (json_node_get_string (node), &event->time))
        add_wrong (wrong, field->name, "this is no time as in RFC 3339");
    }
  else
    read_number (event, field, node, wrong);
}

static const Field *
find_field (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      return &fields[i];
  return NULL;
}

static void
read_member (ReeveAccessEvent *event, const char *name, JsonNode *node, GError **wrong)
{
  static void (*const readers[]) (ReeveAccessEvent *, const Field *, JsonNode *, GError **) = {
    [KIND_TEXT] = read_text,
    [KIND_NUMBER] = read_number,
    [KIND_RESULT] = read_result,
    [KIND_TIME] = read_time,
  };
  const Field *field = find_field (name);

  if (field == NULL)
    add_wrong (wrong, name, "an access event has no such member");
  else if (JSON_NODE_HOLDS_VALUE (node))
    readers[field->kind](event, field, node, wrong);
  else if (!JSON_NODE_HOLDS_NULL (node))
    add_wrong (wrong, name, "this must be one value");
}

ReeveAccessEvent *
reeve_access_event_read (JsonObject *object, GError **error)
{
  ReeveAccessEvent event = { .time = -1 };
  g_autoptr (GError) wrong = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    read_member (&event, name, node, &wrong);
  if (event.time < 0 && wrong == NULL)
    add_wrong (&wrong, "time", "an access event needs its time");
  if (!json_object_has_member (object, "result"))
    event.result = reeve_access_result_from_status (event.status);
  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return NULL;
    }
  return reeve_access_event_copy (&event);
}
