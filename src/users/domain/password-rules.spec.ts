import { titled } from '../../../test/support/values';
import { say } from '../../locales/words';
import { passwordFault } from './password-rules';

const ADA = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace', appName: 'Grantor', minLength: 8 };

describe('a password (NIST SP 800-63B-4)', () => {
  it.each(
    titled([
      'correct horse battery staple',
      'x7Kq-pLm',
      'ÄÖÜäöüßé',
      '🚀🎉🐢🦊🍀🌍🔑🎲',
      'lovelace and babbage',
      'passwords are odd things',
      'a'.repeat(1000) + 'bcdefgh',
      'only lower case letters',
    ]),
  )('may be %s', (_, password) => {
    expect(passwordFault(password, ADA)).toBeNull();
  });

  it.each(
    titled<[string, string]>([
      ['', 'Use at least 8 characters'],
      ['x7Kq-pL', 'Use at least 8 characters'],
      ['🚀🎉🐢🦊🍀🌍🔑', 'Use at least 8 characters'],
      ['abcdefgh'.repeat(129), 'Use at most 1024 bytes'],
      ['é🚀ab'.repeat(129), 'Use at most 1024 bytes'],
      ['aaaaaaaaaaaa', 'more than a few different'],
      ['aAbBaAbBaAbB', 'more than a few different'],
      ['abcdabcdabcd', 'more than a few different'],
      ['Password', 'first that are guessed'],
      ['PASSWORD123!', 'first that are guessed'],
      ['letmein2026', 'first that are guessed'],
      ['passwordpassword', 'first that are guessed'],
      ['admin-12345', 'first that are guessed'],
      ['ada.lovelace@example.com', 'Do not use your name'],
      ['ADA.LOVELACE@example.com', 'Do not use your name'],
      ['Ada.Lovelace', 'Do not use your name'],
      ['ada lovelace', 'Do not use your name'],
      ['Ada Lovelace 1815!', 'Do not use your name'],
      ['grantor2026', 'Do not use your name'],
      ['Grantor Grantor 2026', 'Do not use your name'],
      ['2026 ada.lovelace, Grantor!', 'Do not use your name'],
    ]),
  )('may not be %s', (_, [password, words]) => {
    const fault = passwordFault(password, ADA)!;
    expect(say('en', fault.key, fault.values)).toContain(words);
  });

  it('is as long as the server wants, in characters and not in bytes', () => {
    const strict = { ...ADA, minLength: 15 };
    expect(passwordFault('x7Kq-pLm x7Kq-', strict)).toEqual({
      key: 'fault.password.short',
      values: { min: 15 },
    });
    expect(passwordFault('x7Kq-pLm x7Kq-p', strict)).toBeNull();
  });

  it('is not held to be somebody’s because of a name of two letters', () => {
    expect(passwordFault('yo 1234567890', { ...ADA, name: 'Yo' })).toBeNull();
  });
});
