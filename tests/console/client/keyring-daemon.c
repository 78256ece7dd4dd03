/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Starts the daemon on the bus in DBUS_SESSION_BUS_ADDRESS and ends it by its own process id. It is locked
 * and unlocked over a connection of its own, so that nothing here shares state with the code under test. */

#include "config.h"

#include "keyring-daemon.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define SERVICE    "org.freedesktop.secrets"
#define PATH       "/org/freedesktop/secrets"
#define COLLECTION PATH "/collection/login"

struct _KeyringDaemon
{
  GSubprocess *process;
  GDBusConnection *bus;
  char *password;
};

static void
die_with_parent (gpointer unused G_GNUC_UNUSED)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GVariant *
call (KeyringDaemon *self,
      const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (self->bus, name, path, interface, method, parameters, NULL,
                                                 G_DBUS_CALL_FLAGS_NO_AUTO_START, 10000, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

static gboolean
has_owner (KeyringDaemon *self)
{
  g_autoptr (GVariant) reply = call (self, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "NameHasOwner", g_variant_new ("(s)", SERVICE));
  gboolean owned;

  g_variant_get (reply, "(b)", &owned);
  return owned;
}

static gboolean
is_locked (KeyringDaemon *self)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    self->bus, SERVICE, COLLECTION, "org.freedesktop.DBus.Properties", "Get",
    g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), NULL, 0, 10000, NULL, NULL);

  if (reply == NULL)
    return TRUE;
  g_variant_get (reply, "(v)", &value);
  return g_variant_get_boolean (value);
}

/* Not GTestDBus: that waits at its end for every reference to the bus, and libsecret keeps one for good. */
GSubprocess *
session_bus_start (const char *folder)
{
  g_autofree char *configuration =
    g_strdup_printf ("<busconfig><type>session</type><listen>unix:dir=%s</listen><auth>EXTERNAL</auth>"
                     "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow "
                     "eavesdrop='true'/><allow own='*'/></policy>"
                     "</busconfig>",
                     folder);
  g_autofree char *path = g_build_filename (folder, "bus.conf", NULL);
  g_autofree char *argument = g_strconcat ("--config-file=", path, NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *bus;

  g_file_set_contents (path, configuration, -1, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", argument, "--nofork",
                                     "--print-address=1", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bus));
  address = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (address);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  return bus;
}

KeyringDaemon *
keyring_daemon_start (const char *folder, const char *password)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *runtime = g_build_filename (folder, "run", NULL);
  g_autofree char *data = g_build_filename (folder, ".local/share", NULL);
  g_autoptr (GError) error = NULL;
  KeyringDaemon *self = g_new0 (KeyringDaemon, 1);

  g_assert_cmpint (g_mkdir_with_parents (runtime, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (data, 0700), ==, 0);
  self->password = g_strdup (password);
  self->bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (self->bus, FALSE);
  g_subprocess_launcher_setenv (launcher, "HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", runtime, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data, TRUE);
  /* the daemon is not what is measured, and is no build of ours */
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon",
                                               password != NULL ? "--unlock" : "--start", "--foreground",
                                               "--components=secrets", NULL);
  g_assert_no_error (error);
  if (password != NULL)
    g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), password, strlen (password), NULL,
                               NULL, NULL);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  /* longer than any start takes here, and not for ever */
  for (guint i = 0; i < 200 && !(has_owner (self) && (password == NULL || !is_locked (self))); i++)
    g_usleep (50000);
  g_assert_true (has_owner (self));
  return self;
}

void
keyring_daemon_lock (KeyringDaemon *self)
{
  const char *collections[] = { COLLECTION, NULL };

  g_variant_unref (call (self, SERVICE, PATH, "org.freedesktop.Secret.Service", "Lock",
                         g_variant_new ("(^ao)", collections)));
  g_assert_true (is_locked (self));
}

void
keyring_daemon_unlock (KeyringDaemon *self)
{
  g_autoptr (GVariant) opened = call (self, SERVICE, PATH, "org.freedesktop.Secret.Service", "OpenSession",
                                      g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_autofree char *session = NULL;

  g_variant_get (opened, "(vo)", NULL, &session);
  g_variant_unref (
    call (self, SERVICE, PATH, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
          "UnlockWithMasterPassword",
          g_variant_new (
            "(o(o@ay@ays))", COLLECTION, session, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
            g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->password, strlen (self->password), 1),
            "text/plain")));
  g_assert_false (is_locked (self));
}

void
keyring_daemon_freeze (KeyringDaemon *self)
{
  g_subprocess_send_signal (self->process, SIGSTOP);
}

void
keyring_daemon_thaw (KeyringDaemon *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
}

gboolean
keyring_daemon_is_alive (KeyringDaemon *self)
{
  return has_owner (self);
}

void
keyring_daemon_stop (KeyringDaemon *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  for (guint i = 0; i < 200 && has_owner (self); i++)
    g_usleep (10000);
  g_clear_object (&self->process);
  g_clear_object (&self->bus);
  g_free (self->password);
  g_free (self);
}
