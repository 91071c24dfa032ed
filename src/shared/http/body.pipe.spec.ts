import type { Problem } from '../domain/problem';
import { BodyPipe } from './body.pipe';
import { IsLine, IsOneOf, IsText, MayBeAbsent, MayBeNull, NullIsEmpty } from './fields';

class Sample {
  @IsLine(10)
  name!: string;

  @MayBeAbsent()
  @MayBeNull()
  @IsLine(10)
  nick?: string | null;

  @MayBeAbsent()
  @NullIsEmpty()
  @IsText(10)
  text?: string;

  @MayBeAbsent()
  @IsOneOf('a', 'b')
  kind?: 'a' | 'b';
}

const pipe = new BodyPipe();
const read = (json: string) => pipe.transform(JSON.parse(json), { type: 'body', metatype: Sample });
const faults = async (json: string) => {
  const problem = await read(json).then(
    () => null,
    (error: Problem) => error,
  );
  return problem?.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('a body', () => {
  it('keeps absent, null and empty apart', async () => {
    expect(await read('{"name":" x ","nick":null,"text":null}')).toEqual({
      name: 'x',
      nick: null,
      text: '',
      kind: undefined,
    });
    expect(await read('{"name":"x"}')).toMatchObject({ nick: undefined, text: undefined });
  });

  it.each([
    ['{}', '/name line'],
    ['null', ' object'],
    ['[]', '/name line'],
    ['"x"', '/name line'],
    ['{"name":null}', '/name line'],
    ['{"name":["x"]}', '/name line'],
    ['{"name":"  "}', '/name line'],
    ['{"name":"a\\nb"}', '/name line'],
    ['{"name":"\\ud800"}', '/name line'],
    ['{"name":"\\u202e"}', '/name line'],
    ['{"name":"01234567890"}', '/name line'],
    ['{"name":"x","nick":""}', '/nick line'],
    ['{"name":"x","text":"\\u0000"}', '/text text'],
    ['{"name":"x","text":["a"]}', '/text text'],
    ['{"name":"x","kind":null}', '/kind one_of'],
    ['{"name":"x","kind":["a"]}', '/kind one_of'],
    ['{"name":"x","other":1}', '/other unknown'],
    ['{"name":"x","toString":1}', '/toString unknown'],
    ['{"name":"x","constructor":"x"}', '/constructor unknown'],
    ['{"name":"x","prototype":"x"}', '/prototype unknown'],
    ['{"name":"x","hasOwnProperty":1}', '/hasOwnProperty unknown'],
    ['{"name":"x","__proto__":{"kind":"a"}}', '/__proto__ unknown'],
  ])('%s is refused: %s', async (json, fault) => {
    expect(await faults(json)).toEqual([fault]);
  });
});
