/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/detect/settings.h"

#include "common/detection-site.h"
#include "common/error.h"
#include "common/finding.h"
#include "service/detect/rules.h"
#include "service/detect/site-settings.h"

/* One of the numbers of all rules. */
typedef struct
{
  const ReeveRule *rule; /* (nullable): it is none */
  const ReeveRuleNumber *number;
  gint64 value;
} Setting;

static const ReeveRule *
find_rule (const char *name)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    if (g_str_equal (reeve_rules[i]->name, name))
      return reeve_rules[i];
  return NULL;
}

static Setting
read_setting (const char *text)
{
  g_autofree char *rule = NULL;
  g_autofree char *name = NULL;
  Setting setting = { NULL };
  const ReeveRule *found =
    reeve_detection_settings_read_number (text, &rule, &name, &setting.value) ? find_rule (rule) : NULL;

  for (guint i = 0; found != NULL && i < REEVE_RULE_NUMBERS && found->numbers[i].name != NULL; i++)
    if (g_str_equal (found->numbers[i].name, name))
      {
        setting.rule = found;
        setting.number = &found->numbers[i];
      }
  return setting;
}

static gboolean
is_off (ReeveDetectionSettings *settings, const char *rule)
{
  return settings->switched_off != NULL &&
         g_strv_contains ((const char *const *) settings->switched_off, rule);
}

static gint64
get_value (ReeveDetectionSettings *settings, const ReeveRuleNumber *number)
{
  for (guint i = 0; settings->numbers != NULL && settings->numbers[i] != NULL; i++)
    {
      Setting setting = read_setting (settings->numbers[i]);

      if (setting.number == number)
        return CLAMP (setting.value, number->least, number->most);
    }
  return number->usual;
}

/* --- Checking --- */

static void
refuse (GError **refusal, const char *member, guint index, const char *reason, const char *words)
{
  g_autofree char *pointer = g_strdup_printf ("/%s/%u", member, index);

  reeve_error_add_member (refusal, pointer, reason, "%s", words);
}

static void
check_off (ReeveDetectionSettings *settings, GError **refusal)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; settings->switched_off != NULL && settings->switched_off[i] != NULL; i++)
    {
      const ReeveRule *rule = find_rule (settings->switched_off[i]);

      if (rule == NULL)
        refuse (refusal, "switchedOff", i, "unknown_rule", "there is no such detection");
      else if (!g_hash_table_add (seen, (gpointer) rule))
        refuse (refusal, "switchedOff", i, "duplicate", "is there already");
    }
}

static void
check_numbers (ReeveDetectionSettings *settings, GError **refusal)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; settings->numbers != NULL && settings->numbers[i] != NULL; i++)
    {
      Setting setting = read_setting (settings->numbers[i]);

      if (setting.rule == NULL)
        refuse (refusal, "numbers", i, "unknown_number", "is no number of a detection, as rule/name=value");
      else if (!g_hash_table_add (seen, (gpointer) setting.number))
        refuse (refusal, "numbers", i, "duplicate", "is there already");
      else if (setting.value < setting.number->least || setting.value > setting.number->most)
        refuse (refusal, "numbers", i, "range", "is too small or too large");
    }
}

gboolean
reeve_settings_check (ReeveDetectionSettings *settings, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  check_off (settings, &refusal);
  check_numbers (settings, &refusal);
  reeve_detection_sites_check (settings->sites, &refusal);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

void
reeve_settings_tidy (ReeveDetectionSettings *settings)
{
  g_autoptr (ReeveDetectionSettings) as_said = reeve_record_copy (settings);

  reeve_site_settings_tidy (settings);
  g_clear_pointer (&settings->switched_off, g_strfreev);
  g_clear_pointer (&settings->numbers, g_strfreev);
  for (guint i = 0; i < reeve_n_rules; i++)
    {
      const ReeveRule *rule = reeve_rules[i];

      reeve_detection_settings_switch (settings, rule->name, !is_off (as_said, rule->name));
      for (guint j = 0; j < REEVE_RULE_NUMBERS && rule->numbers[j].name != NULL; j++)
        reeve_detection_settings_set_number (settings, rule->name, rule->numbers[j].name,
                                             get_value (as_said, &rule->numbers[j]), rule->numbers[j].usual);
    }
}

/* --- Telling --- */

static ReeveDetectionNumber *
describe_number (ReeveDetectionSettings *settings, const ReeveRuleNumber *number)
{
  ReeveDetectionNumber *described = reeve_detection_number_new ();

  described->name = g_strdup (number->name);
  described->value = get_value (settings, number);
  described->usual = number->usual;
  described->least = number->least;
  described->most = number->most;
  described->widens = number->widens;
  return described;
}

void
reeve_settings_describe (ReeveDetectionSettings *settings)
{
  g_clear_pointer (&settings->detections, g_ptr_array_unref);
  settings->detections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < reeve_n_rules; i++)
    {
      const ReeveRule *rule = reeve_rules[i];
      ReeveDetection *detection = reeve_detection_new ();

      g_ptr_array_add (settings->detections, detection);
      detection->rule = g_strdup (rule->name);
      detection->technique = g_strdup (rule->technique);
      detection->severity = reeve_severity_to_wire (rule->severity);
      detection->on = !is_off (settings, rule->name);
      for (guint j = 0; j < REEVE_RULE_NUMBERS && rule->numbers[j].name != NULL; j++)
        {
          if (detection->numbers == NULL)
            detection->numbers = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (detection->numbers, describe_number (settings, &rule->numbers[j]));
        }
    }
}

static gboolean
finds_less (ReeveDetectionSettings *before, ReeveDetectionSettings *after, const ReeveRuleNumber *number)
{
  gint64 was = get_value (before, number);
  gint64 is = get_value (after, number);

  return number->widens ? is < was : is > was;
}

gboolean
reeve_settings_find_less (ReeveDetectionSettings *before, ReeveDetectionSettings *after)
{
  for (guint i = 0; i < reeve_n_rules; i++)
    {
      const ReeveRule *rule = reeve_rules[i];

      if (is_off (after, rule->name) && !is_off (before, rule->name))
        return TRUE;
      for (guint j = 0; j < REEVE_RULE_NUMBERS && rule->numbers[j].name != NULL; j++)
        if (finds_less (before, after, &rule->numbers[j]))
          return TRUE;
    }
  return reeve_site_settings_find_less (
    before, after, get_value (after, &reeve_rule_impossible_travel.numbers[REEVE_TRAVEL_SPEED]),
    get_value (after, &reeve_rule_impossible_travel.numbers[REEVE_TRAVEL_MINUTES]));
}

void
reeve_settings_apply (ReeveDetectionSettings *settings, ReeveWatch *watch)
{
  reeve_watch_set_sites (watch, settings->sites != NULL ? reeve_sites_new (settings->sites) : NULL);
  for (guint i = 0; i < reeve_n_rules; i++)
    {
      const ReeveRule *rule = reeve_rules[i];

      reeve_watch_switch (watch, rule->name, !is_off (settings, rule->name));
      for (guint j = 0; j < REEVE_RULE_NUMBERS && rule->numbers[j].name != NULL; j++)
        if (!reeve_watch_set_number (watch, rule->name, rule->numbers[j].name,
                                     get_value (settings, &rule->numbers[j])))
          g_assert_not_reached ();
    }
}
