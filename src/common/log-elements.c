/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A scanner of brackets and strings that is strict about what may follow a string: a quote that was lost or
 * made up turns all that follows inside out, and is noticed at the next one. Then what was gathered is
 * broken, and the scanner goes on at the last place in it that looks like the seam of two objects (`}, {"`),
 * else at the next such seam. */

#include "config.h"

#include "common/log-elements.h"

#include <string.h>

typedef enum
{
  BETWEEN, /* two elements, or before, or behind all */
  WITHIN,  /* an element, or the object around the list */
  SEEKING, /* the next seam */
} State;

/* How much of a seam was seen. */
typedef enum
{
  SEAM_NOTHING,
  SEAM_END,   /* } */
  SEAM_COMMA, /* , or, at the top, the end of a line */
  SEAM_START, /* { */
} Seam;

struct _ReeveLogElements
{
  const char *const *lists;
  gsize max_bytes;
  ReeveLogElementFunc callback;
  gpointer user_data;

  State state;
  guint base;  /* depth at which the elements stand: 0 at the top, 1 in an array, 2 in a member's */
  guint depth; /* of brackets that are open */
  gboolean in_string, escaped, after_string;
  gboolean behind_list; /* WITHIN, and the list was closed already */
  gboolean list_next;   /* the member is one of @lists: an array here is the list */
  gboolean saw_list;
  gboolean too_long;
  gsize key; /* where the last string began */
  Seam seam;
  GString *text; /* the element so far */
};

ReeveLogElements *
reeve_log_elements_new (const char *const *lists,
                        gsize max_bytes,
                        ReeveLogElementFunc callback,
                        gpointer user_data)
{
  ReeveLogElements *self = g_new0 (ReeveLogElements, 1);

  self->lists = lists;
  self->max_bytes = max_bytes;
  self->callback = callback;
  self->user_data = user_data;
  self->text = g_string_new (NULL);
  return self;
}

void
reeve_log_elements_free (ReeveLogElements *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
forget (ReeveLogElements *self)
{
  g_string_truncate (self->text, 0);
  self->in_string = self->escaped = self->after_string = self->list_next = self->too_long = FALSE;
}

static void
hand_out (ReeveLogElements *self, gsize length, const char *why)
{
  self->callback (self->text->str, length, self->too_long && why == NULL ? "too_long" : why, self->user_data);
}

static void
gather (ReeveLogElements *self, char c)
{
  if (self->text->len < self->max_bytes)
    g_string_append_c (self->text, c);
  else
    self->too_long = TRUE;
}

static void
begin (ReeveLogElements *self)
{
  forget (self);
  self->state = WITHIN;
  self->depth = self->base + 1;
  gather (self, '{');
}

/* The string that was just closed, its quotes around it. */
static gboolean
names_list (ReeveLogElements *self)
{
  const char *name;
  gsize length;

  if (self->lists == NULL || self->base != 0 || self->depth != 1 || self->behind_list || self->too_long)
    return FALSE;
  name = self->text->str + self->key + 1;
  length = self->text->len - self->key - 2;
  for (guint i = 0; self->lists[i] != NULL; i++)
    if (strlen (self->lists[i]) == length && strncmp (self->lists[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* FALSE: what follows cannot be told from text any more. */
static gboolean
step_in_string (ReeveLogElements *self, char c)
{
  if ((guchar) c < 0x20)
    return FALSE;
  if (self->escaped)
    self->escaped = FALSE;
  else if (c == '\\')
    self->escaped = TRUE;
  else if (c == '"')
    {
      self->in_string = FALSE;
      self->after_string = TRUE;
      self->list_next = names_list (self);
    }
  return TRUE;
}

static void
enter_list (ReeveLogElements *self)
{
  self->base = 2;
  self->depth = 2;
  self->saw_list = TRUE;
  self->state = BETWEEN;
  forget (self);
}

static void
close_bracket (ReeveLogElements *self)
{
  self->depth--;
  if (self->depth != self->base)
    return;
  if (!self->behind_list)
    hand_out (self, self->text->len, NULL);
  self->behind_list = FALSE;
  self->state = BETWEEN;
  forget (self);
}

static gboolean
step_within (ReeveLogElements *self, char c)
{
  gboolean after_string = self->after_string;

  if (!self->behind_list)
    gather (self, c);
  if (self->in_string)
    return step_in_string (self, c);
  if (is_space (c))
    return TRUE;
  self->after_string = FALSE;
  if (after_string && strchr (",:}]", c) == NULL)
    return FALSE;
  if (c == '"')
    {
      self->key = self->behind_list ? 0 : self->text->len - 1;
      self->in_string = TRUE;
    }
  else if (c == '[' && self->list_next)
    enter_list (self);
  else if (c == '{' || c == '[')
    self->depth++;
  else if (c == '}' || c == ']')
    close_bracket (self);
  else if (c != ',' && c != ':' && !g_ascii_isalnum (c) && c != '+' && c != '-' && c != '.')
    return FALSE;
  if (c != ':')
    self->list_next = FALSE;
  return TRUE;
}

static gboolean
step_between (ReeveLogElements *self, char c)
{
  if (is_space (c) || (c == ',' && self->base > 0))
    return TRUE;
  if (c == '{')
    {
      begin (self);
      return TRUE;
    }
  if (c == '[' && self->base == 0)
    {
      self->base = self->depth = 1;
      self->saw_list = TRUE;
      return TRUE;
    }
  if (c == ']' && self->base > 0)
    {
      self->behind_list = self->base == 2;
      self->state = self->behind_list ? WITHIN : BETWEEN;
      self->depth = self->behind_list ? 1 : 0;
      self->base = 0;
      forget (self);
      return TRUE;
    }
  gather (self, c);
  return FALSE;
}

/* TRUE: @c is the quote behind a seam, and an element has begun. */
static gboolean
step_seam (ReeveLogElements *self, char c)
{
  if (c == '"' && self->seam == SEAM_START)
    return TRUE;
  if (c == '}')
    self->seam = SEAM_END;
  else if ((self->seam == SEAM_END && c == ',') || (c == '\n' && self->base == 0))
    self->seam = SEAM_COMMA;
  else if (self->seam == SEAM_COMMA && c == '{')
    self->seam = SEAM_START;
  else if (!is_space (c))
    self->seam = SEAM_NOTHING;
  return FALSE;
}

/* Where in what was gathered the last seam has its opening bracket; 0: there is none. */
static gsize
find_seam (ReeveLogElements *self)
{
  gsize start = 0, found = 0;

  self->seam = SEAM_NOTHING;
  for (gsize i = 0; i < self->text->len; i++)
    {
      if (self->text->str[i] == '{')
        start = i;
      if (step_seam (self, self->text->str[i]))
        {
          found = start;
          self->seam = SEAM_NOTHING;
        }
    }
  return found;
}

static void
seek (ReeveLogElements *self)
{
  forget (self);
  self->state = SEEKING;
  self->behind_list = FALSE;
}

static void
begin_behind_seam (ReeveLogElements *self)
{
  begin (self);
  gather (self, '"');
  self->in_string = TRUE;
  self->key = 1;
}

static gboolean
step (ReeveLogElements *self, char c)
{
  if (self->state == WITHIN)
    return step_within (self, c);
  if (self->state == BETWEEN)
    return step_between (self, c);
  if (step_seam (self, c))
    begin_behind_seam (self);
  return TRUE;
}

/* What was gathered is no JSON. The tail behind its last seam is looked at once more; if that is none either,
 * it is sought on from there. */
static void
recover (ReeveLogElements *self)
{
  gsize seam = find_seam (self);
  g_autofree char *tail = seam > 0 ? g_strndup (self->text->str + seam, self->text->len - seam) : NULL;

  hand_out (self, seam > 0 ? seam : self->text->len, "not_json");
  seek (self);
  if (tail == NULL)
    return;
  begin (self);
  for (const char *c = tail + 1; *c != '\0'; c++)
    if (!step (self, *c))
      {
        hand_out (self, self->text->len, "not_json");
        self->seam = SEAM_NOTHING;
        seek (self);
      }
}

void
reeve_log_elements_feed (ReeveLogElements *self, const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!step (self, data[i]))
      recover (self);
}

void
reeve_log_elements_end (ReeveLogElements *self)
{
  if (self->state == WITHIN && !self->behind_list)
    hand_out (self, self->text->len, "cut_off");
  forget (self);
  self->state = BETWEEN;
  self->base = self->depth = 0;
}

gboolean
reeve_log_elements_saw_list (ReeveLogElements *self)
{
  return self->saw_list;
}
