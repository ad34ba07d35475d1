import { describe, expect, onTestFinished, test } from 'vitest';
import { clientEntries, prompt, typeLine, untilClient, untilShell } from '../rig/clients.ts';
import { clientsByRef, onlyEntry, processesOn, seenPanes, type SeenPane } from '../rig/desk.ts';
import { firstWords, layDesk, openStageOfFour, seats, startFour, type Four } from '../rig/four.ts';
import { field } from '../rig/json.ts';
import { kill, seenProcess } from '../rig/processes.ts';
import { installProduct, registry, type Product } from '../rig/product.ts';
import type { Stage } from '../rig/stage.ts';

/** The state of the story just before the end: who lives, and in which seat. */
interface Eve {
  readonly four: Four;
  /** The conversation that /clear began in the seat of the tests. */
  readonly cleared: string;
  readonly panes: readonly SeenPane[];
}

/** `cd` in one, /clear in one, /exit in one, kill -9 for one. */
async function liveOn(stage: Stage, product: Product, four: Four): Promise<Eve> {
  await prompt(stage, four.editor, 'RUN cd sub && pwd');

  await typeLine(stage, four.tests.pane, '/clear');
  const cleared = await stage.until('the cleared session has a new id', () =>
    clientEntries(stage).find(
      (entry) => entry.pid === four.tests.pid && entry.sessionId !== four.tests.sessionId,
    ),
  );
  await prompt(stage, { ...four.tests, sessionId: cleared.sessionId }, 'SAY after the clearing');

  await typeLine(stage, four.docs.pane, '/exit');
  await untilShell(stage, four.docs.pane);

  kill(four.play.pid, 'SIGKILL');
  await untilShell(stage, four.play.pane);
  await stage.until('the crash is known', async () => {
    await product.json(['list']);
    return field(registry(stage)[four.play.sessionId]?.['ended'], 'reason') === 'crashed';
  });
  return { four, cleared: cleared.sessionId, panes: await seenPanes(stage) };
}

const ends = [
  {
    name: 'kill -9 of the tmux server',
    end: async (stage: Stage) => {
      const server = await stage.tmuxServerPid();
      if (server !== null) kill(server, 'SIGKILL');
      // The client takes itself off its own registry some time before it ends.
      await stage.until(
        'no client runs',
        () => !stage.processes().some(({ command }) => command === 'claude'),
      );
    },
  },
  { name: 'everything killed at once, as a power cut does', end: (stage: Stage) => stage.powerCut() },
];

/** What must be the same before and after: every pane's seat, and every window's geometry. */
function shape(panes: readonly SeenPane[]): readonly object[] {
  return panes.map(({ ref, geometry }) => ({ ref, geometry }));
}

async function expectRightDesk(stage: Stage, eve: Eve): Promise<void> {
  const { four, cleared } = eve;
  const wanted = {
    [seats.editor]: four.editor.sessionId,
    [seats.tests]: cleared,
    [seats.play]: four.play.sessionId,
  };
  expect(await clientsByRef(stage)).toEqual(wanted);
  for (const id of Object.values(wanted))
    expect(processesOn(stage, id), `processes on ${id}`).toHaveLength(1);

  const after = await seenPanes(stage);
  expect(shape(after)).toEqual(shape(eve.panes));
  for (const pane of after.filter(({ ref }) => !(ref in wanted))) {
    const before = eve.panes.find(({ ref }) => ref === pane.ref);
    expect(pane.cwd, `directory of ${pane.ref}`).toBe(before?.cwd);
    expect(pane.command, `command of ${pane.ref}`).toBe('bash');
  }
  expect(after.find(({ ref }) => ref === seats.editor)?.windowName).toBe('editor');
  // Started in its project, though it had gone into `sub` since.
  const editor = onlyEntry(stage, four.editor.sessionId);
  expect(seenProcess(editor.pid)?.cwd).toBe(stage.project('alpha'));
}

/** Asks the client in a seat something, and sees which conversation the question arrives in. */
async function expectToRemember(stage: Stage, seat: string, words: string): Promise<void> {
  const pane = (await seenPanes(stage)).find(({ ref }) => ref === seat);
  const client = await untilClient(stage, pane?.id ?? seat);
  const question = `SAY who sits in ${seat}`;
  await prompt(stage, client, question);
  const asked = stage.model.requests.find((request) => request.prompt === question);
  expect(asked?.conversation).toContain(words);
}

describe('from real sessions to a real recovery', () => {
  test.for(ends)('after $name every conversation comes back in its own place', async ({ end }) => {
    const stage = await openStageOfFour();
    onTestFinished(() => stage.close());
    const product = await installProduct(stage);
    await layDesk(stage);
    const eve = await liveOn(stage, product, await startFour(stage));
    const { editor, docs, play, tests } = eve.four;
    await end(stage);

    const listed = await product.json(['recover', 'list']);
    expect(reasons(listed)).toEqual({
      [editor.sessionId]: 'server-lost',
      [eve.cleared]: 'server-lost',
      [play.sessionId]: 'crashed',
    });

    const recovered = await product.json(['recover', 'all']);
    expect(outcomes(recovered)).toEqual({
      [editor.sessionId]: 'restored',
      [eve.cleared]: 'restored',
      [play.sessionId]: 'restored',
    });
    await expectRightDesk(stage, eve);

    const pids = clientEntries(stage).map(({ pid }) => pid);
    const again = await product.json(['recover', 'all']);
    expect(outcomes(again)).toEqual({});
    expect(clientEntries(stage).map(({ pid }) => pid)).toEqual(pids);
    await expectRightDesk(stage, eve);

    await expectToRemember(stage, seats.editor, firstWords.editor);
    await expectToRemember(stage, seats.tests, 'SAY after the clearing');
    await expectToRemember(stage, seats.play, firstWords.play);

    const known = registry(stage);
    expect(endings(known, [docs.sessionId, tests.sessionId])).toEqual(['exited', 'cleared']);
    expect([editor.sessionId, eve.cleared, play.sessionId].map((id) => known[id]?.['status'])).toEqual([
      'active',
      'active',
      'active',
    ]);
  });
});

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function reasons(listed: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(listOf(listed).map((item) => [field(item, 'session_id'), field(item, 'reason')]));
}

function outcomes(recovered: unknown): Readonly<Record<string, unknown>> {
  const results = listOf(field(recovered, 'results'));
  return Object.fromEntries(results.map((item) => [field(item, 'session_id'), field(item, 'outcome')]));
}

function endings(known: ReturnType<typeof registry>, ids: readonly string[]): readonly unknown[] {
  return ids.map((id) => field(known[id]?.['ended'], 'reason'));
}
