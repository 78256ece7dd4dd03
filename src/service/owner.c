/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Three messages (SOCK_SEQPACKET keeps them apart): 32 random bytes from the service; HMAC-SHA-256 over these
 * and the address, under a key that comes from the root key, then the address; "+URI", or
 * "-CODE REASON: MESSAGE". The random bytes are why a message that was overheard is worth nothing. What is no
 * address asks to import a log, which goes on from there (owner-import.h), on a thread of its own.
 *
 * A socket's path has 107 characters, a data folder's may have more: both sides go by the folder's descriptor
 * under /proc. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/owner-answer.h"
#include "service/owner-import.h"
#include "service/owner-link.h"
#include "service/store/keys.h"

#define NAME           "owner"
#define KEY            "reeve/1/owner"
#define NONCE_BYTES    32
#define MAC_BYTES      32
#define MOST_EMAIL     254
#define MOST_QUESTION  2048
#define MOST_IMPORTS   4
#define ASK_SECONDS    5   /* a process of our own user says at once what it wants */
#define ANSWER_SECONDS 40  /* longer than a busy store is waited for */
#define IMPORT_SECONDS 600 /* longer than the writer's turn is */

typedef struct
{
  ReeveOwnerDoor *door;
  GThread *thread;
  char *question;
  int file;
  gint ended; /* atomic */
} Import;

struct _ReeveOwnerDoor
{
  /* owned */
  ReeveSecret *key;
  GThread *thread;
  GPtrArray *imports; /* of Import; the thread's, and theirs who closes when that has ended */
  int folder;
  int listener;
  /* borrowed */
  ReeveInstallation *installation;
};

static int
open_socket (int folder, struct sockaddr_un *address)
{
  *address = (struct sockaddr_un) { .sun_family = AF_UNIX };
  g_snprintf (address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/" NAME, folder);
  return socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

static void
set_patience (int file, int seconds)
{
  struct timeval time = { .tv_sec = seconds };

  setsockopt (file, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt (file, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

static void
make_proof (const ReeveSecret *key, const guint8 nonce[NONCE_BYTES], const char *email, guint8 out[MAC_BYTES])
{
  g_autoptr (GByteArray) said = g_byte_array_new ();
  gsize length;
  gconstpointer data = reeve_secret_get_data (key, &length);

  g_byte_array_append (said, nonce, NONCE_BYTES);
  g_byte_array_append (said, (const guint8 *) email, (guint) strlen (email));
  reeve_hmac_sha256 (data, length, said->data, said->len, out);
}

/* --- The service's side --- */

static gboolean
is_ours (int file)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  return getsockopt (file, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == geteuid ();
}

/* What is asked for; (nullable): nobody who may ask. */
static char *
read_question (ReeveOwnerDoor *self, int file)
{
  g_autoptr (ReeveSecret) nonce = reeve_secret_new_random (NONCE_BYTES);
  gsize nonce_length;
  const guint8 *bytes = reeve_secret_get_data (nonce, &nonce_length);
  guint8 question[MAC_BYTES + MOST_QUESTION + 1];
  guint8 proof[MAC_BYTES];
  g_autoptr (ReeveSecret) given = NULL;
  g_autoptr (ReeveSecret) wanted = NULL;

  if (send (file, bytes, NONCE_BYTES, MSG_NOSIGNAL) != NONCE_BYTES)
    return NULL;
  gssize n = recv (file, question, sizeof question, 0);
  if (n <= MAC_BYTES || n > MAC_BYTES + MOST_QUESTION)
    return NULL;
  g_autofree char *asked = g_strndup ((const char *) question + MAC_BYTES, (gsize) n - MAC_BYTES);
  make_proof (self->key, bytes, asked, proof);
  given = reeve_secret_new (question, MAC_BYTES);
  wanted = reeve_secret_new (proof, MAC_BYTES);
  if (!reeve_secret_equal (given, wanted) || !g_utf8_validate (asked, -1, NULL))
    return NULL;
  return g_steal_pointer (&asked);
}

static char *
make_answer (ReeveOwnerDoor *self, const char *email)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = reeve_owner_link_make (self->installation, email, &error);

  return uri != NULL ? g_strconcat ("+", uri, NULL) : reeve_owner_answer_print (error);
}

static void
import_free (gpointer data)
{
  Import *self = data;

  g_thread_join (self->thread);
  g_clear_fd (&self->file, NULL);
  g_free (self->question);
  g_free (self);
}

static gpointer
run_import (gpointer data)
{
  Import *self = data;

  set_patience (self->file, 0); /* whoever reads a pipe waits for it */
  reeve_owner_import_serve (self->door->installation, self->file, self->question);
  shutdown (self->file, SHUT_RDWR);
  g_atomic_int_set (&self->ended, TRUE);
  return NULL;
}

/* @file: (transfer full), @question: (transfer full) */
static void
begin_import (ReeveOwnerDoor *self, int file, char *question)
{
  Import *import;

  for (guint i = self->imports->len; i > 0; i--)
    if (g_atomic_int_get (&((Import *) self->imports->pdata[i - 1])->ended))
      g_ptr_array_remove_index_fast (self->imports, i - 1);
  import = g_new0 (Import, 1);
  import->door = self;
  import->file = file;
  import->question = question;
  import->thread = g_thread_new ("import", run_import, import);
  g_ptr_array_add (self->imports, import);
}

static guint
count_imports (ReeveOwnerDoor *self)
{
  guint n = 0;

  for (guint i = 0; i < self->imports->len; i++)
    n += !g_atomic_int_get (&((Import *) self->imports->pdata[i])->ended);
  return n;
}

/* @file: (transfer full) */
static void
serve (ReeveOwnerDoor *self, int connection)
{
  g_autofd int file = connection;
  g_autofree char *question = NULL;

  set_patience (file, ASK_SECONDS);
  question = is_ours (file) ? read_question (self, file) : NULL;
  if (question == NULL)
    {
      g_warning ("event=owner-refused");
      return;
    }
  if (reeve_owner_import_is_asked (question) && count_imports (self) < MOST_IMPORTS)
    {
      begin_import (self, g_steal_fd (&file), g_steal_pointer (&question));
      return;
    }
  g_autofree char *answer = reeve_owner_import_is_asked (question)
                              ? g_strdup ("-busy intake: other logs are being imported")
                              : make_answer (self, question);
  if (send (file, answer, strlen (answer), MSG_NOSIGNAL) < 0)
    g_warning ("who asked for a link has gone: %s", g_strerror (errno));
}

static gpointer
run (gpointer data)
{
  ReeveOwnerDoor *self = data;

  for (;;)
    {
      int file = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);

      if (file >= 0)
        serve (self, file);
      else if (errno == EINVAL) /* shut down */
        return NULL;
      else if (errno != EINTR && errno != ECONNABORTED)
        g_usleep (G_USEC_PER_SEC / 10); /* out of descriptors: others give theirs back */
    }
}

ReeveOwnerDoor *
reeve_owner_door_open (ReeveInstallation *installation,
                       const char *data_folder,
                       const ReeveSecret *root_key,
                       GError **error)
{
  g_autofd int folder = open (data_folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct sockaddr_un address;
  g_autofd int listener = open_socket (folder, &address);
  ReeveOwnerDoor *self;

  /* what a killed one left; nobody else is there: the folder's lock is ours */
  unlinkat (folder, NAME, 0);
  if (folder < 0 || listener < 0 || bind (listener, (struct sockaddr *) &address, sizeof address) != 0 ||
      fchmodat (folder, NAME, 0600, 0) != 0 || listen (listener, 4) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_INTERNAL, "owner", "the owner's socket cannot be made: %s",
                       g_strerror (errno));
      return NULL;
    }
  self = g_new0 (ReeveOwnerDoor, 1);
  self->installation = installation;
  self->key = reeve_keys_derive (root_key, KEY);
  self->folder = g_steal_fd (&folder);
  self->listener = g_steal_fd (&listener);
  self->imports = g_ptr_array_new_with_free_func (import_free);
  self->thread = g_thread_new ("owner", run, self);
  return self;
}

void
reeve_owner_door_close (ReeveOwnerDoor *self)
{
  if (self == NULL)
    return;
  shutdown (self->listener, SHUT_RDWR); /* accept() returns */
  g_thread_join (self->thread);
  for (guint i = 0; i < self->imports->len; i++)
    shutdown (((Import *) self->imports->pdata[i])->file, SHUT_RDWR);
  g_ptr_array_unref (self->imports);
  unlinkat (self->folder, NAME, 0);
  g_clear_fd (&self->listener, NULL);
  g_clear_fd (&self->folder, NULL);
  reeve_secret_unref (self->key);
  g_free (self);
}

/* --- The other side --- */

static gboolean
refuse_silence (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_BUSY, "in_use",
                   "another process uses the data folder, and does not answer its owner");
  return FALSE;
}

/* Asks, and gives what is answered. *@file: (out): the connection. (transfer full) */
static char *
ask (const char *data_folder, const ReeveSecret *root_key, const char *question, int *file, GError **error)
{
  g_autoptr (ReeveSecret) key = reeve_keys_derive (root_key, KEY);
  g_autofd int folder = open (data_folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct sockaddr_un address;
  g_autofd int door = open_socket (folder, &address);
  guint8 nonce[NONCE_BYTES];
  guint8 proof[MAC_BYTES];
  char answer[REEVE_OWNER_MOST_ANSWER + 1];
  g_autoptr (GByteArray) message = g_byte_array_new ();

  set_patience (door, ANSWER_SECONDS);
  if (folder < 0 || door < 0 || connect (door, (struct sockaddr *) &address, sizeof address) != 0 ||
      recv (door, nonce, sizeof nonce, 0) != NONCE_BYTES)
    {
      refuse_silence (error);
      return NULL;
    }
  make_proof (key, nonce, question, proof);
  g_byte_array_append (message, proof, sizeof proof);
  g_byte_array_append (message, (const guint8 *) question, (guint) strlen (question));
  if (send (door, message->data, message->len, MSG_NOSIGNAL) != (gssize) message->len)
    {
      refuse_silence (error);
      return NULL;
    }
  gssize n = recv (door, answer, REEVE_OWNER_MOST_ANSWER, 0);
  if (n <= 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "wrong_key",
                       "the service that runs does not take this root key");
      return NULL;
    }
  answer[n] = '\0';
  *file = g_steal_fd (&door);
  return reeve_owner_answer_read (answer, error);
}

char *
reeve_owner_ask_for_link (const char *data_folder,
                          const ReeveSecret *root_key,
                          const char *email,
                          GError **error)
{
  g_autofd int file = -1;

  if (strlen (email) == 0 || strlen (email) > MOST_EMAIL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "not_found", "no account has this address");
      return NULL;
    }
  return ask (data_folder, root_key, email, &file, error);
}

int
reeve_owner_ask_to_import (const char *data_folder,
                           const ReeveSecret *root_key,
                           const char *workspace,
                           const char *log,
                           gint64 *days,
                           GError **error)
{
  g_autofree char *question = reeve_owner_import_ask (workspace, log);
  g_autofd int file = -1;
  g_autofree char *answer = NULL;

  if (strlen (question) > MOST_QUESTION)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "workspace", "no workspace has this id or name");
      return -1;
    }
  answer = ask (data_folder, root_key, question, &file, error);
  if (answer == NULL)
    return -1;
  if (!g_ascii_string_to_signed (answer, 10, 0, G_MAXINT64, days, NULL))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "in_use", "the service that runs is of another version");
      return -1;
    }
  set_patience (file, IMPORT_SECONDS);
  return g_steal_fd (&file);
}
