/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/log-query-value.h"

#include <string.h>

#include "common/access-event.h"
#include "common/encoding.h"
#include "common/log-query-number.h"

/* --- From text --- */

static gboolean
read_text (const ReeveLogRaw *raw, ReeveLogKind kind, ReeveLogValue *value, ReeveLogFault *fault)
{
  ReeveAccessResult result;

  value->match = raw->exact  ? REEVE_LOG_WHOLE
                 : raw->star ? REEVE_LOG_PREFIX
                             : reeve_log_kind_get_match (kind);
  if (raw->exact && raw->star) /* both: the star is a letter */
    value->text = g_strconcat (raw->text, "*", NULL);
  else
    value->text = g_strdup (raw->text);
  value->folded = reeve_fold (value->text);
  if (kind == REEVE_LOG_OUTCOME && value->match == REEVE_LOG_WHOLE &&
      reeve_access_result_from_wire (value->folded, &result))
    value->result = (int) result;
  *fault = REEVE_LOG_FAULT_EMPTY;
  return *value->folded != '\0' || value->match == REEVE_LOG_PREFIX;
}

static gboolean
read_result (const char *text, ReeveLogValue *value, ReeveLogFault *fault, char **suggestion)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  guint least = 4;
  ReeveAccessResult result;

  if (reeve_access_result_from_wire (lower, &result))
    {
      value->result = (int) result;
      value->text = g_steal_pointer (&lower);
      return TRUE;
    }
  *fault = REEVE_LOG_FAULT_RESULT;
  for (guint i = 0; i < REEVE_ACCESS_RESULTS; i++)
    {
      const char *word = reeve_access_result_to_wire (i);
      guint distance = reeve_log_word_distance (lower, strlen (lower), word);

      if (distance < least && distance < strlen (word))
        {
          least = distance;
          g_set_str (suggestion, word);
        }
    }
  return FALSE;
}

static gboolean
read_addresses (const ReeveLogRaw *raw, ReeveLogValue *value, ReeveLogFault *fault, char **suggestion)
{
  ReeveLogAddressFault wrong;

  value->match = REEVE_LOG_PART;
  if (raw->exact) /* what a source gives instead of an address */
    return read_text (raw, REEVE_LOG_IP, value, fault);
  if (raw->star)
    {
      /* Of addresses, a star alone: there is one. */
      *fault = *raw->text == '\0' ? REEVE_LOG_FAULT_EMPTY : REEVE_LOG_FAULT_ADDRESS;
      return *raw->text == '\0' && read_text (raw, REEVE_LOG_IP, value, fault);
    }
  wrong = reeve_log_addresses_read (raw->text, &value->addresses);
  *fault = wrong == REEVE_LOG_ADDRESS_BITS    ? REEVE_LOG_FAULT_BITS
           : wrong == REEVE_LOG_ADDRESS_ORDER ? REEVE_LOG_FAULT_ORDER
                                              : REEVE_LOG_FAULT_ADDRESS;
  if (wrong == REEVE_LOG_ADDRESS_ORDER)
    *suggestion = reeve_log_addresses_print (&value->addresses);
  if (wrong == REEVE_LOG_ADDRESS_OK)
    value->text = reeve_log_addresses_print (&value->addresses);
  return wrong == REEVE_LOG_ADDRESS_OK;
}

static gboolean
read_number (const char *text,
             ReeveLogKind kind,
             ReeveLogValue *value,
             ReeveLogFault *fault,
             char **suggestion)
{
  ReeveLogNumberFault wrong = reeve_log_number_read (text, kind, value);

  if (wrong == REEVE_LOG_NUMBER_OK)
    {
      value->text = reeve_log_number_print (value, kind);
      return TRUE;
    }
  *fault = wrong == REEVE_LOG_NUMBER_UNIT    ? REEVE_LOG_FAULT_UNIT
           : wrong == REEVE_LOG_NUMBER_ORDER ? REEVE_LOG_FAULT_ORDER
                                             : REEVE_LOG_FAULT_NUMBER;
  if (wrong == REEVE_LOG_NUMBER_ORDER)
    {
      const ReeveLogValue turned = { .from = value->to, .to = value->from, .comparison = REEVE_LOG_RANGE };

      *suggestion = reeve_log_number_print (&turned, kind);
    }
  else if (wrong == REEVE_LOG_NUMBER_UNIT && g_ascii_isdigit (text[strlen (text) - 1]))
    *suggestion = g_strconcat (text, "ms", NULL);
  return FALSE;
}

static gboolean
suggest_time (const char *text, char **suggestion)
{
  guint least = 3;

  for (guint i = 0; reeve_log_time_words[i] != NULL; i++)
    {
      guint distance = reeve_log_word_distance (text, strlen (text), reeve_log_time_words[i]);

      if (distance < least)
        {
          least = distance;
          g_set_str (suggestion, reeve_log_time_words[i]);
        }
    }
  return FALSE;
}

static gboolean
read_range (const char *text,
            const ReeveLogClock *clock,
            ReeveLogValue *value,
            ReeveLogFault *fault,
            char **suggestion)
{
  switch (reeve_log_time_read_range (text, clock, &value->from, &value->to, &value->text))
    {
    case REEVE_LOG_TIME_OK:
      return TRUE;
    case REEVE_LOG_TIME_ORDER:
      {
        const char *dots = strstr (value->text, "..");

        *fault = REEVE_LOG_FAULT_ORDER;
        *suggestion = g_strdup_printf ("%s..%.*s", dots + 2, (int) (dots - value->text), value->text);
        return FALSE;
      }
    case REEVE_LOG_TIME_WRONG:
    default:
      *fault = REEVE_LOG_FAULT_TIME;
      return suggest_time (text, suggestion);
    }
}

static gboolean
read_time (const char *text,
           ReeveLogKind kind,
           const ReeveLogClock *clock,
           ReeveLogValue *value,
           ReeveLogFault *fault,
           char **suggestion)
{
  ReeveLogMoment moment;

  if (kind == REEVE_LOG_ON)
    return read_range (text, clock, value, fault, suggestion);
  *fault = REEVE_LOG_FAULT_TIME;
  if (!reeve_log_time_read (text, clock, &moment, &value->text))
    return suggest_time (text, suggestion);
  value->from = kind == REEVE_LOG_SINCE ? moment.from : REEVE_LOG_BEGINNING;
  value->to = kind == REEVE_LOG_SINCE ? REEVE_LOG_END : moment.point ? moment.from : moment.to;
  return TRUE;
}

gboolean
reeve_log_value_read (const ReeveLogRaw *raw,
                      ReeveLogKind kind,
                      const ReeveLogClock *clock,
                      ReeveLogValue *value,
                      ReeveLogFault *fault,
                      char **suggestion)
{
  ReeveLogFamily family = reeve_log_kind_get_family (kind);
  g_autofree char *text = g_strconcat (raw->text, raw->star ? "*" : "", NULL);

  *suggestion = NULL;
  *fault = REEVE_LOG_FAULT_EMPTY;
  if (*text == '\0')
    return FALSE;
  switch (family)
    {
    case REEVE_LOG_FAMILY_ADDRESS:
      return read_addresses (raw, value, fault, suggestion);
    case REEVE_LOG_FAMILY_RESULT:
      return read_result (text, value, fault, suggestion);
    case REEVE_LOG_FAMILY_NUMBER:
      return read_number (text, kind, value, fault, suggestion);
    case REEVE_LOG_FAMILY_TIME:
      return read_time (text, kind, clock, value, fault, suggestion);
    case REEVE_LOG_FAMILY_TEXT:
    default:
      return read_text (raw, kind, value, fault);
    }
}

/* --- To text --- */

static gboolean
is_plain (const char *text, gboolean keyed)
{
  if (*text == '\0' || (*text == '-' && !keyed))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (strchr (keyed ? "._@/+-:" : "._@/+-", *p) == NULL && !g_unichar_isalnum (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

void
reeve_log_text_print (const char *text, gboolean keyed, GString *query)
{
  if (is_plain (text, keyed))
    {
      g_string_append (query, text);
      return;
    }
  g_string_append_c (query, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (query, '\\');
      g_string_append_c (query, *p);
    }
  g_string_append_c (query, '"');
}

void
reeve_log_value_print (const ReeveLogValue *value, ReeveLogKind kind, GString *query)
{
  if (value->folded == NULL)
    {
      g_string_append (query, value->text);
      return;
    }
  if (value->match == REEVE_LOG_WHOLE && reeve_log_kind_get_match (kind) != REEVE_LOG_WHOLE)
    g_string_append_c (query, '=');
  if (value->match != REEVE_LOG_PREFIX || *value->text != '\0')
    reeve_log_text_print (value->text, kind != REEVE_LOG_TEXT, query);
  if (value->match == REEVE_LOG_PREFIX)
    g_string_append_c (query, '*');
}

void
reeve_log_term_print (const ReeveLogTerm *term, GString *query)
{
  const char *key = reeve_log_kind_get_key (term->kind);

  if (term->negated)
    g_string_append_c (query, '-');
  if (key != NULL)
    g_string_append_printf (query, "%s:", key);
  for (guint i = 0; i < term->values->len; i++)
    {
      if (i > 0)
        g_string_append_c (query, ',');
      reeve_log_value_print (g_ptr_array_index (term->values, i), term->kind, query);
    }
}
