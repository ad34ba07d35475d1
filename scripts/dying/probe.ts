import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the probe hooks are installed. */
export interface ProbeSetting {
  /** See probe.sh for the last two. */
  readonly kinds: readonly ('sync' | 'async' | 'handover' | 'background')[];
  /** The hooks' own `timeout`, in seconds, or null for none. */
  readonly timeoutS: number | null;
  /** A plugin's hooks.json, or the user's settings.json. */
  readonly from: 'plugin' | 'settings';
}

/** The program that the hooks run. */
export const probeProgram = join(import.meta.dirname, 'probe.sh');

/** The hook that runs a probe program, as hooks.json and settings.json take it. */
export function probeHooks(setting: ProbeSetting): object {
  const timeout = setting.timeoutS === null ? {} : { timeout: setting.timeoutS };
  const hooks = setting.kinds.map((kind) => ({
    type: 'command',
    command: `bash ${probeProgram} ${kind}`,
    ...(kind === 'async' ? { async: true } : {}),
    ...timeout,
  }));
  return { hooks: { SessionEnd: [{ hooks }] } };
}

/** Writes a plugin that holds nothing but these hooks. */
export function writeProbePlugin(directory: string, hooks: object): void {
  const manifest = { name: 'probe', version: '1.0.0', description: 'Writes down what a dying client sees.' };
  mkdirSync(join(directory, '.claude-plugin'), { recursive: true });
  mkdirSync(join(directory, 'hooks'));
  writeFileSync(join(directory, '.claude-plugin/plugin.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'hooks/hooks.json'), JSON.stringify(hooks));
}

/** What the probes of one death wrote, for a reader. */
export function probeReports(home: string, killedAtMs: number): readonly string[] {
  const directory = join(home, 'probe');
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => !name.endsWith('.last'));
  } catch {
    return ['   no hook ran'];
  }
  return names.sort().flatMap((name) => {
    const [head = '', ...lines] = readFileSync(join(directory, name), 'utf8').trim().split('\n');
    const begunAtMs = Number(/at=(\d+)/.exec(head)?.[1]) - killedAtMs;
    const lived = readFileSync(join(directory, `${name}.last`), 'utf8').trim();
    const kind = name.split('.')[0];
    return [
      `   ${kind}: began after ${begunAtMs} ms, lived ${lived} ms; ${head}`,
      ...lines.map((line) => `      +${line}`),
    ];
  });
}
