// The product on a stage, as a user has it: installed by the client's own plugin commands, used through its
// command line, and judged by what it writes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRecord, field, parseJson, type JsonObject } from './json.ts';
import type { Ran, RunOptions } from './run.ts';
import type { Stage } from './stage.ts';

/** The repository, whose marketplace is installed from. */
const repository = join(import.meta.dirname, '../..');

/** The product, installed on a stage. */
export interface Product {
  /** The installed copy of the plugin. */
  readonly root: string;
  /** Runs `statusline …` in the stage's environment, outside tmux. */
  run(args: readonly string[], how?: Partial<RunOptions>): Promise<Ran>;
  /** Runs a command that prints JSON, and gives that JSON; its exit code is the caller's to judge. */
  json(args: readonly string[], how?: Partial<RunOptions>): Promise<unknown>;
}

/** Installs the plugin for real and lets it set itself up, as the README tells a user to. */
export async function installProduct(stage: Stage): Promise<Product> {
  await claude(stage, 'plugin', 'marketplace', 'add', repository);
  await claude(stage, 'plugin', 'install', 'statusline@statusline');
  const product = productAt(stage, installedRoot(stage));
  const setUp = await product.run(['setup', '--yes']);
  if (setUp.code !== 0) throw new Error(`setup ended with ${setUp.code}: ${setUp.stderr}${setUp.stdout}`);
  return product;
}

/** The product at a folder, not installed: for `--plugin-dir`, and for what needs no client. */
export function productAt(stage: Stage, root: string): Product {
  const program = join(root, 'dist/statusline.js');
  const run: Product['run'] = (args, how) => stage.run(process.execPath, [program, ...args], how);
  return {
    root,
    run,
    json: async (args, how) => {
      const ran = await run([...args, '--json'], how);
      const value = parseJson(ran.stdout);
      if (value !== undefined) return value;
      throw new Error(
        `statusline ${args.join(' ')} --json ended with ${ran.code ?? ran.signal} and printed no JSON: ${ran.stdout}${ran.stderr}`,
      );
    },
  };
}

/** The plugin's folder in the repository. */
export const pluginFolder = join(repository, 'plugins/statusline');

async function claude(stage: Stage, ...args: readonly string[]): Promise<void> {
  const ran = await stage.run('claude', args);
  if (ran.code !== 0)
    throw new Error(`claude ${args.join(' ')} ended with ${ran.code}: ${ran.stderr}${ran.stdout}`);
}

/** Where the client says that it put the plugin. */
function installedRoot(stage: Stage): string {
  const path = join(stage.paths.claudeConfig, 'plugins/installed_plugins.json');
  const installed = field(field(parseJson(readFileSync(path, 'utf8')), 'plugins'), 'statusline@statusline');
  const root = field(Array.isArray(installed) ? installed[0] : installed, 'installPath');
  if (typeof root !== 'string') throw new Error(`No installPath in ${path}`);
  return root;
}

/** `registry.json` as it stands; empty before the first event. */
export function registry(stage: Stage): Readonly<Record<string, JsonObject>> {
  const path = join(stage.paths.instances, 'registry.json');
  const whole = existsSync(path) ? asRecord(parseJson(readFileSync(path, 'utf8'))) : null;
  return Object.fromEntries(
    Object.entries(whole ?? {}).map(([id, session]) => [id, asRecord(session) ?? {}]),
  );
}

/** Waits until the registry says something of a session. */
export function untilKnown(
  stage: Stage,
  sessionId: string,
  what: string,
  isSo: (session: JsonObject) => boolean,
): Promise<JsonObject> {
  return stage.until(`${sessionId} is known: ${what}`, () => {
    const session = registry(stage)[sessionId];
    return session !== undefined && isSo(session) ? session : null;
  });
}

/** Every event in the journal's current segment, oldest first. */
function events(stage: Stage): readonly JsonObject[] {
  const path = join(stage.paths.instances, 'statusline.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.map((line) => asRecord(field(parseJson(line), 'event'))).filter((event) => event !== null);
}

/** The events of one kind about one session. */
export function eventsOf(stage: Stage, kind: string, sessionId: string): readonly JsonObject[] {
  return events(stage).filter((event) => event['kind'] === kind && event['session'] === sessionId);
}
