/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mail as the bytes that travel: MIME (GMime), plain text and HTML as alternatives, marked as written by a
 * program (RFC 3834). */

#pragma once

#include "common/mail.h"

G_BEGIN_DECLS

/* The bytes of @mail from @from, lines ended by CR LF. The same mail gives the same Date and Message-ID each
 * time. @from_name: (nullable). (transfer full): Errors: INVALID when an address, a name or the subject could
 * not stand in a header, or there is no text. */
GBytes *reeve_message_write (const ReeveMail *mail, const char *from, const char *from_name, GError **error);

/* The address as a mail server wants it: an international domain in its ASCII form. (transfer full)
 * (nullable): it has none. */
char *reeve_message_get_envelope_address (const char *address);

G_END_DECLS
