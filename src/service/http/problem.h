/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Errors as answers: application/problem+json with the headers that belong to the code. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

/* INTERNAL gets an incident id here, logged together with its message; the client sees the id only. */
void reeve_problem_answer (ReeveExchange *exchange, GError *error);

G_END_DECLS
