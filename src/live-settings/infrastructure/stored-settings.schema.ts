import { EntitySchema } from 'typeorm';
import { integer, json, moment } from '../../database/columns';
import { StoredSettings } from '../domain/stored-settings';

export const StoredSettingsSchema = new EntitySchema<StoredSettings>({
  name: 'StoredSettings',
  target: StoredSettings,
  tableName: 'grantor_settings',
  columns: {
    id: integer({ primary: true, primaryKeyConstraintName: 'pk_grantor_settings' }),
    values: json({ name: 'stored' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
});
