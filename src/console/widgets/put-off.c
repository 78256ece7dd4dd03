/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/put-off.h"

#include <gio/gio.h>

#include "common/clock.h"

#define KEY     "put-off"
#define MORNING 6 /* o'clock */

struct _ReevePutOff
{
  GObject parent_instance;
  /* owned */
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (ReevePutOff, reeve_put_off, G_TYPE_OBJECT)

static char *
name (const char *account, ReeveDuty *duty)
{
  return g_strjoin (" ", account, duty->urgency, duty->id, NULL);
}

/* The next time that it is morning here. */
static gint64
find_morning (gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now / REEVE_SECOND);
  g_autoptr (GDateTime) morning =
    time != NULL ? g_date_time_new_local (g_date_time_get_year (time), g_date_time_get_month (time),
                                          g_date_time_get_day_of_month (time), MORNING, 0, 0)
                 : NULL;
  gint64 at = morning != NULL ? g_date_time_to_unix (morning) * REEVE_SECOND : now;

  return at > now ? at : MIN (at + REEVE_DAY, now + REEVE_DAY);
}

/* Those that count still, and one more or less. @other: (nullable) */
static void
keep (ReevePutOff *self, const char *other, gint64 until)
{
  g_autoptr (GVariant) kept = g_settings_get_value (self->settings, KEY);
  gint64 now = reeve_clock_now ();
  GVariantBuilder builder;
  GVariantIter iter;
  const char *each;
  gint64 end;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{&sx}", &each, &end))
    if (end > now && g_strcmp0 (each, other) != 0)
      g_variant_builder_add (&builder, "{sx}", each, end);
  if (until > now)
    g_variant_builder_add (&builder, "{sx}", other, until);
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

static void
reeve_put_off_finalize (GObject *object)
{
  g_clear_object (&REEVE_PUT_OFF (object)->settings);
  G_OBJECT_CLASS (reeve_put_off_parent_class)->finalize (object);
}

static void
reeve_put_off_class_init (ReevePutOffClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_put_off_finalize;
}

static void
reeve_put_off_init (ReevePutOff *self)
{
  self->settings = g_settings_new (REEVE_APPLICATION_ID);
}

ReevePutOff *
reeve_put_off_new (void)
{
  return g_object_new (REEVE_TYPE_PUT_OFF, NULL);
}

gboolean
reeve_put_off_has (ReevePutOff *self, const char *account, ReeveDuty *duty)
{
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *key = NULL;
  gint64 now = reeve_clock_now ();
  gint64 until;

  g_return_val_if_fail (REEVE_IS_PUT_OFF (self), FALSE);

  if (account == NULL)
    return FALSE;
  kept = g_settings_get_value (self->settings, KEY);
  key = name (account, duty);
  return g_variant_lookup (kept, key, "x", &until) && until > now && until <= now + REEVE_DAY;
}

void
reeve_put_off_add (ReevePutOff *self, const char *account, ReeveDuty *duty)
{
  g_autofree char *key = NULL;

  g_return_if_fail (REEVE_IS_PUT_OFF (self));
  g_return_if_fail (account != NULL);

  key = name (account, duty);
  keep (self, key, find_morning (reeve_clock_now ()));
}

void
reeve_put_off_clear (ReevePutOff *self, const char *account, ReeveDuty *duty)
{
  g_autofree char *key = NULL;

  g_return_if_fail (REEVE_IS_PUT_OFF (self));

  if (account == NULL)
    return;
  key = name (account, duty);
  keep (self, key, 0);
}
