// The dearest line that can be configured: every widget, a command, another tool's line, a huge transcript.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { widgetNames } from '../../src/status/widget-names.ts';
import { writeRegistry } from './registries.ts';
import { effort, measuredIn } from './subjects.ts';
import { costTable } from './table.ts';
import { type BenchWorld, measuredSession } from './world.ts';

const transcriptBytes = 47_000_000;

/** A line of every widget against the default one, both with the same words of the client. */
export async function everyWidget(
  world: BenchWorld,
): Promise<{ readonly title: string; readonly text: string }> {
  const statusFile = world.writeStatus('every-widget', everyField(world), transcriptBytes);
  const usual = await resident(world, 'default-line', {}, statusFile);
  const full = await resident(world, 'every-widget', { rows: everyRow(), maxRows: 4, commands }, statusFile);
  const subjects = [usual.node, usual.render('the default line'), full.render('every widget')];
  const costs = await world.measure(subjects, effort);
  return {
    title: 'A render with every widget',
    text: `${widgetNames.length} widgets in three rows, one of them a command and one another tool's line, with a transcript of ${transcriptBytes / 1e6} MB.\n\n${costTable('one render', costs)}`,
  };
}

const commands = { weather: { run: ['/bin/echo', '17° sunny'], everyMs: 5_000 } };

async function resident(world: BenchWorld, name: string, config: object, statusFile: string) {
  const instances = world.instances(name);
  writeFileSync(
    join(instances, 'config.json'),
    JSON.stringify({ ...config, naming: { backend: 'off' } }, null, 2),
  );
  writeRegistry(instances, { ended: 100, live: [] });
  return measuredIn(world, instances, {
    statusFile,
    furnish: () => writeFileSync(join(instances, 'setup.json'), JSON.stringify(replacedLine(world))),
  });
}

/** What setup remembers of the line that gave way. */
function replacedLine({ home }: BenchWorld): object {
  const settings = join(home, '.claude', 'settings.json');
  return {
    v: 1,
    settings: { [settings]: { before: { kind: 'no-file' }, replaced: 'echo theirs', backup: null } },
  };
}

function everyRow(): readonly (readonly unknown[])[] {
  const specs = widgetNames.map((widget) => {
    if (widget === 'command') return { widget, value: 'weather' };
    return widget === 'text' ? { widget, value: 'mine' } : widget;
  });
  const third = Math.ceil(specs.length / 3);
  return [specs.slice(0, third), specs.slice(third, 2 * third), specs.slice(2 * third)];
}

/** Every field that the client can send. */
function everyField({ repository }: BenchWorld): Readonly<Record<string, unknown>> {
  const nowS = Math.floor(Date.now() / 1000);
  return {
    session_name: 'every-widget',
    effort: { level: 'high' },
    output_style: { name: 'Explanatory' },
    vim: { mode: 'INSERT' },
    agent: { name: 'reviewer' },
    pr: { number: 128, url: 'https://github.com/dev/project/pull/128', review_state: 'approved' },
    worktree: { name: 'login', path: repository },
    workspace: {
      current_dir: repository,
      project_dir: repository,
      added_dirs: [],
      repo: { host: 'github.com', owner: 'dev', name: 'project' },
    },
    rate_limits: {
      five_hour: { used_percentage: 34, resets_at: nowS + 8_040 },
      seven_day: { used_percentage: 61, resets_at: nowS + 300_000 },
    },
    prompt_cache: { warm: true, expires_at: nowS + 3_000, hit_ratio: 0.92, ttl: '1h', requests: 12 },
    prompt_id: measuredSession,
  };
}
