/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What pages and their mails say, in the language that a browser asks for. The catalogues are gettext's (.mo
 * of domain "reeve"), read by ourselves: gettext's own functions know one language a process, a service has
 * one a request. All are read at the start and never change, so any thread may use them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ReeveLanguages ReeveLanguages;
typedef struct _ReeveWords ReeveWords;

/* Every FOLDER/LANGUAGE/LC_MESSAGES/reeve.mo; one that is not sound is left out with a warning. */
ReeveLanguages *reeve_languages_new (const char *folder);
void reeve_languages_free (ReeveLanguages *self);
/* The best for @accept (RFC 9110, 12.5.4; nullable); English when none fits. (transfer none) */
const ReeveWords *reeve_languages_choose (ReeveLanguages *self, const char *accept);

const char *reeve_words_get_language (const ReeveWords *self); /* "de", "pt-BR": for lang="" */
/* @text: English, marked with N_(). (transfer none) */
const char *reeve_words_get (const ReeveWords *self, const char *text);
/* The same with each {name} in it replaced: names and values in turn, then NULL. Values stay as they are.
 * (transfer full) */
char *reeve_words_fill (const ReeveWords *self, const char *text, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLanguages, reeve_languages_free)

G_END_DECLS
