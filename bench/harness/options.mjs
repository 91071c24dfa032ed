import { parseArgs } from 'node:util';

const HELP = `npm run bench -- [options]

  --quick         one pair of each, the most important peers only, under three minutes
  --only a,c      these scenarios: a a-stored b c d e f-cold f-warm f-opaque f-personal g tail growth race
                  (f stands for all of f, a for a and a-stored)
  --resume        go on where an interrupted run stopped; scenarios that were done are kept
  --pairs N       clean pairs of each peer (3; with --quick 1)
  --seconds N     how long each load lasts (4; with --quick 2)
  --peers x,y     only these peers
  --no-report     print, but leave RESULTS.md and the picture as they are
`;

/** What the run is to do. Quick and partial runs never touch RESULTS.md. */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      resume: { type: 'boolean', default: false },
      pairs: { type: 'string' },
      seconds: { type: 'string' },
      peers: { type: 'string' },
      report: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const listOf = (text) => text?.split(',').map((word) => word.trim()) ?? null;
  const number = (text, otherwise) => (text === undefined ? otherwise : Number(text));
  const options = {
    quick: values.quick,
    only: listOf(values.only),
    peers: listOf(values.peers),
    resume: values.resume,
    pairs: number(values.pairs, values.quick ? 1 : 3),
    seconds: number(values.seconds, values.quick ? 2 : 4),
    warmUp: values.quick ? 1 : 2,
  };
  if (!(options.pairs >= 1) || !(options.seconds >= 1)) throw new Error(HELP);
  const isWhole = !options.quick && !options.only && !options.peers && options.pairs >= 3;
  return { ...options, writes: values.report && isWhole };
}

/** Whether a scenario is asked for: by its name, or by the letter that it begins with. */
export const isWanted = (id, only) =>
  only === null || only.some((name) => id === name || id.startsWith(`${name}-`));
