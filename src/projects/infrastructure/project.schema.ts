import { EntitySchema } from 'typeorm';
import { hash, id, integer, longText, moment, text } from '../../database/columns';
import { Project } from '../domain/project';

export const ProjectSchema = new EntitySchema<Project>({
  name: 'Project',
  target: Project,
  tableName: 'grantor_projects',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_projects' }),
    key: text(10),
    name: text(100),
    description: longText(),
    status: text(10),
    ownerId: text(2000, { name: 'owner_id' }),
    ownerHash: hash({ name: 'owner_hash' }),
    createdAt: moment({ name: 'created_at' }),
    updatedAt: moment({ name: 'updated_at' }),
    version: integer(),
  },
  indices: [
    { name: 'uq_grantor_projects_owner_hash', columns: ['ownerHash', 'key'], unique: true },
    { name: 'ix_grantor_projects_owner_hash', columns: ['ownerHash', 'createdAt'] },
  ],
});
