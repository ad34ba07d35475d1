import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openClientFiles } from '../../src/claude/disk.ts';
import { parseSessionId } from '../../src/claude/session-id.ts';
import { clientEntryJson, spokenLine } from '../fakes/client-files.ts';

const root = mkdtempSync(join(tmpdir(), 'statusline-disk-'));
afterAll(() => rmSync(root, { recursive: true }));
const client = openClientFiles();
const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

describe("the client's files on a disk that is not as it should be", () => {
  it('never wait for a named pipe', () => {
    const pipe = join(root, 'pipe.jsonl');
    execFileSync('mkfifo', [pipe]);
    expect(client.hasConversation(pipe)).toBe(false);
    expect(client.pathKind(pipe)).toBe('other');
  });

  it('follow symbolic links, and take a dangling one as absent', () => {
    writeFileSync(join(root, 'real.jsonl'), spokenLine);
    symlinkSync(join(root, 'real.jsonl'), join(root, 'link.jsonl'));
    symlinkSync(join(root, 'nothing'), join(root, 'dangling.jsonl'));
    expect(client.hasConversation(join(root, 'link.jsonl'))).toBe(true);
    expect(client.pathKind(join(root, 'link.jsonl'))).toBe('file');
    expect(client.pathKind(join(root, 'dangling.jsonl'))).toBe('absent');
  });

  it('say that a path in a circle cannot be read, not that it is absent', () => {
    symlinkSync(join(root, 'circle'), join(root, 'circle'));
    expect(client.pathKind(join(root, 'circle'))).toBe('unreadable');
  });

  it('leave out directories and huge files in the registry', () => {
    mkdirSync(join(root, 'sessions/7.json'), { recursive: true });
    writeFileSync(
      join(root, 'sessions/8.json'),
      `${clientEntryJson({ pid: 8, sessionId: id })}${' '.repeat(70_000)}`,
    );
    writeFileSync(join(root, 'sessions/9.json'), clientEntryJson({ pid: 9, sessionId: id }));
    expect(client.sessions(root).map(({ pid }) => pid)).toEqual([9]);
  });

  it('do not take a directory for a transcript', () => {
    mkdirSync(join(root, `projects/a/${id}.jsonl`), { recursive: true });
    writeFileSync(join(root, 'projects/notes.txt'), '');
    const session = parseSessionId(id);
    expect(session === null ? 'no id' : client.findTranscript(root, session)).toBeNull();
    expect(client.hasConversation(join(root, `projects/a/${id}.jsonl`))).toBe(false);
  });
});
