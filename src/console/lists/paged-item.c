/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One row's place in a list on screen: it stays while its record changes, so that selection, focus and scroll
 * stay too. Only the paged list makes one and gives it another record. */

#include "config.h"

#include "console/lists/paged-item-private.h"

struct _ReevePagedItem
{
  GObject parent_instance;

  /* owned */
  ReeveRecord *record;
  char *id;

  guint position; /* in the paged list, kept by it */
  gboolean ticked;
};

G_DEFINE_FINAL_TYPE (ReevePagedItem, reeve_paged_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_RECORD,
  PROP_ID,
  PROP_TICKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
reeve_paged_item_finalize (GObject *object)
{
  ReevePagedItem *self = REEVE_PAGED_ITEM (object);

  g_clear_object (&self->record);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (reeve_paged_item_parent_class)->finalize (object);
}

static void
reeve_paged_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ReevePagedItem *self = REEVE_PAGED_ITEM (object);

  switch (prop_id)
    {
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TICKED:
      g_value_set_boolean (value, self->ticked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_paged_item_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ReevePagedItem *self = REEVE_PAGED_ITEM (object);

  switch (prop_id)
    {
    case PROP_TICKED:
      reeve_paged_item_set_ticked (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
reeve_paged_item_class_init (ReevePagedItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = reeve_paged_item_finalize;
  object_class->get_property = reeve_paged_item_get_property;
  object_class->set_property = reeve_paged_item_set_property;

  properties[PROP_RECORD] =
    g_param_spec_object ("record", NULL, NULL, REEVE_TYPE_RECORD, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TICKED] = g_param_spec_boolean (
    "ticked", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
reeve_paged_item_init (ReevePagedItem *self G_GNUC_UNUSED)
{
}

ReevePagedItem *
reeve_paged_item_new (const char *id, ReeveRecord *record)
{
  ReevePagedItem *self = g_object_new (REEVE_TYPE_PAGED_ITEM, NULL);

  self->id = g_strdup (id);
  self->record = g_object_ref (record);
  return self;
}

void
reeve_paged_item_set_record (ReevePagedItem *self, ReeveRecord *record)
{
  g_return_if_fail (REEVE_IS_PAGED_ITEM (self));

  if (g_set_object (&self->record, record))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

guint
reeve_paged_item_get_position (ReevePagedItem *self)
{
  return self->position;
}

void
reeve_paged_item_set_position (ReevePagedItem *self, guint position)
{
  self->position = position;
}

gpointer
reeve_paged_item_get_record (ReevePagedItem *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_ITEM (self), NULL);

  return self->record;
}

const char *
reeve_paged_item_get_id (ReevePagedItem *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_ITEM (self), NULL);

  return self->id;
}

gboolean
reeve_paged_item_get_ticked (ReevePagedItem *self)
{
  g_return_val_if_fail (REEVE_IS_PAGED_ITEM (self), FALSE);

  return self->ticked;
}

void
reeve_paged_item_set_ticked (ReevePagedItem *self, gboolean ticked)
{
  g_return_if_fail (REEVE_IS_PAGED_ITEM (self));

  if (self->ticked == !!ticked)
    return;
  self->ticked = !!ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKED]);
}
