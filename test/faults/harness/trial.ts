import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../../support/command';
import { until } from '../../support/browser';
import { freePort } from '../../support/test-server';
import { check, type Verdict } from '../ledger/checker';
import { Ledger } from '../ledger/ledger';
import { type Cast, enter, prepareCast } from '../load/cast';
import { Nodes } from '../load/http';
import { holdInquest } from '../load/inquest';
import { Load } from '../load/load';
import { RecordingClient, secretOf } from '../load/recording-client';
import { appEnv, AppNode, type AppOptions } from './app-node';

/** More than any fault has time for: a bound for what goes wrong. */
const LIMIT = 20_000;

/** One kind of fault under load, with its own people, apps, nodes and ledger. */
export class Trial {
  readonly nodes: Nodes;
  readonly ledger: Ledger;
  readonly client: RecordingClient;
  private readonly folder = mkdtempSync(join(tmpdir(), 'grantor-trial-'));
  private readonly running = new Set<AppNode>();
  private load: Load | null = null;
  private seed = 0;

  private constructor(
    private readonly cast: Cast,
    private readonly options: Pick<AppOptions, 'issuer' | 'databaseUrl' | 'env'>,
    readonly port: number,
  ) {
    this.nodes = new Nodes(options.issuer);
    this.ledger = new Ledger(join(this.folder, 'ledger.ndjson'));
    this.client = new RecordingClient(this.nodes, this.ledger);
    enter(cast, this.ledger);
  }

  /** @param way the database's address for the app, when it is not the direct one */
  static async prepare(
    databaseUrl: string,
    { way = databaseUrl, env = {} }: { way?: string; env?: Record<string, string> } = {},
  ): Promise<Trial> {
    const port = await freePort();
    const cast = await prepareCast({ url: databaseUrl, drop: async () => {} }, port, env);
    return new Trial(cast, { issuer: `http://localhost:${port}`, databaseUrl: way, env }, port);
  }

  /** A node that takes part. */
  async start(options: Partial<Pick<AppOptions, 'port' | 'killAt' | 'env'>> = {}): Promise<AppNode> {
    const env = { ...this.options.env, ...options.env };
    const node = await AppNode.start({ ...this.options, port: this.port, ...options, env });
    this.running.add(node);
    this.nodes.add(node.port);
    return node;
  }

  /** A verb of the command line, on the same database. */
  async command(args: string[]): Promise<CommandResult> {
    const env = appEnv({ ...this.options, port: this.port });
    return runCommand('cli/main.js', args, { cwd: this.folder, env });
  }

  /** It gets nothing more to do; what it has is finished. */
  takeOut(node: AppNode): void {
    this.nodes.remove(node.port);
    this.running.delete(node);
  }

  /** People and machines go about their business until it is judged. */
  work(): void {
    this.load = new Load(this.client, this.cast, { limit: LIMIT, seed: ++this.seed });
  }

  /** Refresh tokens of so many new grants. */
  async openFamilies(count: number): Promise<string[]> {
    const families: string[] = [];
    for (let index = 0; index < count; index++) {
      const code = await this.client.authorize(this.cast.visitors[index % this.cast.visitors.length]!);
      families.push(secretOf(await this.client.redeem(code!), 'refresh')!);
    }
    return families;
  }

  /** So many more answers have come. */
  async hasAnswered(more: number): Promise<void> {
    const enough = this.ledger.answers + more;
    await until(async () => this.ledger.answers >= enough || this.load!.isOver, 120);
  }

  /** So many more have been told that it cannot be done now. */
  async isUnavailable(times: number): Promise<void> {
    const enough = this.ledger.unavailable + times;
    await until(async () => this.ledger.unavailable >= enough || this.load!.isOver, 120);
  }

  /** Nobody asks for anything any more, and nobody waits. */
  async rest(): Promise<void> {
    await this.load?.stop();
  }

  /** Ends the load, asks about everything and judges. */
  async judge(): Promise<Verdict> {
    await this.rest();
    await holdInquest(this.client, this.ledger);
    return check(this.ledger.read());
  }

  async close(): Promise<void> {
    await this.rest();
    await Promise.all([...this.running].map((node) => node.kill()));
    this.ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
