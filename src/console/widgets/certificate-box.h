/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Shows a certificate that nobody vouched for, so that a person can compare its fingerprint. Trusting is the
 * caller's button. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_CERTIFICATE_BOX (reeve_certificate_box_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCertificateBox, reeve_certificate_box, REEVE, CERTIFICATE_BOX, GtkBox)

/* @origin: whom it claims to be; @was: (nullable) the fingerprint that was trusted before. */
void reeve_certificate_box_set_certificate (ReeveCertificateBox *self,
                                            GTlsCertificate *certificate,
                                            const char *origin,
                                            const char *was);

/* Pure. (transfer full): 64 digits in groups, four groups of four a line, upper case. */
char *reeve_certificate_group_fingerprint (const char *fingerprint);

G_END_DECLS
