/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A page in place of a problem document. */

#pragma once

#include "common/error.h"
#include "service/mail/words.h"

G_BEGIN_DECLS

GBytes *reeve_refusal_render (const ReeveWords *words, const GError *error);

G_END_DECLS
