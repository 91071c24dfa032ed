import { readFile } from 'node:fs/promises';
import { type AppliedStep, ClientPlan, type PlannedStep } from '../clients/application/client-plan';
import { Clients } from '../clients/application/clients';
import { readClientFile, writeClientFile } from '../clients/client-file';
import { SYSTEM } from '../shared/domain/security-events';
import { counted, shownOnce } from './text';
import { UsageError } from './usage-error';
import type { AnsweringVerb } from './verb';

export const applyClients: AnsweringVerb = {
  name: 'client:apply',
  summary: 'Makes apps what a file says: prints the plan, then does all of it or nothing',
  operand: { name: 'FILE', required: true, help: 'A JSON file like the one that client:export writes' },
  flags: [{ name: 'dry-run', help: 'Print the plan only' }],
  example: 'client:apply clients.json --dry-run',
  run: async (args, services) => {
    const plan = services.get(ClientPlan);
    const steps = await plan.plan(await readClientFile(await read(args.operand!)));
    const isDry = args.isOn('dry-run') ?? false;
    const done: AppliedStep[] = isDry
      ? steps.map((step) => ({ ...step, secret: null }))
      : await plan.apply(steps, SYSTEM);
    return {
      json: { applied: !isDry, clients: done.map(stepJson) },
      text: [...done.flatMap(stepText), '', summary(done, isDry)].join('\n'),
    };
  },
};

export const exportClients: AnsweringVerb = {
  name: 'client:export',
  summary: 'Prints all apps as a file for client:apply; secrets are not in it',
  flags: [],
  example: 'client:export --json > clients.json',
  run: async (_args, services) => {
    const json = writeClientFile(await services.get(Clients).list());
    return { json, text: JSON.stringify(json, null, 2) };
  },
};

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read. Give the path of a file.`);
  }
}

const stepJson = ({ kind, wanted, changes, secret }: AppliedStep) => ({
  client_id: wanted.clientId,
  action: kind,
  changes,
  ...(secret !== null && { client_secret: secret }),
});

const MARKS: Record<PlannedStep['kind'], string> = { create: '+', update: '~', unchanged: ' ' };

function stepText({ kind, wanted, changes, secret }: AppliedStep): string[] {
  return [
    `  ${MARKS[kind]} ${wanted.clientId}  ${kind}`,
    ...changes.map(
      ({ field, from, to }) => `      ${field}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`,
    ),
    ...(secret === null ? [] : [`      client secret: ${secret}`]),
  ];
}

function summary(steps: readonly AppliedStep[], isDry: boolean): string {
  const changed = steps.filter(({ kind }) => kind !== 'unchanged').length;
  if (changed === 0) return 'Nothing to change: the apps are as the file says.';
  if (isDry) return `${counted(changed, 'app')} would change. Leave out --dry-run to do it.`;
  const hasSecrets = steps.some(({ secret }) => secret !== null);
  return `${counted(changed, 'app')} changed.${hasSecrets ? ` ${shownOnce('client secret')}` : ''}`;
}
