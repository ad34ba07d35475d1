import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/claude/session-id.ts';
import { pruneTranscripts } from '../../../src/command/hook/insured.ts';
import type { JournalRecord } from '../../../src/journal/ledger.ts';
import { newSession } from '../../../src/session/new-session.ts';
import { emptyRegistry, type Registry } from '../../../src/session/registry.ts';
import type { SessionState } from '../../../src/session/session.ts';
import { ok } from '../../../src/text/result.ts';
import { noInsurance } from '../../fakes/insurance.ts';
import { FakeMachine } from '../../fakes/machine.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

interface Scene {
  readonly machine: FakeMachine;
  /** The client's own file. */
  readonly transcript: string;
  readonly copy: string;
  readonly say: (event: string, fields?: object) => Promise<unknown>;
}

async function open(argv: readonly string[] = ['claude']): Promise<Scene> {
  const machine = new FakeMachine();
  const pane = await machine.openPane('main', 'desk');
  const client = machine.startClient(pane.pid, argv);
  const transcript = join(machine.instances, `client/projects/-home-dev/${id}.jsonl`);
  mkdirSync(dirname(transcript), { recursive: true });
  const say = (event: string, fields: object = {}): Promise<unknown> => {
    const input = { session_id: id, hook_event_name: event, transcript_path: transcript, ...fields };
    return machine.asClient(client, ['hook', event], JSON.stringify(input));
  };
  await say('SessionStart', { source: 'startup' });
  return { machine, transcript, copy: join(machine.instances, `transcripts/${id}.jsonl`), say };
}

describe('a conversation', () => {
  it.each([
    ['UserPromptSubmit', { prompt: 'hello' }],
    ['Stop', {}],
    ['Notification', { notification_type: 'idle_prompt' }],
    ['StopFailure', { error: 'rate_limit' }],
    ['PreCompact', { trigger: 'auto' }],
    ['SessionEnd', { reason: 'other' }],
    ['SessionStart', { source: 'resume' }],
    ['SessionStart', { source: 'compact' }],
  ])('is insured at %s %j', async (event, fields) => {
    const { transcript, copy, say } = await open();
    writeFileSync(transcript, 'hello\n');
    await say(event, fields);
    rmSync(transcript);
    expect(readFileSync(copy, 'utf8')).toBe('hello\n');
  });

  it('of a print run is nobody’s to lose', async () => {
    const { transcript, copy, say } = await open(['claude', '-p', 'hello']);
    writeFileSync(transcript, 'hello\n');
    await say('Stop');
    expect(existsSync(copy)).toBe(false);
  });

  it('that was swept gets its old name back when it is resumed from the copy, and stays one file', async () => {
    const { machine, transcript, copy, say } = await open();
    writeFileSync(transcript, 'hello\n');
    await say('Stop');
    rmSync(dirname(transcript), { recursive: true });
    await say('SessionStart', { source: 'resume' });
    appendFileSync(copy, 'and on\n');
    await say('Stop', { transcript_path: copy });
    expect(readFileSync(transcript, 'utf8')).toBe('hello\nand on\n');
    expect(machine.session(1).transcriptPath).toBe(transcript);
  });

  it('is not looked for at a path that is none', async () => {
    const { machine, say } = await open();
    await say('Stop', { transcript_path: '../../etc/passwd' });
    expect(existsSync(join(machine.instances, 'transcripts'))).toBe(false);
  });
});

describe('a render of a session that runs from the copy', () => {
  it('does not make the copy its own transcript', async () => {
    const { machine, transcript, copy } = await open();
    const client = machine.session(1).process?.identity.pid ?? 0;
    await machine.asClient(client, ['render'], JSON.stringify({ session_id: id, transcript_path: copy }));
    expect(machine.session(1).transcriptPath).toBe(transcript);
  });
});

describe('pruning', () => {
  const ended: SessionState = { kind: 'ended', reason: 'exited', atMs: 0, evidence: [] };
  const lost: SessionState = { kind: 'lost', reason: 'crashed', atMs: 0, evidence: [] };
  const live: SessionState = { kind: 'live', activity: 'idle', waitingFor: null };

  function registryOf(state: SessionState | null): Registry {
    const session = parseSessionId(id);
    if (session === null || state === null) return emptyRegistry;
    return { ...emptyRegistry, sessions: new Map([[session, { ...newSession(session, 1, 0), state }]]) };
  }

  it.each<readonly [string, SessionState | null, SessionState | null, object, readonly string[]]>([
    ['lets go of what ended long ago', null, ended, {}, [id]],
    ['keeps what ended a while ago', ended, ended, {}, []],
    ['keeps what lives', live, live, {}, []],
    ['keeps what was lost long ago', null, lost, {}, []],
    ['keeps what no registry knows', null, null, {}, []],
    ['keeps all while the journal cannot be read', null, ended, { unreadable: 'EIO' }, []],
  ])('%s', (_, present, recalled, more, wanted) => {
    const dropped: string[] = [];
    const insurance = {
      ...noInsurance,
      sessions: () => [id],
      drop: (session: string) => void dropped.push(session),
    };
    const ledger = {
      read: () => ({ state: registryOf(present), skipped: { damaged: 0, newer: 0 }, ...more }),
      recall: () => registryOf(recalled),
      append: () => ok(undefined),
      archivedKeys: () => [],
      settle: () => ok('settled' as const),
      rebuild: () => ok(undefined),
      records: (): Iterable<JournalRecord> => [],
    };
    pruneTranscripts({ insurance, ledger });
    expect(dropped).toEqual(wanted);
  });
});
