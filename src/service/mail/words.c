/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The format of a .mo file: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html. Nothing here
 * trusts an offset. */

#include "config.h"

#include "service/mail/words.h"

#include <stdarg.h>
#include <string.h>

#define MAGIC        0x950412deu
#define HEADER_BYTES 20
#define MOST_STRINGS 100000
#define MOST_CHOICES 16
#define MOST_BYTES   512
#define CATALOGUE    "LC_MESSAGES" G_DIR_SEPARATOR_S "reeve.mo"

struct _ReeveWords
{
  char *language;
  GHashTable *texts; /* (nullable): English itself */
};

struct _ReeveLanguages
{
  ReeveWords english;
  const ReeveWords *usual; /* the installation's */
  GPtrArray *words;        /* of ReeveWords */
};

typedef struct
{
  const char *data;
  gsize length;
  gboolean swapped;
} Catalogue;

static void
words_free (gpointer data)
{
  ReeveWords *self = data;

  g_free (self->language);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_free (self);
}

static guint32
read_number (const Catalogue *file, gsize at)
{
  guint32 number = 0;

  if (at > file->length || file->length - at < sizeof number)
    return 0;
  memcpy (&number, file->data + at, sizeof number);
  return file->swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* The string that the table at @at tells of; (nullable): it tells of something else. */
static const char *
read_text (const Catalogue *file, gsize at)
{
  gsize length = read_number (file, at);
  gsize offset = read_number (file, at + 4);

  if (offset >= file->length || length >= file->length - offset || file->data[offset + length] != '\0' ||
      !g_utf8_validate (file->data + offset, -1, NULL))
    return NULL;
  return file->data + offset;
}

static GHashTable *
read_catalogue (const char *data, gsize length)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Catalogue file = { .data = data, .length = length };

  file.swapped = read_number (&file, 0) == GUINT32_SWAP_LE_BE (MAGIC);
  if (length < HEADER_BYTES || read_number (&file, 0) != MAGIC)
    return NULL;
  guint32 n = read_number (&file, 8);
  gsize originals = read_number (&file, 12);
  gsize translations = read_number (&file, 16);
  if (n > MOST_STRINGS)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      const char *original = read_text (&file, originals + 8 * i);
      const char *translation = read_text (&file, translations + 8 * i);
      if (original == NULL || translation == NULL)
        return NULL;
      if (*original != '\0' && *translation != '\0')
        g_hash_table_replace (texts, g_strdup (original), g_strdup (translation));
    }
  return g_steal_pointer (&texts);
}

static void
read_language (ReeveLanguages *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, CATALOGUE, NULL);
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return;
  GHashTable *texts = read_catalogue (data, length);
  if (texts == NULL)
    {
      g_warning ("%s is no catalogue of texts", path);
      return;
    }
  ReeveWords *words = g_new0 (ReeveWords, 1);
  words->language = g_strdelimit (g_strdup (name), "_", '-');
  words->texts = texts;
  g_ptr_array_add (self->words, words);
}

ReeveLanguages *
reeve_languages_new (const char *folder)
{
  ReeveLanguages *self = g_new0 (ReeveLanguages, 1);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  self->english.language = g_strdup ("en");
  self->usual = &self->english;
  self->words = g_ptr_array_new_with_free_func (words_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    read_language (self, folder, name);
  return self;
}

void
reeve_languages_free (ReeveLanguages *self)
{
  if (self == NULL)
    return;
  g_free (self->english.language);
  g_ptr_array_unref (self->words);
  g_free (self);
}

/* @tag as it is, else without its last part, and so on: "de-AT", "de". (nullable) */
static const ReeveWords *
find_language (const ReeveLanguages *self, const char *tag)
{
  g_autofree char *left = g_strdup (tag);

  for (char *dash = left; dash != NULL;)
    {
      for (guint i = 0; i < self->words->len; i++)
        {
          const ReeveWords *words = self->words->pdata[i];
          if (g_ascii_strcasecmp (words->language, left) == 0)
            return words;
        }
      if (g_ascii_strcasecmp (left, "en") == 0)
        return &self->english;
      dash = strrchr (left, '-');
      if (dash != NULL)
        *dash = '\0';
    }
  return NULL;
}

/* 0 when a weight is not one. */
static double
read_weight (const char *parameters)
{
  g_autofree char *text = parameters != NULL ? g_strstrip (g_strdup (parameters)) : NULL;

  if (text == NULL)
    return 1;
  if (g_ascii_strncasecmp (text, "q=", 2) != 0)
    return 0;
  return CLAMP (g_ascii_strtod (text + 2, NULL), 0, 1);
}

const ReeveWords *
reeve_languages_choose (const ReeveLanguages *self, const char *accept)
{
  const ReeveWords *best = self->usual;
  double best_weight = 0;

  if (accept == NULL || strlen (accept) > MOST_BYTES)
    return best;
  g_auto (GStrv) choices = g_strsplit (accept, ",", MOST_CHOICES);
  for (guint i = 0; choices[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (choices[i], ";", 2);
      double weight = parts[0] != NULL ? read_weight (parts[1]) : 0;
      const ReeveWords *words = weight > best_weight ? find_language (self, g_strstrip (parts[0])) : NULL;
      if (words == NULL)
        continue;
      best = words;
      best_weight = weight;
    }
  return best;
}

static ReeveLanguages *languages; /* set before there are threads */

void
reeve_words_set_up (const char *folder, const char *language)
{
  ReeveLanguages *before = languages;
  const ReeveWords *usual;

  languages = reeve_languages_new (folder);
  usual = language != NULL ? find_language (languages, language) : NULL;
  if (usual != NULL)
    languages->usual = usual;
  else if (language != NULL)
    g_warning ("there are no words in the language %s", language);
  g_clear_pointer (&before, reeve_languages_free);
}

const ReeveLanguages *
reeve_languages_get (void)
{
  static gsize english;

  if (languages != NULL)
    return languages;
  if (g_once_init_enter (&english))
    g_once_init_leave (&english, (gsize) reeve_languages_new ("/nonexistent"));
  return (const ReeveLanguages *) english;
}

const ReeveWords *
reeve_words_of (const char *language)
{
  const ReeveLanguages *self = reeve_languages_get ();
  const ReeveWords *words = language != NULL ? find_language (self, language) : NULL;

  return words != NULL ? words : self->usual;
}

const char *
reeve_words_get_language (const ReeveWords *self)
{
  return self->language;
}

/* The next conversion of printf(), or the end. */
static const char *
find_conversion (const char *at)
{
  while (*at != '\0' && !(at[0] == '%' && at[1] != '%'))
    at += at[0] == '%' ? 2 : 1;
  return at;
}

/* In the same order, for we take no numbered ones. */
static gboolean
have_same_conversions (const char *text, const char *translation)
{
  for (;;)
    {
      text = find_conversion (text);
      translation = find_conversion (translation);
      if (*text == '\0' || *translation == '\0')
        return *text == *translation;
      gsize length = strcspn (text, "diuxXcsfeg");
      if (text[length] == '\0' || strncmp (text, translation, length + 1) != 0)
        return FALSE;
      text += length + 1;
      translation += length + 1;
    }
}

const char *
reeve_words_get (const ReeveWords *self, const char *text)
{
  const char *translation = self->texts != NULL ? g_hash_table_lookup (self->texts, text) : NULL;

  return translation != NULL && have_same_conversions (text, translation) ? translation : text;
}

char *
reeve_words_fill (const ReeveWords *self, const char *text, ...)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  GString *filled = g_string_new (NULL);
  va_list arguments;

  va_start (arguments, text);
  for (const char *name = va_arg (arguments, const char *); name != NULL;
       name = va_arg (arguments, const char *))
    g_hash_table_insert (values, (gpointer) name, (gpointer) va_arg (arguments, const char *));
  va_end (arguments);
  for (const char *at = reeve_words_get (self, text); *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *name = close != NULL ? g_strndup (at + 1, (gsize) (close - at - 1)) : NULL;
      const char *value = name != NULL ? g_hash_table_lookup (values, name) : NULL;
      if (value == NULL)
        g_string_append_c (filled, *at++);
      else
        {
          g_string_append (filled, value);
          at = close + 1;
        }
    }
  return g_string_free_and_steal (filled);
}
