/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The gate for JSON that comes in: one pass over the bytes, no allocation for the common case, and only what
 * it lets through is made into a tree. It refuses, beside what RFC 8259 refuses: invalid UTF-8, a BOM,
 * U+0000, lone surrogates, duplicate member names (compared after unescaping), more than
 * REEVE_JSON_MAX_MEMBERS members in one object, nesting and size over the limits, integers beyond +-(2^53-1),
 * numbers that are infinite or longer than 64 characters. */

#include "config.h"

#include "common/json.h"

#include "common/error.h"
#include "common/json-tree.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH        64 /* what limits may ask for at most: the gate recurses */
#define MAX_NUMBER       64
#define MAX_SAFE_INTEGER ((G_GINT64_CONSTANT (1) << 53) - 1)
#define SAFE_DIGITS      15 /* so many digits cannot be beyond it */
#define SOME_NAMES       16 /* members of most objects */

const ReeveJsonLimits reeve_json_body = { .max_bytes = 1 << 20, .max_depth = 32 };
const ReeveJsonLimits reeve_json_file = { .max_bytes = 16 << 20, .max_depth = 32 };
const ReeveJsonLimits reeve_json_sign_in = { .max_bytes = 16 << 10, .max_depth = 8 };

/* A member name as it stands between its quotes, and the hash of what it means. */
typedef struct
{
  const char *start;
  gsize length;
  guint64 hash;
  gboolean escaped;
} Name;

typedef struct
{
  const char *data;
  const char *at;
  const char *end;
  guint max_depth;
  const char *problem; /* (nullable) */
  GArray *names;       /* of Name: those of the objects that are open, innermost last */
} Gate;

static gboolean check_value (Gate *gate, guint depth); /* arrays and objects hold values */

static gboolean
refuse (Gate *gate, const char *problem)
{
  gate->problem = problem;
  return FALSE;
}

static void
skip_space (Gate *gate)
{
  while (gate->at < gate->end &&
         (*gate->at == ' ' || *gate->at == '\n' || *gate->at == '\r' || *gate->at == '\t'))
    gate->at++;
}

static int
peek (const Gate *gate)
{
  return gate->at < gate->end ? (guchar) *gate->at : -1;
}

static gboolean
read_hex4 (const char *at, const char *end, guint *value)
{
  if (end - at < 4)
    return FALSE;
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);
      if (digit < 0)
        return FALSE;
      *value = *value << 4 | (guint) digit;
    }
  return TRUE;
}

/* Behind a backslash. */
static gboolean
check_escape (Gate *gate)
{
  guint high, low;
  int c = peek (gate);

  gate->at++;
  if (c != 'u')
    return c > 0 && strchr ("\"\\/bfnrt", c) != NULL ? TRUE : refuse (gate, "unknown escape");
  if (!read_hex4 (gate->at, gate->end, &high))
    return refuse (gate, "bad \\u escape");
  gate->at += 4;
  if (high == 0)
    return refuse (gate, "U+0000");
  if (high < 0xd800 || high > 0xdfff)
    return TRUE;
  if (high > 0xdbff || gate->end - gate->at < 6 || gate->at[0] != '\\' || gate->at[1] != 'u' ||
      !read_hex4 (gate->at + 2, gate->end, &low) || low < 0xdc00 || low > 0xdfff)
    return refuse (gate, "lone surrogate");
  gate->at += 6;
  return TRUE;
}

static gboolean
check_string (Gate *gate, Name *name)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037); /* FNV-1a */
  gboolean escaped = FALSE;

  gate->at++;
  const char *start = gate->at;
  for (;;)
    {
      int c = peek (gate);
      if (c < 0)
        return refuse (gate, "string without an end");
      if (c == '"')
        break;
      if (c < 0x20)
        return refuse (gate, "control character in a string");
      gate->at++;
      if (c == '\\')
        {
          const char *at = gate->at;
          char utf8[6];
          if (!check_escape (gate))
            return FALSE;
          escaped = TRUE;
          int length = g_unichar_to_utf8 (reeve_json_tree_decode_escape (&at), utf8);
          for (int i = 0; i < length; i++)
            hash = (hash ^ (guchar) utf8[i]) * G_GUINT64_CONSTANT (1099511628211);
        }
      else if (name != NULL)
        {
          hash = (hash ^ (guchar) c) * G_GUINT64_CONSTANT (1099511628211);
        }
    }
  if (name != NULL)
    *name = (Name) { .start = start, .length = (gsize) (gate->at - start), .hash = hash, .escaped = escaped };
  gate->at++;
  return TRUE;
}

static gsize
count_digits (Gate *gate)
{
  const char *start = gate->at;

  while (peek (gate) >= '0' && peek (gate) <= '9')
    gate->at++;
  return (gsize) (gate->at - start);
}

static gboolean
check_number (Gate *gate)
{
  const char *start = gate->at;
  gboolean integer = TRUE;

  if (peek (gate) == '-')
    gate->at++;
  if (peek (gate) == '0')
    gate->at++;
  else if (count_digits (gate) == 0)
    return refuse (gate, "value expected");
  if (peek (gate) == '.')
    {
      integer = FALSE;
      gate->at++;
      if (count_digits (gate) == 0)
        return refuse (gate, "digit expected");
    }
  if (peek (gate) == 'e' || peek (gate) == 'E')
    {
      integer = FALSE;
      gate->at++;
      if (peek (gate) == '+' || peek (gate) == '-')
        gate->at++;
      if (count_digits (gate) == 0)
        return refuse (gate, "digit expected");
    }

  char text[MAX_NUMBER + 1];
  gsize length = (gsize) (gate->at - start);
  if (length > MAX_NUMBER)
    return refuse (gate, "number too long");
  if (integer && length <= SAFE_DIGITS)
    return TRUE;
  memcpy (text, start, length);
  text[length] = '\0';
  double value = g_ascii_strtod (text, NULL);
  if (!isfinite (value))
    return refuse (gate, "number out of range");
  if (integer && fabs (value) > (double) MAX_SAFE_INTEGER)
    return refuse (gate, "integer beyond 2^53-1");
  return TRUE;
}

static gboolean
check_word (Gate *gate, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (gate->end - gate->at) < length || memcmp (gate->at, word, length) != 0)
    return refuse (gate, "value expected");
  gate->at += length;
  return TRUE;
}

static gboolean
check_array (Gate *gate, guint depth)
{
  gate->at++;
  skip_space (gate);
  if (peek (gate) == ']')
    {
      gate->at++;
      return TRUE;
    }
  for (;;)
    {
      if (!check_value (gate, depth + 1))
        return FALSE;
      int c = peek (gate);
      if (c != ',' && c != ']')
        return refuse (gate, "comma or ] expected");
      gate->at++;
      if (c == ']')
        return TRUE;
    }
}

static char *
unescape (const Name *name)
{
  GString *text = g_string_sized_new (name->length);
  const char *end = name->start + name->length;

  for (const char *at = name->start; at < end;)
    {
      char c = *at++;
      if (c == '\\')
        g_string_append_unichar (text, reeve_json_tree_decode_escape (&at));
      else
        g_string_append_c (text, c);
    }
  return g_string_free_and_steal (text);
}

static gboolean
names_equal (const Name *a, const Name *b)
{
  if (a->hash != b->hash)
    return FALSE;
  if (!a->escaped && !b->escaped)
    return a->length == b->length && memcmp (a->start, b->start, a->length) == 0;
  g_autofree char *text_a = unescape (a);
  g_autofree char *text_b = unescape (b);
  return strcmp (text_a, text_b) == 0;
}

/* Reads `"name" :` and compares it with its elder siblings, which stand in the array from @first on. */
static gboolean
check_name (Gate *gate, guint first)
{
  Name name;

  if (peek (gate) != '"')
    return refuse (gate, "member name expected");
  const char *place = gate->at;
  if (!check_string (gate, &name))
    return FALSE;
  if (gate->names->len - first >= REEVE_JSON_MAX_MEMBERS)
    return refuse (gate, "too many members");
  for (guint i = first; i < gate->names->len; i++)
    if (names_equal (&g_array_index (gate->names, Name, i), &name))
      {
        gate->at = place;
        return refuse (gate, "duplicate member");
      }
  g_array_append_val (gate->names, name);
  skip_space (gate);
  if (peek (gate) != ':')
    return refuse (gate, "colon expected");
  gate->at++;
  return TRUE;
}

static gboolean
check_object (Gate *gate, guint depth)
{
  guint first = gate->names->len;

  gate->at++;
  skip_space (gate);
  if (peek (gate) == '}')
    {
      gate->at++;
      return TRUE;
    }
  for (;;)
    {
      skip_space (gate);
      if (!check_name (gate, first) || !check_value (gate, depth + 1))
        return FALSE;
      int c = peek (gate);
      if (c != ',' && c != '}')
        return refuse (gate, "comma or } expected");
      gate->at++;
      if (c == '}')
        break;
    }
  g_array_set_size (gate->names, first);
  return TRUE;
}

/* One value with the space around it. */
static gboolean
check_value (Gate *gate, guint depth)
{
  gboolean good;

  skip_space (gate);
  int c = peek (gate);
  if ((c == '[' || c == '{') && depth >= gate->max_depth)
    return refuse (gate, "nested too deep");
  switch (c)
    {
    case '{':
      good = check_object (gate, depth);
      break;
    case '[':
      good = check_array (gate, depth);
      break;
    case '"':
      good = check_string (gate, NULL);
      break;
    case 't':
      good = check_word (gate, "true");
      break;
    case 'f':
      good = check_word (gate, "false");
      break;
    case 'n':
      good = check_word (gate, "null");
      break;
    default:
      good = check_number (gate);
      break;
    }
  if (good)
    skip_space (gate);
  return good;
}

static gboolean
check_document (Gate *gate)
{
  const char *invalid;

  if (!g_utf8_validate_len (gate->data, (gsize) (gate->end - gate->data), &invalid))
    {
      gate->at = invalid;
      return refuse (gate, *invalid == '\0' ? "U+0000" : "invalid UTF-8");
    }
  if (!check_value (gate, 0))
    return FALSE;
  return gate->at == gate->end ? TRUE : refuse (gate, "text after the end");
}

static void
set_place_error (const Gate *gate, GError **error)
{
  guint line = 1;
  const char *start = gate->data;
  const char *place = MIN (gate->at, gate->end);

  for (const char *p = gate->data; p < place; p++)
    if (*p == '\n')
      {
        line++;
        start = p + 1;
      }
  /* Columns in characters: count the bytes that begin one. */
  guint column = 1;
  for (const char *p = start; p < place; p++)
    column += (*p & 0xc0) != 0x80;
  reeve_set_error (error, REEVE_ERROR_INVALID, "json", "line %u, column %u: %s", line, column, gate->problem);
}

static gboolean
check_size (gsize length, const ReeveJsonLimits *limits, GError **error)
{
  if (length > limits->max_bytes)
    reeve_set_error (error, REEVE_ERROR_TOO_LARGE, NULL,
                     "%" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT, length, limits->max_bytes);
  return length <= limits->max_bytes;
}

/* Unescapes, where it stands, the string that begins at the gate; moves behind it. What is written is never
 * longer than what was read. */
static const char *
read_string (Gate *gate, char *data)
{
  char *start = data + (gate->at + 1 - gate->data);
  char *out = start;
  const char *at = start;

  while (*at != '"')
    {
      char c = *at++;
      if (c == '\\')
        out += g_unichar_to_utf8 (reeve_json_tree_decode_escape (&at), out);
      else
        *out++ = c;
    }
  *out = '\0';
  gate->at = at + 1;
  skip_space (gate);
  return start;
}

static void
read_value (Gate *gate, char *data, ReeveJsonMember *member)
{
  const char *start;

  skip_space (gate);
  if (peek (gate) == '"')
    {
      member->text = read_string (gate, data);
      return;
    }
  start = gate->at;
  check_value (gate, 1); /* holds: it was let through before */
  if (*start != '-' && !g_ascii_isdigit (*start))
    return;
  member->is_integer = TRUE;
  for (const char *at = start; at < gate->at; at++)
    if (*at == '.' || *at == 'e' || *at == 'E')
      member->is_integer = FALSE;
  if (member->is_integer)
    member->integer = g_ascii_strtoll (start, NULL, 10);
}

gboolean
reeve_json_read_members (char *data,
                         gsize length,
                         const ReeveJsonLimits *limits,
                         ReeveJsonMember *members,
                         guint *n_members,
                         GError **error)
{
  g_return_val_if_fail (data != NULL && members != NULL && n_members != NULL, FALSE);
  g_return_val_if_fail (limits != NULL && limits->max_depth <= MAX_DEPTH, FALSE);
  if (!check_size (length, limits, error))
    return FALSE;
  g_autoptr (GArray) names = g_array_sized_new (FALSE, FALSE, sizeof (Name), SOME_NAMES);
  Gate gate = {
    .data = data, .at = data, .end = data + length, .max_depth = limits->max_depth, .names = names
  };
  if (!check_document (&gate))
    {
      set_place_error (&gate, error);
      return FALSE;
    }
  gate.at = data;
  skip_space (&gate);
  if (peek (&gate) != '{')
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "json", "not an object");
      return FALSE;
    }
  *n_members = 0;
  gate.at++;
  skip_space (&gate);
  /* between two members stands one comma; behind the last one the end */
  while (peek (&gate) != '}')
    {
      ReeveJsonMember member = { NULL };

      if (peek (&gate) == ',')
        gate.at++;
      skip_space (&gate);
      member.name = read_string (&gate, data);
      gate.at++; /* the colon */
      read_value (&gate, data, &member);
      members[(*n_members)++] = member;
    }
  return TRUE;
}

JsonNode *
reeve_json_parse (const char *data, gsize length, const ReeveJsonLimits *limits, GError **error)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (limits != NULL && limits->max_depth <= MAX_DEPTH, NULL);
  if (!check_size (length, limits, error))
    return NULL;

  if (data == NULL)
    data = "";
  g_autoptr (GArray) names = g_array_sized_new (FALSE, FALSE, sizeof (Name), SOME_NAMES);
  Gate gate = {
    .data = data, .at = data, .end = data + length, .max_depth = limits->max_depth, .names = names
  };
  if (!check_document (&gate))
    {
      set_place_error (&gate, error);
      return NULL;
    }

  return reeve_json_tree_build (data, length);
}

JsonObject *
reeve_json_parse_object (const char *data, gsize length, const ReeveJsonLimits *limits, GError **error)
{
  g_autoptr (JsonNode) node = reeve_json_parse (data, length, limits, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "json", "not an object");
      return NULL;
    }
  return json_node_dup_object (node);
}
