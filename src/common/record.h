/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* ReeveRecord: the base class of every value that travels. A subclass is one table of fields; from it, and
 * from nothing else, come the GObject properties, JSON out and in, the row of an SQL result
 * (service/store/rows.h), validation with the member named, memory release, equality and difference, and the
 * OpenAPI schema.
 *
 * Records are values: filled by whoever makes them, not changed once they are shared (copy, change, share the
 * copy). Their structs are public, so that code reads `user->email`; a NULL text, an empty list and a zero
 * time mean "not set". */

#pragma once

#include <json-glib/json-glib.h>

#include "common/secret.h"

G_BEGIN_DECLS

#define REEVE_TYPE_RECORD (reeve_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveRecord, reeve_record, REEVE, RECORD, GObject)

/**
 * ReeveFieldType:
 * @REEVE_FIELD_ID: char *, a UUIDv7 in its text form; a built-in name such as "member" where the noun allows
 * it
 * @REEVE_FIELD_TEXT: char *, one line: valid UTF-8, NFC, no control characters, no bidi overrides, trimmed
 * @REEVE_FIELD_LINES: char *, as TEXT but with line feeds
 * @REEVE_FIELD_EMAIL: char *, an address that we would send mail to
 * @REEVE_FIELD_BOOLEAN: gboolean
 * @REEVE_FIELD_INTEGER: gint64 within +-(2^53-1), between min and max
 * @REEVE_FIELD_TIME: gint64, microseconds since 1970 UTC, 0 = not set; on the wire RFC 3339 with microseconds
 * and Z
 * @REEVE_FIELD_CHOICE: const char *, one of `choices` (interned, never freed)
 * @REEVE_FIELD_TEXTS: GStrv, (nullable) for none; a set in the order given (which makes no difference to
 * equality); items are texts of 1 to 200 characters; in SQL one TEXT column, joined by
 * U+001F
 * @REEVE_FIELD_RECORD: ReeveRecord *, (nullable)
 * @REEVE_FIELD_RECORDS: GPtrArray * of ReeveRecord, (nullable)
 * @REEVE_FIELD_SECRET: ReeveSecret *, (nullable): written by reeve_record_to_wire() only
 */
typedef enum
{
  REEVE_FIELD_ID,
  REEVE_FIELD_TEXT,
  REEVE_FIELD_LINES,
  REEVE_FIELD_EMAIL,
  REEVE_FIELD_BOOLEAN,
  REEVE_FIELD_INTEGER,
  REEVE_FIELD_TIME,
  REEVE_FIELD_CHOICE,
  REEVE_FIELD_TEXTS,
  REEVE_FIELD_RECORD,
  REEVE_FIELD_RECORDS,
  REEVE_FIELD_SECRET,
} ReeveFieldType;

/**
 * ReeveFieldFlags:
 * @REEVE_REQUIRED: must be set in a create; cannot be cleared by a save
 * @REEVE_READ_ONLY: set by the service; refused by name in a request body
 * @REEVE_NOT_STORED: has no column (computed on the way out, or a request's word only)
 * @REEVE_NOT_AUDITED: left out of differences (last sign-in, counters)
 * @REEVE_AS_IS: LINES: the content of a file, which has a reader of its own; only its length is checked
 */
typedef enum
{
  REEVE_FIELD_PLAIN = 0,
  REEVE_REQUIRED = 1 << 0,
  REEVE_READ_ONLY = 1 << 1,
  REEVE_NOT_STORED = 1 << 2,
  REEVE_NOT_AUDITED = 1 << 3,
  REEVE_AS_IS = 1 << 4,
} ReeveFieldFlags;

typedef struct
{
  const char *name; /* kebab case: the property; camelCase on the wire, snake_case in SQL */
  ReeveFieldType type;
  gsize offset; /* of the member in the record's struct */
  ReeveFieldFlags flags;
  gint64 min; /* INTEGER: smallest, 0 unless said; texts and secrets: fewest bytes; lists: fewest items */
  gint64 max; /* INTEGER: largest; texts: most characters; lists: most items; 0: the type's own cap */
  const char *const *choices;  /* CHOICE (and the items of TEXTS, nullable): NULL-terminated */
  GType (*record_type) (void); /* RECORD, RECORDS */
  const char *summary;         /* one sentence for the API page */
} ReeveField;

struct _ReeveRecordClass
{
  GObjectClass parent_class;
  const char *noun;       /* "user": OpenAPI schema name, audit object type */
  const char *collection; /* (nullable) "users": the path below /v1/workspaces/{workspace}/ */
  const ReeveField *fields;
  guint n_fields;
  gpointer derived; /* owned by record.c: wire names, columns, property specs */
  gboolean proved;  /* of lines of the record's tree: what an answer has besides is kept, as it is hashed */
};

/* Called by REEVE_DEFINE_RECORD from class_init: installs the properties. */
void reeve_record_class_set_fields (ReeveRecordClass *klass,
                                    const char *noun,
                                    const char *collection,
                                    const ReeveField *fields,
                                    guint n_fields);

/**
 * REEVE_DEFINE_RECORD:
 *
 * Defines the final type `TypeName` (declared with REEVE_DECLARE_RECORD, its struct in the header,
 * `ReeveRecord parent_instance` first) from its table `fields`.
 */
#define REEVE_DECLARE_RECORD(TypeName, type_name, NAME)                            \
  GType type_name##_get_type (void);                                               \
  typedef struct _##TypeName TypeName;                                             \
  typedef struct                                                                   \
  {                                                                                \
    ReeveRecordClass parent_class;                                                 \
  } TypeName##Class;                                                               \
  _GLIB_DEFINE_AUTOPTR_CHAINUP (TypeName, ReeveRecord)                             \
  G_GNUC_UNUSED static inline TypeName *REEVE_##NAME (gpointer object)             \
  {                                                                                \
    return G_TYPE_CHECK_INSTANCE_CAST (object, type_name##_get_type (), TypeName); \
  }                                                                                \
  G_GNUC_UNUSED static inline gboolean REEVE_IS_##NAME (gpointer object)           \
  {                                                                                \
    return G_TYPE_CHECK_INSTANCE_TYPE (object, type_name##_get_type ());           \
  }                                                                                \
  G_GNUC_UNUSED static inline TypeName *type_name##_new (void)                     \
  {                                                                                \
    return (TypeName *) g_object_new (type_name##_get_type (), NULL);              \
  }

#define REEVE_DEFINE_RECORD(TypeName, type_name, noun, collection, fields)               \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, REEVE_TYPE_RECORD)                           \
  static void type_name##_class_init (TypeName##Class *klass)                            \
  {                                                                                      \
    reeve_record_class_set_fields (REEVE_RECORD_CLASS (klass), noun, collection, fields, \
                                   G_N_ELEMENTS (fields));                               \
  }                                                                                      \
  static void type_name##_init (TypeName *self G_GNUC_UNUSED)                            \
  {                                                                                      \
  }

/* The same of a line of the record's tree. */
#define REEVE_DEFINE_PROVED_RECORD(TypeName, type_name, noun, fields)                                      \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, REEVE_TYPE_RECORD)                                             \
  static void type_name##_class_init (TypeName##Class *klass)                                              \
  {                                                                                                        \
    reeve_record_class_set_fields (REEVE_RECORD_CLASS (klass), noun, NULL, fields, G_N_ELEMENTS (fields)); \
    REEVE_RECORD_CLASS (klass)->proved = TRUE;                                                             \
  }                                                                                                        \
  static void type_name##_init (TypeName *self G_GNUC_UNUSED)                                              \
  {                                                                                                        \
  }

/* Of a record that is proved and was answered by a newer service, with members that are not known here: all
 * that was answered, in canonical form (RFC 8785). (nullable): it has none */
const char *reeve_record_get_received (gpointer record);

/* Introspection, for rows, OpenAPI and tests. The class reference is kept for the life of the process. */
ReeveRecordClass *reeve_record_class_of (GType type); /* (transfer none) */
const ReeveField *
reeve_record_class_find_field (ReeveRecordClass *klass, const char *name); /* (nullable) kebab case */
const ReeveField *
reeve_record_class_find_wire (ReeveRecordClass *klass, const char *wire, gsize length); /* (nullable) */
const ReeveField *
reeve_record_class_find_column (ReeveRecordClass *klass, const char *column); /* (nullable) */
const char *
reeve_record_class_get_wire (ReeveRecordClass *klass, const ReeveField *field); /* "displayName" */
const char *
reeve_record_class_get_column (ReeveRecordClass *klass, const ReeveField *field); /* "display_name" */

/* Raw access by field; the setters free what was there and copy what is given. Booleans and integers are
 * always set. A choice that is not in the table is kept (interned): a row may come from a newer service. */
gpointer reeve_record_field (gpointer record, const ReeveField *field); /* pointer to the member */
const char *reeve_record_get_id (gpointer record); /* (nullable): of a type that has the field "id" */
void reeve_record_clear_field (gpointer record, const ReeveField *field);
gboolean reeve_record_field_equal (gpointer a, gpointer b, const ReeveField *field);
gboolean reeve_record_field_is_set (gpointer record, const ReeveField *field);
void reeve_record_set_text (gpointer record,
                            const ReeveField *field,
                            const char *text); /* any text-like type, CHOICE */

/* For filling a record: free the old value, copy the new one. */
#define reeve_set_text(member, text) g_set_str ((member), (text))
void reeve_record_copy_field (gpointer to, gpointer from, const ReeveField *field);
void reeve_set_texts (GStrv *member, const char *const *texts);

gpointer reeve_record_copy (gpointer record); /* (transfer full): a deep copy of the same type; secrets are
                                                 shared by reference */
gboolean reeve_record_equal (gpointer a, gpointer b);

/* Whether what a client may change is the same. */
gboolean reeve_record_writable_equal (gpointer a, gpointer b);

/* A change, done again on what the record has become: a copy of @now in which every writable field that
 * differs between @from and @to has the value of @to. NULL when such a field of @now is neither as in @from
 * nor as in @to, unless @force. All three of one type. (transfer full) */
gpointer reeve_record_rebase (gpointer now, gpointer from, gpointer to, gboolean force);

/* JSON out: a direct writer, no tree. Some 0.4 microseconds a user. Members that are not set are left out.
 * Secrets are never written. */
void reeve_record_append_json (gpointer record, GString *json);

/* The bytes for a request or reply body, secrets included, in memory that is wiped. Nothing else writes
 * secrets. */
ReeveSecret *reeve_record_to_wire (gpointer record);

/* Only what may be sent in a create (no read-only members). (transfer full) */
ReeveSecret *reeve_record_to_create (gpointer record);

/* RFC 7396 merge patch that turns @before into @after, writable members only; NULL when nothing differs.
 * (transfer full) */
ReeveSecret *reeve_record_to_patch (gpointer before, gpointer after);

/**
 * ReeveReadMode:
 * @REEVE_READ_REPLY: from a service: unknown members are ignored (a newer service), read-only ones read
 * @REEVE_READ_CREATE: from a client: unknown and read-only members refused by name, required ones demanded
 * @REEVE_READ_PATCH: as CREATE, but members that are absent stay as they are and null clears
 */
typedef enum
{
  REEVE_READ_REPLY,
  REEVE_READ_CREATE,
  REEVE_READ_PATCH,
} ReeveReadMode;

/* Reads a JSON object into @record, which is untouched on failure. A member that is absent or null is cleared
 * in a REPLY; in a CREATE likewise, but read-only ones stay as they are; in a PATCH null clears. Texts are
 * stored in their normal form. All bad members are reported at once, each
 * with its pointer below @pointer ("" for the body). Errors: INVALID. */
gboolean reeve_record_read_json (gpointer record,
                                 JsonObject *object,
                                 ReeveReadMode mode,
                                 const char *pointer,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks every field as CREATE does. Errors: INVALID with all members. */
gboolean reeve_record_validate (gpointer record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One field from text (a CSV cell, an entry row while typing): normalises it into @normal (transfer full,
 * nullable out). */
gboolean reeve_field_check_text (const ReeveField *field,
                                 const char *text,
                                 char **normal,
                                 const char **reason,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Canonical (RFC 8785) JSON objects of the audited fields that differ; either record may be NULL (created,
 * deleted). FALSE when nothing differs. A member that differs is in both, null where it is not set. Secrets
 * appear as the word "changed". @before and @after: (transfer full) (nullable) */
gboolean reeve_record_difference (gpointer a, gpointer b, char **before, char **after);

/* The JSON schema of the class (OpenAPI 3.1), references as #/components/schemas/Noun. */
void reeve_record_class_append_schema (ReeveRecordClass *klass, gboolean for_request, GString *json);

G_END_DECLS
