import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ClientWatch } from '../../src/monitor/client-watch.ts';
import { until } from '../rig/wait.ts';

interface Scene {
  readonly watch: ClientWatch;
  readonly configDir: string;
  readonly heard: readonly string[];
  readonly write: (file: string) => void;
}

function openScene(): Scene {
  const configDir = mkdtempSync(join(tmpdir(), 'sl-watch-'));
  const heard: string[] = [];
  const watch = new ClientWatch((directory, pid) => heard.push(`${directory === configDir} ${pid}`));
  onTestFinished(() => {
    watch.close();
    rmSync(configDir, { recursive: true, force: true });
  });
  return {
    watch,
    configDir,
    heard,
    write: (file) => writeFileSync(join(configDir, 'sessions', file), '{}'),
  };
}

test('an entry that is written in place is told, once for one write, and nothing else is', async () => {
  const { watch, configDir, heard, write } = openScene();
  mkdirSync(join(configDir, 'sessions'));
  write('12.json');
  watch.follow([configDir]);
  write('notes.txt');
  write('13.json.tmp');
  write('12.json');
  await until('it is told', () => heard.length > 0);
  write('14.json');
  await until('the next one is told', () => heard.length > 1);
  expect(heard).toEqual(['true 12', 'true 14']);
});

test('a registry that comes later, or comes again, is watched once it is there', async () => {
  const { watch, configDir, heard, write } = openScene();
  watch.follow([configDir]);
  for (const pid of [12, 13]) {
    mkdirSync(join(configDir, 'sessions'));
    await until('it is told', () => {
      watch.follow([configDir]);
      write(`${pid}.json`);
      return heard.includes(`true ${pid}`);
    });
    rmSync(join(configDir, 'sessions'), { recursive: true });
  }
  expect(new Set(heard)).toEqual(new Set(['true 12', 'true 13']));
});

test('a directory that is no more followed is heard of no more', async () => {
  const { watch, configDir, heard, write } = openScene();
  const other = openScene();
  for (const scene of [configDir, other.configDir]) mkdirSync(join(scene, 'sessions'));
  watch.follow([configDir, other.configDir]);
  watch.follow([other.configDir]);
  write('12.json');
  other.write('13.json');
  await until('the other is told', () => heard.length > 0);
  expect(heard).toEqual(['false 13']);
});
