/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* reeved run [--config FILE] [--data FOLDER] [--socket PATH] [--root-key-fd N] [--exit-on-eof]
 * reeved init [--config FILE]      makes data folder and root key file, prints a set-up token
 * reeved reset-link EMAIL [--config FILE]      prints a link for a new password; while the service
 *                                              runs too
 * reeved import-log FILE... [--workspace ID|NAME] [--format FORMAT] [--source NAME] [--zone ZONE]
 *                           [--rejected FILE] [--config FILE]      takes in logs of other systems; while the
 *                                                                  service runs too
 * reeved --check-config [--config FILE]      reeved --version
 *
 * A start that fails ends with one line, "reeved: REASON: message", and status 2 (input), 75 (busy: try
 * again) or 70. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/error.h"
#include "service/exit-status.h"
#include "service/import-log.h"
#include "service/init.h"
#include "service/log.h"
#include "service/mail/words.h"
#include "service/reset-link.h"
#include "service/service.h"

typedef struct
{
  char *config;
  char *data;
  char *socket;
  int root_key_fd;
  gboolean exit_on_eof;
  gboolean check_config;
  gboolean version;
  ReeveImportOptions import;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->data);
  g_free (options->socket);
  reeve_import_options_clear (&options->import);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Type=notify: systemd(1) wants one datagram, which is not worth a library. */
static void
notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  if (path == NULL || strlen (path) >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, strlen (path));
  if (address.sun_path[0] == '@')
    address.sun_path[0] = '\0';
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  socklen_t length = (socklen_t) (offsetof (struct sockaddr_un, sun_path) + strlen (path));
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address, length) < 0)
    g_warning ("failed to tell systemd: %s", g_strerror (errno));
  close (fd);
}

static gboolean
on_signal_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input_cb (int fd, GIOCondition condition, gpointer loop)
{
  char ignored[256];
  gssize n = read (fd, ignored, sizeof ignored);

  if (n > 0 || (n < 0 && errno == EINTR))
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static ReeveConfig *
make_config (const Options *options, GError **error)
{
  g_autofree char *usual = g_build_filename (REEVE_SYSCONFDIR, "reeve", "reeved.conf", NULL);
  const char *path = options->config;

  if (path == NULL && options->data == NULL && g_file_test (usual, G_FILE_TEST_EXISTS))
    path = usual;
  g_autoptr (ReeveConfig) config = path != NULL ? reeve_config_load (path, error) : reeve_config_new ();
  if (config == NULL)
    return NULL;
  if (options->data != NULL)
    g_set_str (&config->data_folder, options->data);
  if (options->socket != NULL)
    g_set_str (&config->socket_path, options->socket);
  config->root_key_fd = options->root_key_fd;
  return g_steal_pointer (&config);
}

static int
run (const Options *options, ReeveConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ReeveService) service = NULL;

  reeve_words_set_up (REEVE_LOCALEDIR, config->language);
  service = reeve_service_start (config, NULL, &error);
  if (service == NULL)
    return reeve_exit_tell (error);
  g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  g_unix_signal_add (SIGINT, on_signal_cb, loop);
  if (options->exit_on_eof)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input_cb, loop);
  g_message ("event=started version=%s origin=%s", REEVE_VERSION, reeve_service_get_origin (service));
  notify ("READY=1");
  g_main_loop_run (loop);
  notify ("STOPPING=1");
  g_clear_pointer (&service, reeve_service_stop);
  g_message ("event=stopped");
  return 0;
}

/* --- What is asked for --- */

static const char description[] =
  "import-log takes in logs of other systems, packed by gzip or not; - is standard input. It counts what it\n"
  "takes, knows already, refuses and cannot read, and ends with 0 if all of it is in, 1 if something was\n"
  "refused or unreadable, 2 if a file or an option is wrong, 75 if the service is busy or gone: then start "
  "it\n"
  "again, nothing comes in twice. Unreadable entries are kept in FILE.rejected, byte for byte, each behind "
  "its\n"
  "number, a reason and a tab; `cut -f2-` gives them back.";

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "Configuration file", "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, "Data folder", "FOLDER" },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket, "Listen on this Unix socket", "PATH" },
    { "root-key-fd", 0, 0, G_OPTION_ARG_INT, &options->root_key_fd, "Read the root key from this descriptor",
      "N" },
    { "exit-on-eof", 0, 0, G_OPTION_ARG_NONE, &options->exit_on_eof, "Stop when standard input ends", NULL },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &options->check_config, "Say what would be done", NULL },
    { "workspace", 0, 0, G_OPTION_ARG_STRING, &options->import.workspace,
      "import-log: into this one (where there are several)", "ID|NAME" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->import.format,
      "import-log: reeve, combined, openssh, okta, cloudtrail, google, keycloak, ocsf (found out)",
      "FORMAT" },
    { "source", 0, 0, G_OPTION_ARG_STRING, &options->import.source,
      "import-log: whose log it is, where it does not say", "NAME" },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &options->import.zone, "import-log: of times that lack one (UTC)",
      "Europe/Berlin" },
    { "rejected", 0, 0, G_OPTION_ARG_FILENAME, &options->import.rejected,
      "import-log: where unreadable entries go (FILE.rejected)", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Say which version this is", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("run|init|reset-link EMAIL|import-log FILE…");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse (context, argc, argv, error);
}

/* The process's exit status. */
static int
act (Options *options, ReeveConfig *config, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc == 2 && g_str_equal (argv[1], "init"))
    return reeve_init (config, &error) ? 0 : reeve_exit_tell (error);
  if (argc == 2 && g_str_equal (argv[1], "run"))
    return run (options, config);
  if (argc == 3 && g_str_equal (argv[1], "reset-link"))
    return reeve_reset_link (config, argv[2], &error) ? 0 : reeve_exit_tell (error);
  if (argc >= 3 && g_str_equal (argv[1], "import-log"))
    {
      options->import.files = g_strdupv (argv + 2);
      return reeve_import_log (config, &options->import);
    }
  g_printerr ("reeved: configuration: say `reeved run`, `reeved init` or `reeved --help`\n");
  return 2;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .root_key_fd = -1 };
  g_autoptr (ReeveConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  reeve_log_install ();
  umask (0077);
  if (!parse (&options, &argc, &argv, &error))
    {
      g_printerr ("reeved: configuration: %s\n", error->message);
      return 2;
    }
  if (options.version)
    {
      g_print ("reeved %s\n", REEVE_VERSION);
      return 0;
    }
  config = make_config (&options, &error);
  if (config == NULL || ((options.check_config || argc == 2) && !reeve_config_check (config, &error)))
    return reeve_exit_tell (error);
  if (options.check_config)
    {
      g_autofree char *plan = reeve_config_describe (config);

      g_print ("%s", plan);
      return 0;
    }
  return act (&options, config, argc, argv);
}
