/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mail program breaks long lines, so blanks are no part of a link. A token has the letters of base64url and
 * a dot; whatever has others is refused before anything is asked of anybody. */

#include "config.h"

#include "console/client/link.h"

#include <string.h>

#include "console/client/recents.h"

#define LOCAL_ORIGIN "http://reeved" /* what a service calls itself that listens on a socket only */
#define MOST_TEXT    2048
#define MOST_TOKEN   128
#define LETTERS      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

static char *
drop_blanks (const char *text)
{
  GString *left = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (left, *text);
  return g_string_free_and_steal (left);
}

static gboolean
is_token (const char *text)
{
  gsize length = strspn (text, LETTERS);

  return length > 0 && length <= MOST_TOKEN && text[length] == '\0';
}

ReevePastedLink *
reeve_pasted_link_read (const char *text, const char *page)
{
  g_autofree char *left = strlen (text) <= MOST_TEXT ? drop_blanks (text) : g_strdup ("");
  g_autofree char *path = g_strdup_printf ("/p/%s/", page);
  char *at = strstr (left, path);
  const char *token = at != NULL ? at + strlen (path) : "";
  g_autofree char *origin = NULL;
  g_autoptr (ReevePastedLink) self = NULL;

  if (at == NULL || !is_token (token))
    return NULL;
  self = g_new0 (ReevePastedLink, 1);
  self->token = reeve_secret_new_text (token);
  *at = '\0';
  if (g_str_equal (left, LOCAL_ORIGIN))
    self->site = g_strdup ("local");
  else
    self->site = reeve_origin_parse (left, NULL);
  if (self->site == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

char *
reeve_pasted_link_make_uri (ReevePastedLink *self, const char *page)
{
  return g_strconcat (self->site, "/p/", page, "/", reeve_secret_get_text (self->token), NULL);
}

void
reeve_pasted_link_free (ReevePastedLink *self)
{
  g_free (self->site);
  g_clear_pointer (&self->token, reeve_secret_unref);
  g_free (self);
}
