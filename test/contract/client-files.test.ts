import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClientFiles } from '../../src/claude/client-files.ts';
import { openClientFiles } from '../../src/claude/disk.ts';
import { parseSessionId, type SessionId } from '../../src/claude/session-id.ts';
import { clientEntryJson, fakeClientFiles, spokenLine, stubLines } from '../fakes/client-files.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-client-files-'));
afterAll(() => rmSync(root, { recursive: true }));

function id(text: string): SessionId {
  const parsed = parseSessionId(text);
  if (parsed === null) throw new Error(`${text} is no session id`);
  return parsed;
}

const one = id('763984d1-222d-4a68-bae8-ec0cda9a93c4');
const two = id('7d2119a5-c713-4389-8c62-68ff4e7037ce');

/** Puts files below a directory of their own, and gives the client's files there. */
type Place = (files: Readonly<Record<string, string>>) => {
  readonly dir: string;
  readonly client: ClientFiles;
};

const onDisk: Place = (files) => {
  const dir = mkdtempSync(join(root, 'config-'));
  for (const [index, [path, text]] of Object.entries(files).entries()) {
    const full = join(dir, path);
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (path.endsWith('/')) continue;
    writeFileSync(full, text);
    utimesSync(full, 1_795_000_000 + index, 1_795_000_000 + index);
  }
  return { dir, client: openClientFiles() };
};

const inMemory: Place = (files) => {
  const dir = '/config';
  const absolute = Object.entries(files).map(([path, text]) => [`${dir}/${path}`, text]);
  return { dir, client: fakeClientFiles(Object.fromEntries(absolute)) };
};

describe.each([
  { name: 'on disk', place: onDisk },
  { name: 'in memory', place: inMemory },
])("the client's files $name", ({ place }) => {
  it('list the sound entries of the registry', () => {
    const { dir, client } = place({
      'sessions/12.json': clientEntryJson({ pid: 12, sessionId: one, name: 'proj-3f', procStart: '99' }),
      'sessions/13.json': clientEntryJson({ pid: 13, sessionId: two, kind: 'bg', nameSource: 'derived' }),
    });
    expect(client.sessions(dir)).toEqual([
      {
        pid: 12,
        sessionId: one,
        cwd: '/home/dev/proj',
        procStart: '99',
        kind: 'interactive',
        entrypoint: 'cli',
        name: 'proj-3f',
        status: 'idle',
        waitingFor: null,
        startedAtMs: 1_795_344_800_000,
        updatedAtMs: 1_795_344_801_000,
      },
      expect.objectContaining({ pid: 13, sessionId: two, kind: 'bg', nameSource: 'derived' }),
    ]);
  });

  it.each([
    ['torn', '12.json', clientEntryJson({ pid: 12, sessionId: one }).slice(0, 50)],
    ['NULs', '12.json', '\0'.repeat(300)],
    ['empty', '12.json', ''],
    ['of another pid', '12.json', clientEntryJson({ pid: 13, sessionId: one })],
    ['without a session id', '12.json', '{"pid":12}'],
    ['not an entry', 'notes.txt', clientEntryJson({ pid: 12, sessionId: one })],
    ['a half-written one', '12.json.tmp', clientEntryJson({ pid: 12, sessionId: one })],
    ['cut at its start', '12.json', clientEntryJson({ pid: 12, sessionId: one }).slice(1)],
  ])('leave out a registry entry that is %s', (_name, file, json) => {
    const { dir, client } = place({
      [`sessions/${file}`]: json,
      'sessions/14.json': clientEntryJson({ pid: 14, sessionId: two }),
    });
    expect(client.sessions(dir).map(({ pid }) => pid)).toEqual([14]);
  });

  it('give the entry of one process', () => {
    const { dir, client } = place({
      'sessions/12.json': clientEntryJson({ pid: 12, sessionId: one }),
      'sessions/13.json': clientEntryJson({ pid: 12, sessionId: two }),
    });
    expect(client.session(dir, 12)).toMatchObject({ pid: 12, sessionId: one });
    expect(client.session(dir, 13)).toBeNull();
    expect(client.session(dir, 14)).toBeNull();
  });

  it('take a missing registry as an empty one', () => {
    const { dir, client } = place({});
    expect(client.sessions(dir)).toEqual([]);
    expect(client.findTranscript(dir, one)).toBeNull();
  });

  it('find a transcript by its id in whichever project it lies', () => {
    const path = `projects/-home-dev-other/${one}.jsonl`;
    const { dir, client } = place({
      [`projects/-home-dev/${two}.jsonl`]: spokenLine,
      [path]: spokenLine,
      [`projects/-home-dev/${one}/subagents/${one}.jsonl`]: spokenLine,
    });
    expect(client.findTranscript(dir, one)).toBe(join(dir, path));
    expect(client.findTranscript(dir, id('00000000-0000-4000-8000-000000000000'))).toBeNull();
  });

  it.each([
    ['the conversation before a newer stub', spokenLine, stubLines, 'a'],
    ['the newer of two conversations', spokenLine, spokenLine, 'b'],
    ['the newer of two stubs', stubLines, stubLines, 'b'],
  ])('prefer %s', (_name, a, b, expected) => {
    const { dir, client } = place({
      [`projects/a/${one}.jsonl`]: a,
      [`projects/b/${one}.jsonl`]: b,
    });
    expect(client.findTranscript(dir, one)).toBe(join(dir, `projects/${expected}/${one}.jsonl`));
  });

  const sidechain = spokenLine.replace('"isSidechain":false', '"isSidechain":true');
  it.each([
    ['a word of the user', spokenLine, true],
    ["the assistant's word alone", spokenLine.replace('"type":"user"', '"type":"assistant"'), true],
    ['metadata, then a word', stubLines + spokenLine, true],
    ['a torn tail', `${spokenLine}{"parentUuid":"x","isSi`, true],
    ['a tail of NULs', `${spokenLine}${'\0'.repeat(4096)}`, true],
    ['NULs before the word', `${'\0'.repeat(4096)}${spokenLine}`, true],
    ['one line longer than what is looked at', spokenLine.replace('hello', 'x'.repeat(600_000)), true],
    ['a word after much metadata', stubLines.repeat(4000) + spokenLine, true],
    ['metadata only', stubLines, false],
    ['much metadata only', stubLines.repeat(4000), false],
    ["a sub-agent's lines only", sidechain, false],
    ['only NULs', '\0'.repeat(4096), false],
    ['nothing', '', false],
    ['a JSON value per line that is no entry', 'null\n7\n"user"\n[]\n{"type":"user"}\n', false],
  ])('tell whether a transcript holds a conversation: %s', (_name, transcript, expected) => {
    const path = `projects/a/${one}.jsonl`;
    const { dir, client } = place({ [path]: transcript });
    expect(client.hasConversation(join(dir, path))).toBe(expected);
  });

  it('tell what stands at a path', () => {
    const { dir, client } = place({ 'projects/a/notes.txt': '' });
    expect(client.pathKind(join(dir, 'projects/a/notes.txt'))).toBe('file');
    expect(client.pathKind(join(dir, 'projects/a'))).toBe('directory');
    expect(client.pathKind(join(dir, 'projects/b'))).toBe('absent');
    expect(client.hasConversation(join(dir, 'projects/b'))).toBe(false);
  });
});
