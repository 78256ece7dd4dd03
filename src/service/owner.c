/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Three messages (SOCK_SEQPACKET keeps them apart): 32 random bytes from the service; HMAC-SHA-256 over these
 * and the address, under a key that comes from the root key, then the address; "+URI", or
 * "-CODE REASON: MESSAGE". The random bytes are why a message that was overheard is worth nothing.
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
#include "service/owner-link.h"
#include "service/store/keys.h"

#define NAME           "owner"
#define KEY            "reeve/1/owner"
#define NONCE_BYTES    32
#define MAC_BYTES      32
#define MOST_EMAIL     254
#define MOST_ANSWER    4096
#define ASK_SECONDS    5  /* a process of our own user says at once what it wants */
#define ANSWER_SECONDS 40 /* longer than a busy store is waited for */

struct _ReeveOwnerDoor
{
  /* owned */
  ReeveSecret *key;
  GThread *thread;
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

/* The address asked for; (nullable): nobody who may ask. */
static char *
read_question (ReeveOwnerDoor *self, int file)
{
  g_autoptr (ReeveSecret) nonce = reeve_secret_new_random (NONCE_BYTES);
  gsize nonce_length;
  const guint8 *bytes = reeve_secret_get_data (nonce, &nonce_length);
  guint8 question[MAC_BYTES + MOST_EMAIL + 1];
  guint8 proof[MAC_BYTES];
  g_autoptr (ReeveSecret) given = NULL;
  g_autoptr (ReeveSecret) wanted = NULL;

  if (send (file, bytes, NONCE_BYTES, MSG_NOSIGNAL) != NONCE_BYTES)
    return NULL;
  gssize n = recv (file, question, sizeof question, 0);
  if (n <= MAC_BYTES || n > MAC_BYTES + MOST_EMAIL)
    return NULL;
  g_autofree char *email = g_strndup ((const char *) question + MAC_BYTES, (gsize) n - MAC_BYTES);
  make_proof (self->key, bytes, email, proof);
  given = reeve_secret_new (question, MAC_BYTES);
  wanted = reeve_secret_new (proof, MAC_BYTES);
  if (!reeve_secret_equal (given, wanted) || !g_utf8_validate (email, -1, NULL))
    return NULL;
  return g_steal_pointer (&email);
}

static char *
make_answer (ReeveOwnerDoor *self, const char *email)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = reeve_owner_link_make (self->installation, email, &error);
  const char *reason = reeve_error_get_reason (error);

  if (uri != NULL)
    return g_strconcat ("+", uri, NULL);
  return g_strdup_printf ("-%s %s: %s", reeve_error_code_to_wire (reeve_error_get_code (error)),
                          reason != NULL ? reason : "", error->message);
}

static void
serve (ReeveOwnerDoor *self, int file)
{
  g_autofree char *email = NULL;

  set_patience (file, ASK_SECONDS);
  email = is_ours (file) ? read_question (self, file) : NULL;
  if (email == NULL)
    {
      g_warning ("event=owner-refused");
      return;
    }
  g_autofree char *answer = make_answer (self, email);
  if (send (file, answer, strlen (answer), MSG_NOSIGNAL) < 0)
    g_warning ("who asked for a link has gone: %s", g_strerror (errno));
}

static gpointer
run (gpointer data)
{
  ReeveOwnerDoor *self = data;

  for (;;)
    {
      g_autofd int file = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);

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

/* (transfer full) */
static char *
read_answer (const char *answer, GError **error)
{
  g_auto (GStrv) parts = NULL;
  ReeveErrorCode code;

  if (answer[0] == '+')
    return g_strdup (answer + 1);
  parts = g_strsplit_set (answer[0] == '-' ? answer + 1 : "", " :", 3);
  if (g_strv_length (parts) < 3 || !reeve_error_code_from_wire (parts[0], &code))
    {
      refuse_silence (error);
      return NULL;
    }
  reeve_set_error (error, code, *parts[1] != '\0' ? parts[1] : NULL, "%s", g_strstrip (parts[2]));
  return NULL;
}

char *
reeve_owner_ask_for_link (const char *data_folder,
                          const ReeveSecret *root_key,
                          const char *email,
                          GError **error)
{
  g_autoptr (ReeveSecret) key = reeve_keys_derive (root_key, KEY);
  g_autofd int folder = open (data_folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct sockaddr_un address;
  g_autofd int file = open_socket (folder, &address);
  guint8 nonce[NONCE_BYTES];
  guint8 proof[MAC_BYTES];
  char answer[MOST_ANSWER + 1];

  if (strlen (email) == 0 || strlen (email) > MOST_EMAIL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "not_found", "no account has this address");
      return NULL;
    }
  set_patience (file, ANSWER_SECONDS);
  if (folder < 0 || file < 0 || connect (file, (struct sockaddr *) &address, sizeof address) != 0 ||
      recv (file, nonce, sizeof nonce, 0) != NONCE_BYTES)
    {
      refuse_silence (error);
      return NULL;
    }
  make_proof (key, nonce, email, proof);
  g_autoptr (GByteArray) question = g_byte_array_new ();
  g_byte_array_append (question, proof, sizeof proof);
  g_byte_array_append (question, (const guint8 *) email, (guint) strlen (email));
  if (send (file, question->data, question->len, MSG_NOSIGNAL) != (gssize) question->len)
    {
      refuse_silence (error);
      return NULL;
    }
  gssize n = recv (file, answer, MOST_ANSWER, 0);
  if (n <= 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "wrong_key",
                       "the service that runs does not take this root key");
      return NULL;
    }
  answer[n] = '\0';
  return read_answer (answer, error);
}
