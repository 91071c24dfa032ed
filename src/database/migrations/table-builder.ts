import {
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  type TableIndexOptions,
} from 'typeorm';

/** A column before it is known which database it is for. */
export type ColumnSpec = Pick<TableColumnOptions, 'name' | 'type' | 'length' | 'isNullable'>;

export const text = (name: string, length: number): ColumnSpec => ({
  name,
  type: 'varchar',
  length: String(length),
});
export const id = (name: string): ColumnSpec => text(name, 32);
export const hash = (name: string): ColumnSpec => text(name, 43);
export const longText = (name: string): ColumnSpec => ({ name, type: 'text' });
export const moment = (name: string): ColumnSpec => ({ name, type: 'bigint' });
export const integer = (name: string): ColumnSpec => ({ name, type: 'int' });
export const flag = (name: string): ColumnSpec => ({ name, type: 'boolean' });
export const nullable = (column: ColumnSpec): ColumnSpec => ({ ...column, isNullable: true });

/** Byte-for-byte comparison on MySQL; SQLite's own is that already. */
const BINARY = { charset: 'utf8mb4', collation: 'utf8mb4_bin' };

/** Creates a table whose first column is the key, and its indices, on either database. */
export async function createTable(
  runner: QueryRunner,
  name: string,
  columns: ColumnSpec[],
  indices: TableIndexOptions[] = [],
): Promise<void> {
  await runner.createTable(
    new Table({
      name,
      columns: columns.map((column, index) => ({
        ...columnFor(runner, column),
        ...(index === 0 && { isPrimary: true, primaryKeyConstraintName: `pk_${name}` }),
      })),
      indices,
    }),
  );
}

/** Adds a column to a table that has rows: it is empty until `requireColumn`, so that it can be filled meanwhile. */
export async function addEmptyColumn(runner: QueryRunner, table: string, column: ColumnSpec): Promise<void> {
  await runner.addColumn(table, new TableColumn(columnFor(runner, nullable(column))));
}

/** From now on every row has it. */
export async function requireColumn(runner: QueryRunner, table: string, column: ColumnSpec): Promise<void> {
  await runner.changeColumn(table, column.name, new TableColumn(columnFor(runner, column)));
}

function columnFor(runner: QueryRunner, column: ColumnSpec): ColumnSpec {
  const isMySql = runner.dataSource.options.type !== 'better-sqlite3';
  const isText = column.type === 'varchar' || column.type === 'text';
  return {
    ...column,
    ...(isMySql && isText && BINARY),
    // TypeORM reads SQLite's tables back under this name.
    ...(!isMySql && column.type === 'int' && { type: 'integer' }),
  };
}

/** An index named after its table and first column: `ix_…`. */
export const index = (table: string, ...columns: string[]): TableIndexOptions => ({
  name: `ix_${table}_${columns[0]}`,
  columnNames: columns,
});

/** A unique index, named `uq_…`. */
export const unique = (table: string, ...columns: string[]): TableIndexOptions => ({
  name: `uq_${table}_${columns[0]}`,
  columnNames: columns,
  isUnique: true,
});
