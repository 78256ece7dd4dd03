/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Looks at a program from outside, as eyes do. Times are in ms. A KEYSYM is a key's, or one of the pointer's:
 * "click", "wheel-up", "wheel-down". X Y W H is a rectangle of the screen.
 *
 * x-probe start CMD…
 *   from just before fork to the window, to its first frame, and to the last change inside it (its middle: no
 *   heading, no bar); prints the three, then the KiB of its proportional set size and the CPU time of its
 *   main thread at the first frame and at that change, and ends it with all it started
 *
 * x-probe keys X Y W H KEYSYM…
 *   presses each; prints when the rectangle got the look that it kept, -1 if it had that before
 *
 * x-probe type X Y W H EVERY KEYSYM…
 *   presses one in so long; prints when the rectangle first looked another way, after the first of them, and
 *   when it got the look that it kept, after the last one; -1 if it did not
 *
 * x-probe repeat MS EVERY KEYSYM…
 *   presses these in turn for so long
 *
 * x-probe drag X1 Y1 X2 Y2 MS
 *   presses at the one, moves to the other in so long, and releases
 *
 * x-probe brush X Y W H X1 Y1 X2 Y2 MS
 *   the same, and takes the pointer away; prints when the rectangle got the look that it kept, after the
 *   release, -1 if it had that before
 */

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <X11/keysym.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUIET_AT_START 2000
#define QUIET_AT_KEY   250 /* these two: or what X_PROBE_QUIET says */
#define QUIET_AT_END   1000
#define PATIENCE       15000
#define FEW_COLOURS    4

typedef struct
{
  Display *display;
  Window window; /* that the rectangle is in */
  XRectangle at;
  int damage_event;
  pid_t pid;      /* (0: none) whose CPU time is looked at */
  guint look;     /* of the rectangle */
  double cpu;     /* of its main thread by then */
  double changed; /* when it got that */
} Probe;

static double
now_ms (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

/* What other work the machine does tells on it far less than on the clock. */
static double
get_cpu_ms (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/schedstat", (int) pid, (int) pid);
  g_autofree char *text = NULL;

  return pid != 0 && g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtod (text, NULL) / 1e6 : 0;
}

static void
look (Probe *self, double now)
{
  XImage *image = XGetImage (self->display, self->window, self->at.x, self->at.y, self->at.width,
                             self->at.height, AllPlanes, ZPixmap);
  guint look = 5381;

  if (image == NULL)
    return;
  for (int y = 0; y < image->height; y++)
    {
      const char *line = image->data + (gsize) y * (gsize) image->bytes_per_line;

      for (int x = 0; x + 8 <= image->bytes_per_line; x += 8)
        {
          guint64 part;

          memcpy (&part, line + x, sizeof part);
          look = (guint) ((look ^ (part ^ part >> 29)) * 0x9E3779B97F4A7C15u >> 17);
        }
    }
  XDestroyImage (image);
  if (look == self->look)
    return;
  self->look = look;
  self->changed = now;
  self->cpu = get_cpu_ms (self->pid);
}

/* A window that is only mapped has one colour. */
static gboolean
is_painted (Probe *self, int width, int height)
{
  unsigned long seen[FEW_COLOURS];
  guint n = 0;

  for (int row = 1; row <= 12 && n < FEW_COLOURS; row++)
    {
      XImage *image = XGetImage (self->display, self->window, 8, row * (height - 1) / 13,
                                 (unsigned) width - 16, 1, AllPlanes, ZPixmap);

      for (int x = 0; image != NULL && x < width - 16 && n < FEW_COLOURS; x++)
        {
          unsigned long colour = XGetPixel (image, x, 0);
          guint i = 0;

          while (i < n && seen[i] != colour)
            i++;
          if (i == n)
            seen[n++] = colour;
        }
      if (image != NULL)
        XDestroyImage (image);
    }
  return n == FEW_COLOURS;
}

static void
open_display (Probe *self)
{
  int error_base;

  self->display = XOpenDisplay (NULL);
  if (self->display == NULL || !XDamageQueryExtension (self->display, &self->damage_event, &error_base))
    g_error ("no display, or one without damage events");
  XSetErrorHandler (ignore_error);
  self->window = DefaultRootWindow (self->display);
  XSelectInput (self->display, self->window, SubstructureNotifyMask);
  XDamageCreate (self->display, self->window, XDamageReportRawRectangles);
  XSync (self->display, False);
}

static void
wait_for_events (Probe *self, int at_most)
{
  struct pollfd fd = { ConnectionNumber (self->display), POLLIN, 0 };

  XFlush (self->display);
  if (!XPending (self->display))
    poll (&fd, 1, at_most);
}

static gboolean
is_first_window (Probe *self, const XEvent *event, XWindowAttributes *attributes)
{
  return event->type == MapNotify && !event->xmap.override_redirect &&
         XGetWindowAttributes (self->display, event->xmap.window, attributes) && attributes->width > 50;
}

static long
get_pss (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  const char *line = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, "\nPss:") : NULL;

  return line != NULL ? strtol (line + 5, NULL, 10) : 0;
}

/* With what it started: a service that still closes its stores would be in the way of the next start. */
static void
end_all (pid_t pid)
{
  double patience = now_ms () + PATIENCE;

  kill (pid, SIGTERM);
  while (waitpid (-1, NULL, WNOHANG) >= 0 && now_ms () < patience)
    g_usleep (5000);
}

static int
probe_start (Probe *self, char **command)
{
  XWindowAttributes size = { 0 };
  double mapped = 0;
  double painted = 0;
  double painted_cpu = 0;
  double last = 0;
  double start;
  pid_t pid;

  prctl (PR_SET_CHILD_SUBREAPER, 1);
  start = now_ms ();
  pid = fork ();
  if (pid == 0)
    {
      execvp (command[0], command);
      _exit (127);
    }
  self->pid = pid;
  while (last == 0 || now_ms () - last < QUIET_AT_START)
    {
      wait_for_events (self, 20);
      while (XPending (self->display))
        {
          XEvent event;
          double now = now_ms ();

          XNextEvent (self->display, &event);
          if (mapped == 0 && is_first_window (self, &event, &size))
            {
              mapped = now - start;
              self->window = event.xmap.window;
              self->at = (XRectangle) { (short) (size.width * 3 / 10), (short) (size.height * 3 / 10),
                                        (unsigned short) (size.width * 6 / 10),
                                        (unsigned short) (size.height * 6 / 10) };
            }
          if (mapped == 0 || event.type != self->damage_event + XDamageNotify || XPending (self->display))
            continue;
          last = now;
          if (painted == 0 && is_painted (self, size.width, size.height))
            {
              painted = now - start;
              painted_cpu = get_cpu_ms (pid);
            }
          look (self, now);
        }
      if (now_ms () - start > PATIENCE || waitpid (pid, NULL, WNOHANG) != 0)
        return 1;
    }
  printf ("%.1f %.1f %.1f %ld %.1f %.1f\n", mapped, painted, self->changed - start, get_pss (pid),
          painted_cpu, self->cpu);
  end_all (pid);
  return 0;
}

/* 0: it is a key. */
static unsigned
get_button (const char *name)
{
  static const char *const names[] = { [1] = "click", [4] = "wheel-up", [5] = "wheel-down" };

  for (unsigned i = 1; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return i;
  return 0;
}

static void
press (Probe *self, const char *name)
{
  unsigned button = get_button (name);
  KeySym symbol = button == 0 ? XStringToKeysym (name) : NoSymbol;
  KeyCode key = button == 0 ? XKeysymToKeycode (self->display, symbol) : 0;
  gboolean shifted = key != 0 && XkbKeycodeToKeysym (self->display, key, 0, 0) != symbol;
  KeyCode shift = XKeysymToKeycode (self->display, XK_Shift_L);

  if (shifted)
    XTestFakeKeyEvent (self->display, shift, True, 0);
  for (int down = 1; down >= 0; down--)
    if (button != 0)
      XTestFakeButtonEvent (self->display, button, down, 0);
    else
      XTestFakeKeyEvent (self->display, key, down, 0);
  if (shifted)
    XTestFakeKeyEvent (self->display, shift, False, 0);
  XFlush (self->display);
}

/* Looks at the rectangle until @until, or until it has kept its look for @quiet. Returns when it first
 * changed after @start, 0: it did not; when it last did is in the probe. */
static double
watch (Probe *self, double start, double until, double quiet)
{
  double first = 0;
  double last = start;

  while (now_ms () < until && now_ms () - last < quiet)
    {
      gboolean damaged = FALSE;
      double now;

      wait_for_events (self, (int) CLAMP (until - now_ms (), 1, 20));
      now = now_ms ();
      while (XPending (self->display))
        {
          XEvent event;

          XNextEvent (self->display, &event);
          damaged |= event.type == self->damage_event + XDamageNotify;
        }
      if (!damaged)
        continue;
      look (self, now);
      last = MAX (start, self->changed);
      if (first == 0 && self->changed > start)
        first = self->changed;
    }
  return first;
}

/* How long a look has to last to be the last one. */
static double
get_quiet (double usual)
{
  const char *text = getenv ("X_PROBE_QUIET");

  return text != NULL ? g_ascii_strtod (text, NULL) : usual;
}

static int
probe_keys (Probe *self, char **keys)
{
  double quiet = get_quiet (QUIET_AT_KEY);

  look (self, now_ms ());
  for (; *keys != NULL; keys++)
    {
      double start = now_ms ();

      self->changed = 0;
      press (self, *keys);
      watch (self, start, start + PATIENCE, quiet);
      printf ("%.1f\n", self->changed > 0 ? self->changed - start : -1);
    }
  return 0;
}

static int
probe_typing (Probe *self, double every, char **keys)
{
  double start = now_ms ();
  double pressed = start;
  double first = 0;

  look (self, start);
  self->changed = 0;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      double seen;

      pressed = now_ms ();
      start = i == 0 ? pressed : start;
      press (self, keys[i]);
      seen = keys[i + 1] != NULL ? watch (self, pressed, pressed + every, PATIENCE)
                                 : watch (self, pressed, pressed + PATIENCE, get_quiet (QUIET_AT_END));
      first = first == 0 ? seen : first;
    }
  printf ("%.1f %.1f\n", first > 0 ? first - start : -1,
          self->changed > pressed ? self->changed - pressed : -1);
  return 0;
}

static int
repeat (Probe *self, double lasting, double every, char **keys)
{
  double start = now_ms ();

  for (guint i = 0; now_ms () - start < lasting; i++)
    {
      double due = start + (i + 1) * every;

      press (self, keys[i % g_strv_length (keys)]);
      if (due > now_ms ())
        g_usleep ((gulong) ((due - now_ms ()) * 1000));
    }
  return 0;
}

static int
drag (Probe *self, const double *numbers)
{
  guint steps = (guint) (numbers[4] / 8);

  XTestFakeMotionEvent (self->display, -1, (int) numbers[0], (int) numbers[1], 0);
  XFlush (self->display);
  g_usleep (500000); /* the bar grows under the pointer */
  XTestFakeButtonEvent (self->display, 1, True, 0);
  for (guint i = 1; i <= steps; i++)
    {
      XTestFakeMotionEvent (self->display, -1, (int) (numbers[0] + (numbers[2] - numbers[0]) * i / steps),
                            (int) (numbers[1] + (numbers[3] - numbers[1]) * i / steps), 0);
      XFlush (self->display);
      g_usleep (8000);
    }
  XTestFakeButtonEvent (self->display, 1, False, 0);
  XSync (self->display, False);
  return 0;
}

static int
probe_brush (Probe *self, const double *numbers)
{
  double released;

  drag (self, numbers);
  released = now_ms ();
  XTestFakeMotionEvent (self->display, -1, 0, 0, 0); /* what is under it looks another way, and says more */
  XFlush (self->display);
  self->changed = 0;
  watch (self, released, released + PATIENCE, get_quiet (QUIET_AT_END));
  printf ("%.1f\n", self->changed > released ? self->changed - released : -1);
  return 0;
}

int
main (int argc, char **argv)
{
  Probe self = { 0 };
  double numbers[9] = { 0 };

  if (argc < 3)
    g_error ("see the top of x-probe.c");
  open_display (&self);
  for (int i = 0; i < 9 && i + 2 < argc; i++)
    numbers[i] = g_ascii_strtod (argv[i + 2], NULL);
  if (g_str_equal (argv[1], "start"))
    return probe_start (&self, argv + 2);
  self.at = (XRectangle) { (short) numbers[0], (short) numbers[1], (unsigned short) numbers[2],
                           (unsigned short) numbers[3] };
  if (g_str_equal (argv[1], "keys") && argc > 6)
    return probe_keys (&self, argv + 6);
  if (g_str_equal (argv[1], "type") && argc > 7)
    return probe_typing (&self, numbers[4], argv + 7);
  if (g_str_equal (argv[1], "brush") && argc == 11)
    return probe_brush (&self, numbers + 4);
  if (g_str_equal (argv[1], "repeat") && argc > 4)
    return repeat (&self, numbers[0], numbers[1], argv + 4);
  if (g_str_equal (argv[1], "drag") && argc == 7)
    return drag (&self, numbers);
  g_error ("see the top of x-probe.c");
}
