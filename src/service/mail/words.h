/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What pages and mails say: in the language that a browser asks for, else in the installation's. The
 * catalogues are gettext's (.mo of domain "reeve"), read by ourselves: gettext's own functions know one
 * language a process, a service has one a request. The process has one set of them, read at the start and
 * never changed, so any thread may use them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveLanguages ReeveLanguages;
typedef struct _ReeveWords ReeveWords;

/* Once, before any thread may want words; again in tests, with nobody at them. @language: (nullable): of the
 * installation, "de" or "pt-BR"; English where there is no catalogue for it. */
void reeve_words_set_up (const char *folder, const char *language);
const ReeveLanguages *reeve_languages_get (void); /* the process's. (transfer none) */
/* The words in @language, in the installation's where it is NULL or unknown. (transfer none) */
const ReeveWords *reeve_words_of (const char *language);

/* Every FOLDER/LANGUAGE/LC_MESSAGES/reeve.mo; one that is not sound is left out with a warning. */
ReeveLanguages *reeve_languages_new (const char *folder);
void reeve_languages_free (ReeveLanguages *self);
/* The best for @accept (RFC 9110, 12.5.4; nullable); the installation's when none fits. (transfer none) */
const ReeveWords *reeve_languages_choose (const ReeveLanguages *self, const char *accept);

const char *reeve_words_get_language (const ReeveWords *self); /* "de", "pt-BR": for lang="" */
/* @text: English, marked with N_(). A translation with other conversions (%s) than @text has counts as none.
 * (transfer none) */
const char *reeve_words_get (const ReeveWords *self, const char *text) G_GNUC_FORMAT (2);
/* The same with each {name} in it replaced: names and values in turn, then NULL. Values stay as they are.
 * (transfer full) */
char *reeve_words_fill (const ReeveWords *self, const char *text, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLanguages, reeve_languages_free)

G_END_DECLS
