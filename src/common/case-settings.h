/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace set of its breach desk: one record, which is always there. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_CASE_SETTINGS_ID        "case-settings"
#define REEVE_CASE_NOTICE_MINUTES_MAX 60 /* more was promised to nobody */
#define REEVE_CASE_NOTICE_SUBJECT_MAX 150
#define REEVE_CASE_NOTICE_TEXT_MAX    8000
#define REEVE_CASE_NOTICE_TO_MOST     50

REEVE_DECLARE_RECORD (ReeveCaseSettings, reeve_case_settings, CASE_SETTINGS)
struct _ReeveCaseSettings
{
  ReeveRecord parent_instance;

  char *id; /* "case-settings" */
  gint64 version;
  gint64 notice_minutes; /* after which the customer is told of a vulnerability that nobody closed */
  char *notice_subject;  /* (nullable): the usual one */
  char *notice_text;     /* (nullable): the usual one; with placeholders of common/notice-template.h */
  GStrv notice_to;       /* (nullable): addresses that are told besides */
  char *usual_subject;   /* in a reply */
  char *usual_text;      /* in a reply */
  gint64 changed;        /* 0: never */
};

/* The usual ones, in English. */
extern const char reeve_case_notice_subject[];
extern const char reeve_case_notice_text[];

/* Errors: INVALID, at "/noticeSubject", "/noticeText" (reason "placeholder") or "/noticeTo/N" */
gboolean reeve_case_settings_check (ReeveCaseSettings *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
