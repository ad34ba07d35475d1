// The sections on what the client runs: renders and hooks.
import type { Subject } from './measure.ts';
import type { Peer } from './peers.ts';
import { writeRegistry } from './registries.ts';
import { baseline, effort, measuredIn } from './subjects.ts';
import { costTable, type Section } from './table.ts';
import type { BenchWorld } from './world.ts';

/** A file of certificates that every Node reads at its start. */
export const costly = 'NODE_EXTRA_CA_CERTS';
const hookEvents = ['SessionStart', 'UserPromptSubmit', 'Stop', 'Notification'];

function peerSubjects(world: BenchWorld, peers: readonly Peer[]): readonly Subject[] {
  return peers.flatMap((peer) =>
    peer.kind === 'peer'
      ? [{ name: `${peer.name} ${peer.version}`, command: peer.command, stdinFile: world.statusFile }]
      : [],
  );
}

/** A render with and without its resident, and the peers' with the same input. */
export async function renders(world: BenchWorld, peers: readonly Peer[]): Promise<Section> {
  const instances = world.instances('renders');
  writeRegistry(instances, { ended: 100, live: [] });
  const { node, render, without } = await measuredIn(world, instances);
  const resting = render('statusline');
  const subjects = [
    node,
    resting,
    without(resting, 'statusline, without its resident'),
    ...peerSubjects(world, peers),
  ];
  const costs = await world.measure(subjects, effort);
  const ccline = costs.find(({ name }) => name.startsWith('@cometix/ccline'));
  const ours = costs.find(({ name }) => name === 'statusline');
  const against =
    ccline === undefined || ours === undefined
      ? []
      : [
          `Against @cometix/ccline's native binary: ${(ours.wallMs / ccline.wallMs).toFixed(2)} of its wall time, ${(ours.cpuMs / ccline.cpuMs).toFixed(2)} of its CPU time.`,
        ];
  const missing = peers.flatMap((peer) =>
    peer.kind === 'missing' ? [`${peer.name} is left out: ${peer.why}`] : [],
  );
  return {
    title: 'A render',
    text: [costTable('one render', costs), ...against, ...missing].join('\n\n'),
  };
}

/** Each hook, and two of them without a resident. */
export async function hooks(world: BenchWorld): Promise<Section> {
  const instances = world.instances('hooks');
  writeRegistry(instances, { ended: 100, live: [] });
  const { node, hook, without } = await measuredIn(world, instances);
  const subjects = [
    node,
    ...hookEvents.map(hook),
    ...hookEvents.slice(0, 2).map((event) => without(hook(event), `hook ${event}, without the resident`)),
  ];
  return { title: 'A hook', text: costTable('one hook', await world.measure(subjects, effort)) };
}

/** What doubles the start of every Node is in the baseline of all other sections: here it is not. */
export async function cleanEnvironment(
  world: BenchWorld,
  peers: readonly Peer[],
): Promise<readonly Section[]> {
  if (process.env[costly] === undefined) return [];
  const instances = world.instances('clean');
  writeRegistry(instances, { ended: 100, live: [] });
  const { node, render, hook } = await measuredIn(world, instances);
  const subjects = [node, render('statusline'), ...hookEvents.map(hook), ...peerSubjects(world, peers)].map(
    (subject) => ({ ...subject, lacks: [costly] }),
  );
  return [
    {
      title: `Without ${costly}`,
      text: `The same renders and hooks where that variable is not set. Nothing of ours looks at it, so what a render costs is the same; it is \`${baseline}\` that costs half.\n\n${costTable('one render or hook', await world.measure(subjects, effort))}`,
    },
  ];
}
