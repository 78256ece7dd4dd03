/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One pass over the characters, each of which is kept or told by its number. */

#include "config.h"

#include "service/print/text.h"

#define ISOLATE     0x2068 /* FSI: the direction of the text in it is found from that text */
#define END_ISOLATE 0x2069 /* PDI */
#define MAX_MARKS   6      /* on one letter: no writing needs more, and many reach into the lines around */
#define MAX_WORD    500    /* Pango breaks a word in time that grows with the square of its length */
#define MAX_LINE    4000

/* Format characters of the tag block spell words that nobody sees; the annotation marks hide a reading. */
static gboolean
disturbs (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f) || (c & 0xfffe) == 0xfffe ||
         (c >= 0xfdd0 && c <= 0xfdef);
}

static gboolean
is_break (gunichar c)
{
  return c == '\n' || c == '\r' || c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean
is_mark (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK || g_unichar_type (c) == G_UNICODE_ENCLOSING_MARK;
}

/* Whether every isolate in the paragraph at @text is closed, and nothing is closed that was not open. */
static gboolean
isolates_are_even (const char *text)
{
  int depth = 0;

  while (*text != '\0' && depth >= 0)
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      if (c > 0x10ffff)
        {
          text++;
          continue;
        }
      if (is_break (c))
        break;
      depth += c == ISOLATE ? 1 : c == END_ISOLATE ? -1 : 0;
      text = g_utf8_next_char (text);
    }
  return depth == 0;
}

/* Lays clean text down, and breaks what nobody did. */
typedef struct
{
  GString *text;
  gboolean lines;
  guint line; /* characters since the last break */
  guint word; /* and since the last place where there may be one */
} Writer;

static void
write_break (Writer *writer)
{
  g_string_append_c (writer->text, writer->lines ? '\n' : ' ');
  writer->line = writer->word = 0;
}

static void
write_character (Writer *writer, gunichar c)
{
  if (writer->lines && (writer->word >= MAX_WORD || (c == ' ' && writer->line >= MAX_LINE)))
    write_break (writer);
  g_string_append_unichar (writer->text, c);
  writer->line++;
  writer->word = c == ' ' ? 0 : writer->word + 1;
}

static void
write_told (Writer *writer, const char *format, guint number)
{
  g_autofree char *told = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  told = g_strdup_printf (format, number);
#pragma GCC diagnostic pop
  for (const char *p = told; *p != '\0'; p++)
    write_character (writer, (guchar) *p);
}

static char *
clean_text (const char *text, gboolean lines, gboolean isolates)
{
  Writer writer = { g_string_new (NULL), lines, 0, 0 };
  gboolean even = isolates && isolates_are_even (text);
  guint marks = 0;

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      if (c > 0x10ffff)
        {
          write_told (&writer, "\\x%02x", (guchar) *p++);
          continue;
        }
      marks = is_mark (c) ? marks + 1 : 0;
      if (is_break (c))
        {
          if (c == '\r' && p[1] == '\n')
            p++;
          write_break (&writer);
          even = isolates && isolates_are_even (g_utf8_next_char (p));
        }
      else if (((c == ISOLATE || c == END_ISOLATE) && even) || c == '\t')
        write_character (&writer, c == '\t' ? ' ' : c);
      else if (disturbs (c) || marks > MAX_MARKS)
        write_told (&writer, "\\u%04x", c);
      else
        write_character (&writer, c);
      p = g_utf8_next_char (p);
    }
  return g_string_free_and_steal (writer.text);
}

char *
reeve_print_clean (const char *text)
{
  return clean_text (text, TRUE, TRUE);
}

char *
reeve_print_cut (const char *text, guint most)
{
  g_autofree char *clean = clean_text (text, FALSE, FALSE);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (clean, -1) <= (glong) most)
    return g_steal_pointer (&clean);
  start = g_utf8_substring (clean, 0, most);
  return g_strconcat (start, "…", NULL);
}

char *
reeve_print_isolate (const char *value)
{
  g_autofree char *clean = clean_text (value, FALSE, FALSE);

  return g_strconcat ("\342\201\250", clean, "\342\201\251", NULL); /* U+2068, U+2069 */
}
