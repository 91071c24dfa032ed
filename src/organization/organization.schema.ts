import { EntitySchema } from 'typeorm';
import { id, integer, moment, text } from '../database/columns';
import { Organization } from './domain/organization';

export const OrganizationSchema = new EntitySchema<Organization>({
  name: 'Organization',
  target: Organization,
  tableName: 'grantor_organization',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_organization' }),
    name: text(100),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
});
