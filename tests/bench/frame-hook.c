/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* LD_PRELOAD=libframe-hook.so FRAME_HOOK=FILE PROGRAM: writes a line a frame of any GTK program, when it was
 * done (monotonic, ms) and how long its phases took (ms). What the program itself starts is not traced. */

#include <dlfcn.h>
#include <glib-object.h>
#include <stdio.h>
#include <stdlib.h>

static FILE *out;
static gint64 begun;

static gboolean
on_before_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer unused)
{
  begun = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
on_after_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer unused)
{
  gint64 now = g_get_monotonic_time ();

  fprintf (out, "%.2f %.2f\n", (double) now / 1000, (double) (now - begun) / 1000);
  return TRUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("FRAME_HOOK");
  GType (*get_type) (void) = (GType (*) (void)) dlsym (RTLD_DEFAULT, "gdk_frame_clock_get_type");
  GType type;

  if (path == NULL || get_type == NULL)
    return;
  out = fopen (path, "we");
  if (out == NULL)
    return;
  setvbuf (out, NULL, _IOLBF, 0);
  unsetenv ("FRAME_HOOK");
  unsetenv ("LD_PRELOAD");
  type = get_type ();
  g_type_class_ref (type);
  g_signal_add_emission_hook (g_signal_lookup ("before-paint", type), 0, on_before_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", type), 0, on_after_cb, NULL, NULL);
}
