/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One pass over text that is known to be good. Strings are unescaped into one block, which is made once, as
 * large as the text (no escape is shorter than what it stands for), and wiped at the end: what remains of a
 * string is the copy in the tree. */

#include "config.h"

#include "common/json-tree.h"

#include <openssl/crypto.h>
#include <string.h>

#define MAX_NUMBER 64

typedef struct
{
  const char *at;
  const char *end;
  char *top; /* of the block: behind the names of the objects that are open */
} Builder;

static JsonNode *build_value (Builder *self); /* arrays and objects hold values */

static guint
read_hex4 (const char *at)
{
  guint value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 4 | (guint) g_ascii_xdigit_value (at[i]);
  return value;
}

gunichar
reeve_json_tree_decode_escape (const char **at)
{
  static const char letters[] = "bfnrt", values[] = "\b\f\n\r\t";
  char c = *(*at)++;
  guint high, low;

  if (c != 'u')
    {
      const char *letter = strchr (letters, c);
      return letter != NULL ? (guchar) values[letter - letters] : (guchar) c;
    }
  high = read_hex4 (*at);
  *at += 4;
  if (high < 0xd800 || high > 0xdbff)
    return high;
  low = read_hex4 (*at + 2);
  *at += 6;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static void
skip_space (Builder *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* On top of the block; whoever is done with it moves `top` back to it. */
static char *
read_string (Builder *self)
{
  char *text = self->top;
  const char *at = self->at + 1;

  while (*at != '"')
    {
      if (*at != '\\')
        {
          *self->top++ = *at++;
          continue;
        }
      at++;
      self->top += g_unichar_to_utf8 (reeve_json_tree_decode_escape (&at), self->top);
    }
  *self->top++ = '\0';
  self->at = at + 1;
  return text;
}

static JsonNode *
build_string (Builder *self)
{
  char *text = read_string (self);
  JsonNode *node = json_node_init_string (json_node_alloc (), text);

  self->top = text;
  return node;
}

static JsonNode *
build_number (Builder *self)
{
  char text[MAX_NUMBER + 1];
  gsize length = 0;
  gboolean integer = TRUE;

  while (self->at < self->end && length < MAX_NUMBER &&
         (g_ascii_isdigit (*self->at) || memchr ("+-.eE", *self->at, 5) != NULL))
    {
      integer &= g_ascii_isdigit (*self->at) || *self->at == '-';
      text[length++] = *self->at++;
    }
  text[length] = '\0';
  return integer ? json_node_init_int (json_node_alloc (), g_ascii_strtoll (text, NULL, 10))
                 : json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
}

static JsonNode *
build_word (Builder *self)
{
  char c = *self->at;

  self->at += c == 'f' ? strlen ("false") : strlen ("true");
  return c == 'n' ? json_node_init_null (json_node_alloc ())
                  : json_node_init_boolean (json_node_alloc (), c == 't');
}

/* Behind a value within: on to the next, or behind the closing bracket. FALSE: that was the last. */
static gboolean
has_more (Builder *self, char bracket)
{
  skip_space (self);
  if (*self->at == ',')
    {
      self->at++;
      skip_space (self);
    }
  if (*self->at != bracket)
    return TRUE;
  self->at++;
  return FALSE;
}

static JsonNode *
build_array (Builder *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  self->at++;
  while (has_more (self, ']'))
    json_array_add_element (array, build_value (self));
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
build_object (Builder *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  self->at++;
  while (has_more (self, '}'))
    {
      char *name = read_string (self);
      skip_space (self);
      self->at++; /* the colon */
      json_object_set_member (object, name, build_value (self));
      self->top = name;
    }
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
build_value (Builder *self)
{
  skip_space (self);
  switch (*self->at)
    {
    case '{':
      return build_object (self);
    case '[':
      return build_array (self);
    case '"':
      return build_string (self);
    case 't':
    case 'f':
    case 'n':
      return build_word (self);
    default:
      return build_number (self);
    }
}

JsonNode *
reeve_json_tree_build (const char *data, gsize length)
{
  g_autofree char *block = g_malloc (length + 1);
  Builder builder = { .at = data, .end = data + length, .top = block };
  JsonNode *node = build_value (&builder);

  OPENSSL_cleanse (block, length + 1);
  return node;
}

/* The tree gives out its own copy, which is nobody else's. */
static void
wipe_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    reeve_json_tree_wipe (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      wipe_node (json_array_get_element (json_node_get_array (node), i));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      char *text = (char *) json_node_get_string (node);
      OPENSSL_cleanse (text, strlen (text));
    }
}

void
reeve_json_tree_wipe (JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *node;

  if (object == NULL)
    return;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    wipe_node (node);
}
