// `npm run bench`: what statusline costs, side by side with what else there is, written to docs/benchmarks.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { shellWord } from '../../src/text/shell-word.ts';
import { vectorOf } from '../../src/tmux/argv.ts';
import { captureCommands } from '../../src/tmux/capture.ts';
import { run } from '../rig/run.ts';
import { everyWidget } from './every-widget.ts';
import { changeToFile } from './latency.ts';
import { helperCpuMs, type Subject } from './measure.ts';
import { installPeers, type Peer } from './peers.ts';
import { identityOfPid, writeRegistry, type Liver } from './registries.ts';
import { baseline, effort, isQuick, measuredIn, warmUp } from './subjects.ts';
import { cleanEnvironment, costly, hooks, renders } from './renders.ts';
import { deskSections } from './desks.ts';
import { costTable, pageOf, table, withSections, type Section } from './table.ts';
import { openBenchWorld, type BenchWorld } from './world.ts';

const root = join(import.meta.dirname, '../..');
function say(words: string): void {
  process.stderr.write(`${words}\n`);
}

async function historySizes(world: BenchWorld): Promise<Section> {
  const sizes = isQuick ? [10, 1000] : [10, 1000, 10_000];
  const subjects: Subject[] = [];
  for (const size of sizes) {
    const instances = world.instances(`history-${size}`);
    writeRegistry(instances, { ended: size, live: [] });
    const { node, render, without } = await measuredIn(world, instances);
    if (subjects.length === 0) subjects.push(node);
    const measured = render(`${size} sessions`);
    subjects.push(measured, without(measured, `${size} sessions, without the resident`));
  }
  return {
    title: 'A render by the size of the history',
    text: costTable('sessions ever seen', await world.measure(subjects, effort)),
  };
}

/** Live sessions: each a process in a pane of its own. */
async function openFleet(world: BenchWorld, count: number): Promise<readonly Liver[]> {
  const format = '#{pane_id} #{pane_pid} #{session_id} #{window_id} #{window_index} #{pid} #{start_time}';
  const livers: Liver[] = [];
  for (let index = 0; index < count; index += 1) {
    const printed = await world.tmux(
      'new-window',
      '-d',
      '-n',
      `s${index}`,
      '-P',
      '-F',
      format,
      'sleep',
      '100000',
    );
    const [paneId = '', panePid, sessionId = '', windowId = '', windowIndex, pid, startedAtS] = printed
      .trim()
      .split(' ');
    livers.push({
      process: identityOfPid(Number(panePid)),
      place: {
        server: { socketPath: world.socket, pid: Number(pid), startedAtS: Number(startedAtS) },
        sessionId,
        sessionName: 'bench',
        windowId,
        windowIndex: Number(windowIndex),
        windowName: `s${index}`,
        paneId,
        paneIndex: 0,
        panePid: Number(panePid),
      },
    });
  }
  return livers;
}

async function fleetSizes(world: BenchWorld, fleet: readonly Liver[]): Promise<readonly Section[]> {
  const subjects: Subject[] = [];
  let last: { readonly pid: number; readonly instances: string } | null = null;
  for (const size of [1, 30, 100]) {
    const instances = world.instances(`fleet-${size}`);
    writeRegistry(instances, { ended: 100, live: fleet.slice(0, size) });
    const { pid, node, render } = await measuredIn(world, instances);
    last = { pid, instances };
    if (subjects.length === 0) subjects.push(node);
    subjects.push(render(`${size} live`));
  }
  const costs = await world.measure(subjects, effort);
  const sections: Section[] = [
    { title: 'A render by the size of the fleet', text: costTable('live sessions', costs) },
  ];
  if (last !== null) {
    await stopOthers(world, last.instances);
    // The changes close sessions: what is at rest is measured before.
    sections.push(await idle(last.pid), await changeToFile(world, last.instances));
  }
  return sections;
}

/** Two residents with hooks in one tmux server would both be called there. */
async function stopOthers(world: BenchWorld, keepInstances: string): Promise<void> {
  for (const name of [
    'renders',
    'default-line',
    'every-widget',
    'hooks',
    'clean',
    'history-10',
    'history-1000',
    'history-10000',
    'fleet-1',
    'fleet-30',
  ]) {
    const instances = world.instances(name);
    if (instances === keepInstances) continue;
    const env = { ...world.env, STATUSLINE_INSTANCES_DIR: instances };
    await run(world.launcher, ['monitor', 'stop'], { env, cwd: world.repository });
  }
}

async function idle(pid: number): Promise<Section> {
  const seconds = isQuick ? 10 : 60;
  const before = helperCpuMs({ helperPid: pid });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const usedMs = helperCpuMs({ helperPid: pid }) - before;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssMb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  const rows = [['100 live sessions', `${((usedMs / seconds / 1000) * 100).toFixed(2)} %`, rssMb.toFixed(0)]];
  return {
    title: 'The resident at rest',
    text: `Over ${seconds} s in which nothing happened, what it started counted in.\n\n${table(['watching', 'of one core', 'memory MB'], rows)}`,
  };
}

async function capture(world: BenchWorld): Promise<Section> {
  for (let window = 0; window < 20; window += 1) {
    await world.tmux('new-session', '-d', '-s', `desk-${window}`, '-x', '200', '-y', '50', 'sleep 100000');
    for (let pane = 0; pane < 3; pane += 1)
      await world.tmux('split-window', '-d', '-t', `desk-${window}`, 'sleep 100000');
  }
  const tmux = `tmux -S ${shellWord(world.socket)}`;
  const subjects: readonly Subject[] = [
    { name: 'tmux list-panes -a', command: `${tmux} list-panes -a`, stdinFile: world.statusFile },
    {
      name: 'the whole desk, captured',
      command: `${tmux} ${vectorOf(captureCommands).map(shellWord).join(' ')}`,
      stdinFile: world.statusFile,
    },
  ];
  return {
    title: 'A desk of 80 panes more, captured',
    text: costTable('one call of tmux', await world.measure(subjects, effort)),
  };
}

/** What in the environment makes every Node start dearer is said: it is in the baseline. */
function caNote(): string {
  return process.env[costly] === undefined
    ? ''
    : ` (${costly} is set here, which about doubles the start of every Node: the baseline’s, ours, and those of peers in JavaScript; a section below goes without)`;
}

function heading(peers: readonly Peer[]): string {
  const model = cpus()[0]?.model ?? 'unknown';
  const tmux = execFileSync('tmux', ['-V'], { encoding: 'utf8' }).trim();
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${tmux}, ${process.platform} ${release()}, ${cpus().length} × ${model}.
${peers.length} peers ran beside it, each given the same JSON in the same repository of 1,000 files with a transcript of 1.4 MB.

Every command runs as the client runs it (\`/bin/sh -c\`), below a process that passes for the client, in a tmux pane. Renders are
the very command that \`statusline setup\` wrote into settings.json, hooks those of the plugin.
Everything starts in the environment as it was found${caNote()}. A resident has served ${warmUp} renders before it is measured. Sessions are not named
by a model meanwhile.
A ratio is the median over ${effort.rounds} rounds of the median of ${effort.runs} runs against that of \`${baseline}\` in the same round; CPU is
the sum over all rounds and counts what the resident spent. Trust the ratios, not the milliseconds: other things run on this machine.
`;
}

function peersFor(world: BenchWorld): Promise<readonly Peer[]> {
  say('Installing the peers …');
  return installPeers(join(root, '.cache/peers'), { ...world.env, HOME: process.env['HOME'] ?? '' });
}

async function rendersAndHooks(world: BenchWorld, peers?: readonly Peer[]): Promise<readonly Section[]> {
  const beside = peers ?? (await peersFor(world));
  say('Renders and hooks …');
  return [await renders(world, beside), await hooks(world), ...(await cleanEnvironment(world, beside))];
}

function desks(): Promise<readonly Section[]> {
  return deskSections(isQuick ? 3 : 8);
}

/** `--desks`: only those sections, put into the page in the place of their former ones. */
async function onlyDesks(): Promise<void> {
  const page = join(root, 'docs/benchmarks.md');
  const sections = await desks();
  if (!isQuick) writeFileSync(page, withSections(readFileSync(page, 'utf8'), sections));
  console.log(pageOf(sections));
}

/** Some sections by themselves, for whoever works on what they measure. */
async function only(measured: (world: BenchWorld) => Promise<readonly Section[]>): Promise<void> {
  const page = join(root, 'docs/benchmarks.md');
  const world = await openBenchWorld();
  try {
    const sections = await measured(world);
    if (!isQuick) writeFileSync(page, withSections(readFileSync(page, 'utf8'), sections));
    console.log(pageOf(sections));
  } finally {
    await world.close();
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--desks')) return onlyDesks();
  if (process.argv.includes('--every-widget')) return only(async (world) => [await everyWidget(world)]);
  if (process.argv.includes('--renders')) return only(rendersAndHooks);
  const world = await openBenchWorld();
  try {
    const peers = await peersFor(world);
    const sections = [...(await rendersAndHooks(world, peers))];
    say('Every widget …');
    sections.push(await everyWidget(world));
    say('Histories …');
    sections.push(await historySizes(world));
    say('Fleets …');
    const fleet = await openFleet(world, 100);
    sections.push(...(await fleetSizes(world, fleet)));
    say('Desks …');
    sections.push(await capture(world), ...(await desks()));
    const text = [heading(peers), pageOf(sections)].join('\n');
    if (!isQuick) writeFileSync(join(root, 'docs/benchmarks.md'), text);
    console.log(text);
  } finally {
    await world.close();
  }
}

void main();
