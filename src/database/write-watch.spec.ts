import { writtenTable } from './write-watch';

describe('the table that a statement writes', () => {
  it.each([
    ['INSERT INTO `grantor_users`(`id`) VALUES (?)', 'grantor_users'],
    ['INSERT IGNORE INTO grantor_users VALUES (1)', 'grantor_users'],
    ['UPDATE "grantor_users" SET "id" = ?', 'grantor_users'],
    ['\n  update grantor_users set id = 1', 'grantor_users'],
    ['DELETE FROM `grantor_users` WHERE id IN (?)', 'grantor_users'],
    ['REPLACE INTO grantor_users VALUES (1)', 'grantor_users'],
    ['SELECT * FROM grantor_users FOR UPDATE', null],
    ['START TRANSACTION', null],
  ])('%s', (sql, table) => expect(writtenTable(sql)).toBe(table));
});
