import { EntitySchema } from 'typeorm';
import { flag, integer, json, moment, text } from '../../database/columns';
import { StoredScope } from '../domain/stored-scope';

export const StoredScopeSchema = new EntitySchema<StoredScope>({
  name: 'StoredScope',
  target: StoredScope,
  tableName: 'grantor_scopes',
  columns: {
    name: text(100, { primary: true, primaryKeyConstraintName: 'pk_grantor_scopes' }),
    description: text(300),
    consentText: text(300, { name: 'consent_text' }),
    locales: json(),
    group: text(100, { name: 'group_name' }),
    risk: text(10),
    isDefault: flag({ name: 'is_default' }),
    grantableTo: text(10, { name: 'grantable_to' }),
    audience: text(2000, { nullable: true }),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
});
