/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a text must be to enter: one set of rules for request bodies, CSV cells and entry rows.
 *
 * TEXT is one line of NFC without control characters, line separators and bidi overrides (which make a name
 * read as another), trimmed. LINES may have line feeds and tabs; CR LF becomes LF. E-mail addresses follow
 * HTML's rule with what real mail servers refuse left out: dots at the ends of the local part or two in a
 * row, a domain without a dot or that is an IP address. Domains may be international; their case is folded.
 * A label whose letters are of scripts that no language writes together (Latin with a Cyrillic "а") is made
 * to be taken for another, and refused.
 */

#include "config.h"

#include "common/record-private.h"

#include "common/clock.h"
#include "common/error.h"
#include "common/json.h"

#include <string.h>

#define MAX_ITEM        200 /* characters of one item of a list of texts */
#define MAX_EMAIL       254 /* RFC 5321 with erratum 1690 */
#define MAX_EMAIL_LOCAL 64
#define MAX_EMAIL_LABEL 63

static gboolean
is_bidi_override (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_control (gunichar c, gboolean lines)
{
  if (lines && (c == '\n' || c == '\t'))
    return FALSE;
  return g_unichar_iscntrl (c) || (!lines && (c == 0x2028 || c == 0x2029));
}

/* Plain printable ASCII, which most texts are, is normal as it is. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || (guchar) *text > 0x7e)
      return FALSE;
  return TRUE;
}

static char *
trim (char *text, gboolean lines)
{
  char *start = text;
  char *end = text + strlen (text);

  while (!lines && *start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      char *last = g_utf8_prev_char (end);
      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  memmove (text, start, (gsize) (end - start));
  text[end - start] = '\0';
  return text;
}

static char *
unify_line_ends (const char *text)
{
  char *unified = g_malloc (strlen (text) + 1);
  char *out = unified;

  for (; *text != '\0'; text++)
    if (*text == '\r')
      *out++ = text[1] == '\n' ? *++text : '\n';
    else
      *out++ = *text;
  *out = '\0';
  return unified;
}

static const char *
judge_characters (const char *text, gboolean lines, char **words)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (is_bidi_override (c))
        {
          *words = g_strdup_printf ("has the bidi override U+%04X", c);
          return "bidi_override";
        }
      if (is_control (c, lines))
        {
          *words = g_strdup_printf ("has the control character U+%04X", c);
          return "control_character";
        }
    }
  return NULL;
}

/* Valid UTF-8 in NFC, trimmed, without what does not belong. */
static const char *
normalise (const char *text, gboolean lines, char **normal, char **words)
{
  if (is_plain (text))
    {
      *normal = trim (g_strdup (text), lines);
      return NULL;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      *words = g_strdup ("is not valid UTF-8");
      return "utf8";
    }
  g_autofree char *unified = lines ? unify_line_ends (text) : trim (g_strdup (text), FALSE);
  const char *reason = judge_characters (unified, lines, words);
  if (reason != NULL)
    return reason;
  *normal = trim (g_utf8_normalize (unified, -1, G_NORMALIZE_DEFAULT_COMPOSE), lines);
  return NULL;
}

static gboolean
is_local_part (const char *text, gsize length)
{
  if (length == 0 || length > MAX_EMAIL_LOCAL || text[0] == '.' || text[length - 1] == '.')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && strchr (".!#$%&'*+/=?^_`{|}~-", text[i]) == NULL)
        return FALSE;
      if (text[i] == '.' && text[i + 1] == '.')
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > MAX_EMAIL_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c < 0x80 ? !(g_ascii_isalnum ((char) c) || c == '-')
                   : !(g_unichar_isalnum (c) || g_unichar_ismark (c)))
        return FALSE;
    }
  return TRUE;
}

/* Scripts that one word of some language may hold together, as Unicode's "highly restrictive" level has them.
 */
typedef enum
{
  SCRIPT_LATIN = 1 << 0,
  SCRIPT_HAN = 1 << 1,
  SCRIPT_KANA = 1 << 2,
  SCRIPT_BOPOMOFO = 1 << 3,
  SCRIPT_HANGUL = 1 << 4,
} Scripts;

static Scripts
get_mixing_script (GUnicodeScript script)
{
  switch ((int) script)
    {
    case G_UNICODE_SCRIPT_LATIN:
      return SCRIPT_LATIN;
    case G_UNICODE_SCRIPT_HAN:
      return SCRIPT_HAN;
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return SCRIPT_KANA;
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return SCRIPT_BOPOMOFO;
    case G_UNICODE_SCRIPT_HANGUL:
      return SCRIPT_HANGUL;
    default:
      return 0;
    }
}

static gboolean
mixes_scripts (const char *label)
{
  GUnicodeScript first = G_UNICODE_SCRIPT_COMMON;
  gboolean several = FALSE, others = FALSE;
  Scripts mixing = 0;

  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
        continue;
      several |= first != G_UNICODE_SCRIPT_COMMON && script != first;
      first = script;
      others |= get_mixing_script (script) == 0;
      mixing |= get_mixing_script (script);
    }
  if (!several)
    return FALSE;
  return others || ((mixing & ~(SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_KANA)) != 0 &&
                    (mixing & ~(SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_BOPOMOFO)) != 0 &&
                    (mixing & ~(SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_HANGUL)) != 0);
}

static gboolean
has_mixed_label (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (mixes_scripts (labels[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);

  if (n < 2)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return strspn (labels[n - 1], "0123456789") != strlen (labels[n - 1]);
}

static const char *
judge_email (char **normal, char **words)
{
  char *at = strrchr (*normal, '@');

  if (at != NULL && strlen (*normal) <= MAX_EMAIL && is_local_part (*normal, (gsize) (at - *normal)) &&
      is_domain (at + 1))
    {
      if (has_mixed_label (at + 1))
        {
          *words = g_strdup ("has letters of several scripts in one name");
          return "mixed_scripts";
        }
      g_autofree char *domain = g_utf8_strdown (at + 1, -1);
      *at = '\0';
      g_autofree char *local = g_steal_pointer (normal);
      *normal = g_strconcat (local, "@", domain, NULL);
      return NULL;
    }
  *words = g_strdup ("is not an e-mail address");
  return "email";
}

static const char *
judge_length (const ReeveField *field, const char *text, char **words)
{
  gint64 max = field->type == REEVE_FIELD_TEXTS ? MAX_ITEM : reeve_field_get_max (field);
  gint64 min = field->type == REEVE_FIELD_TEXTS ? 1 : field->min;

  if ((field->flags & REEVE_REQUIRED) != 0 && *text == '\0')
    {
      *words = g_strdup ("is required");
      return "required";
    }
  if (field->type == REEVE_FIELD_INTEGER || field->type == REEVE_FIELD_TIME ||
      field->type == REEVE_FIELD_CHOICE)
    return NULL; /* their limits are of another kind */
  if ((gint64) strlen (text) < min)
    {
      *words = g_strdup_printf ("has fewer than %" G_GINT64_FORMAT " bytes", min);
      return "too_short";
    }
  if (g_utf8_strlen (text, -1) > max)
    {
      *words = g_strdup_printf ("has more than %" G_GINT64_FORMAT " characters", max);
      return "too_long";
    }
  return NULL;
}

static const char *
judge_choice (const ReeveField *field, const char *text, char **words)
{
  if (field->choices == NULL || reeve_field_intern_choice (field, text) != NULL)
    return NULL;
  g_autofree char *choices = g_strjoinv (", ", (char **) field->choices);
  *words = g_strdup_printf ("is none of: %s", choices);
  return "choice";
}

static const char *
judge_id (const ReeveField *field, const char *text, char **words)
{
  if (reeve_id_is_valid (text) || reeve_field_intern_choice (field, text) != NULL)
    return NULL;
  *words = g_strdup ("is not an id");
  return "id";
}

static const char *
judge_integer (const ReeveField *field, const char *text, char **words)
{
  gint64 value;

  if (g_ascii_string_to_signed (text, 10, field->min, reeve_field_get_max (field), &value, NULL))
    return NULL;
  *words = g_strdup_printf ("is not a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                            field->min, reeve_field_get_max (field));
  return "range";
}

static const char *
judge_time (const char *text, char **words)
{
  gint64 time;

  if (reeve_json_parse_time (text, &time))
    return NULL;
  *words = g_strdup ("is not a time as of RFC 3339");
  return "time";
}

/* What a normal text must be beyond that. */
static const char *
judge_type (const ReeveField *field, char **normal, char **words)
{
  switch (field->type)
    {
    case REEVE_FIELD_EMAIL:
      return judge_email (normal, words);
    case REEVE_FIELD_ID:
      return judge_id (field, *normal, words);
    case REEVE_FIELD_CHOICE:
    case REEVE_FIELD_TEXTS:
      return judge_choice (field, *normal, words);
    case REEVE_FIELD_INTEGER:
      return judge_integer (field, *normal, words);
    case REEVE_FIELD_TIME:
      return judge_time (*normal, words);
    case REEVE_FIELD_TEXT:
    case REEVE_FIELD_LINES:
    case REEVE_FIELD_SECRET:
    case REEVE_FIELD_BOOLEAN:
    case REEVE_FIELD_RECORD:
    case REEVE_FIELD_RECORDS:
      break;
    }
  return NULL;
}

const char *
reeve_field_judge_text (const ReeveField *field, const char *text, char **normal, char **words)
{
  g_autofree char *form = NULL;
  const char *reason = NULL;

  *normal = NULL;
  *words = NULL;
  if ((field->flags & REEVE_AS_IS) != 0 && g_utf8_validate (text, -1, NULL))
    form = g_strdup (text);
  else
    reason = normalise (text, field->type == REEVE_FIELD_LINES, &form, words);
  if (reason == NULL)
    reason = judge_length (field, form, words);
  if (reason == NULL)
    reason = judge_type (field, &form, words);
  if (reason == NULL)
    *normal = g_steal_pointer (&form);
  return reason;
}

gboolean
reeve_field_check_text (const ReeveField *field,
                        const char *text,
                        char **normal,
                        const char **reason,
                        GError **error)
{
  g_autofree char *form = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (field != NULL && text != NULL, FALSE);
  const char *refusal = reeve_field_judge_text (field, text, &form, &words);
  if (normal != NULL)
    *normal = g_steal_pointer (&form);
  if (reason != NULL)
    *reason = refusal;
  if (refusal == NULL)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INVALID, refusal, "%s %s", field->name, words);
  return FALSE;
}
