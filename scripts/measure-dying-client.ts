// Measures what the SessionEnd hook of a dying client can still see, for every way of dying, and how long it
// may live. What it printed is read in docs/decisions/0002-what-a-dying-client-can-see.md.
//
//   tsx scripts/measure-dying-client.ts [words of one death's name]
import { join } from 'node:path';
import { prompt, startClient, untilClient, type StageClient } from '../test/rig/clients.ts';
import { writeJson } from '../test/rig/home.ts';
import { seenProcess } from '../test/rig/processes.ts';
import { openStage, type Stage } from '../test/rig/stage.ts';
import { deaths, type Death } from './dying/deaths.ts';
import {
  probeHooks,
  probeProgram,
  probeReports,
  writeProbePlugin,
  type ProbeSetting,
} from './dying/probe.ts';

/** How the client of one measurement is started. */
interface Setting extends ProbeSetting {
  /** Typed into a shell, or the pane's own process. */
  readonly start: 'typed' | 'own-process';
}

const usual: Setting = { kinds: ['sync', 'async'], timeoutS: null, from: 'plugin', start: 'typed' };

async function startProbed(stage: Stage, setting: Setting): Promise<StageClient> {
  const plugin = join(stage.paths.home, 'probe-plugin');
  const hooks = probeHooks(setting);
  if (setting.from === 'plugin') writeProbePlugin(plugin, hooks);
  else writeJson(join(stage.paths.claudeConfig, 'settings.json'), hooks);

  const args = setting.from === 'plugin' ? ['--plugin-dir', plugin] : [];
  const split = ['split-window', '-t', '=main:first', '-P', '-F', '#{pane_id}', '-c', stage.project('proj')];
  if (setting.start === 'typed') return startClient(stage, (await stage.tmux(...split)).trim(), args);
  return untilClient(stage, (await stage.tmux(...split, 'claude', ...args)).trim());
}

async function measure(death: Death, setting: Setting): Promise<void> {
  const stage = await openStage();
  try {
    await stage.tmux('new-session', '-d', '-s', 'other');
    await stage.tmux('new-session', '-d', '-s', 'main', '-n', 'first');
    await death.prepare?.(stage);
    const client = await startProbed(stage, setting);
    await prompt(stage, client, 'hello');

    const killedAtMs = Date.now();
    await death.die(stage, client);
    const patient = { timeoutMs: 90_000 };
    await stage.until('the client is gone', () => seenProcess(client.pid) === null, patient);
    const goneAfterMs = Date.now() - killedAtMs;
    const isProbing = () => stage.processes().some(({ argv }) => argv.includes(probeProgram));
    await stage.until('no probe runs', () => !isProbing(), patient);
    console.log(`\n## ${death.name} ${JSON.stringify(setting)}: client gone after ${goneAfterMs} ms`);
    for (const line of probeReports(stage.paths.home, killedAtMs)) console.log(line);
  } finally {
    await stage.close();
  }
}

const [wanted, ...variation] = process.argv.slice(2);
const setting: Setting = { ...usual, ...(variation[0] === undefined ? {} : JSON.parse(variation[0])) };
for (const death of deaths.filter(({ name }) => wanted === undefined || name.includes(wanted)))
  await measure(death, setting);
