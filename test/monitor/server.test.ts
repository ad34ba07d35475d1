import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty, constantFrom, nat, uint8Array } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeRequest, readReply, type Reply } from '../../src/monitor/protocol.ts';
import { listen, type RunningServer, type ServerLimits } from '../../src/monitor/server.ts';
import { until } from '../rig/wait.ts';

let directory: string;
let server: RunningServer;
const limits: ServerLimits = {
  maxBodyBytes: 1024 * 1024,
  maxHeldBytes: 4 * 1024 * 1024,
  maxConnections: 64,
  patienceMs: 1000,
};
const head = {
  argv: ['render'],
  env: { HOME: '/home/dev' },
  cwd: '/',
  callerPid: 1,
  parentPid: null,
  launcher: null,
  isStdinTerminal: false,
  isStdoutTerminal: false,
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sl-server-'));
  server = await listen(
    join(directory, 'socket'),
    ({ body }) => Promise.resolve({ exitCode: 0, stdout: `got ${body.length}`, stderr: '' }),
    limits,
  );
});
afterEach(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Says something and gives all that comes back until the other end closes, whole or not. */
function say(pieces: readonly Uint8Array[], end: 'end' | 'cut' | 'stay'): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect(join(directory, 'socket'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(Buffer.concat(chunks)));
    for (const piece of pieces) socket.write(piece);
    if (end === 'end') socket.end();
    if (end === 'cut') socket.destroy();
  });
}

async function ask(body: string): Promise<Reply> {
  return readReply(await say([encodeRequest(head, body)], 'stay'));
}

const answered = (text: string): Reply => ({
  kind: 'answer',
  answer: { exitCode: 0, stdout: text, stderr: '' },
});

describe('the server', () => {
  test('answers a request that comes byte by byte', async () => {
    const bytes = encodeRequest(head, 'hello');
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(readReply(await say(pieces, 'stay'))).toEqual(answered('got 5'));
  });

  test('answers without waiting for its caller to close', async () => {
    expect(await ask('x'.repeat(100_000))).toEqual(answered('got 100000'));
  });

  test('refuses what is too large before it has come', async () => {
    expect(await ask('x'.repeat(limits.maxBodyBytes + 1))).toEqual({ kind: 'refused', why: 'too large' });
  });

  test('lives through garbage, half requests and cut connections, in any order', async () => {
    const whole = encodeRequest(head, '{}');
    await assert(
      asyncProperty(
        array(uint8Array({ maxLength: 64 }), { maxLength: 5 }),
        nat({ max: whole.length }),
        constantFrom('end', 'cut'),
        async (garbage, cut, end) => {
          await say([whole.subarray(0, cut), ...garbage], end);
        },
      ),
      { numRuns: 150 },
    );
    expect(await ask('x')).toEqual(answered('got 1'));
    await until('nobody is connected', () => server.openRequests() === 0);
  });

  test('takes 100 MB that nobody announced without holding them', async () => {
    const before = process.memoryUsage.rss();
    const flood = Buffer.alloc(1024 * 1024, 0x61);
    await say(
      Array.from({ length: 100 }, () => flood),
      'end',
    );
    expect(await ask('x')).toEqual(answered('got 1'));
    // The flood itself is in this very process: what is checked is that it was not collected as well.
    expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 1024 * 1024);
    await until('nobody is connected', () => server.openRequests() === 0);
  });

  test('takes 100 MB that were announced as little without holding them', async () => {
    const flood = Buffer.alloc(1024 * 1024, 0x61);
    const request = encodeRequest(head, 'abc');
    const said = say([request, ...Array.from({ length: 100 }, () => flood)], 'stay');
    expect(readReply(await said)).toEqual(answered('got 3'));
    expect(await ask('x')).toEqual(answered('got 1'));
  });

  test('holds no more than it may of requests that never end, and serves others meanwhile', async () => {
    const half = encodeRequest(head, 'x'.repeat(900_000)).subarray(0, 800_000);
    const stuck = Array.from({ length: 10 }, () => say([half], 'stay'));
    expect(await ask('x')).toEqual(answered('got 1'));
    const replies = (await Promise.all(stuck)).map((bytes) => readReply(bytes));
    // Some are told that it is too much, the others are too slow; all are let go.
    expect(replies.filter(({ kind }) => kind === 'answer')).toEqual([]);
    await until('nobody is connected', () => server.openRequests() === 0);
    expect(await ask('x')).toEqual(answered('got 1'));
  });

  test('lets go of callers that say nothing, and serves again when it has had too many', async () => {
    const silent: Socket[] = Array.from({ length: limits.maxConnections }, () =>
      connect(join(directory, 'socket')),
    );
    for (const socket of silent) socket.on('error', () => undefined);
    await until('all are connected', () => server.openRequests() === limits.maxConnections);
    await until('there is room again', () => server.openRequests() < limits.maxConnections);
    expect(await ask('x')).toEqual(answered('got 1'));
    for (const socket of silent) socket.destroy();
  });

  test('lets go of a caller that does not take its answer', async () => {
    const large = await listen(
      join(directory, 'large'),
      () => Promise.resolve({ exitCode: 0, stdout: 'y'.repeat(8 * 1024 * 1024), stderr: '' }),
      limits,
    );
    const slow = connect(join(directory, 'large'));
    slow.on('error', () => undefined);
    slow.pause();
    slow.write(encodeRequest(head, ''));
    await until('it is served', () => large.served() === 1);
    await until('it is let go', () => large.openRequests() === 0);
    expect(slow.destroyed).toBe(false);
    slow.destroy();
    await large.close();
  });

  test('refuses, and lives on, where serving fails', async () => {
    const failing = await listen(
      join(directory, 'failing'),
      () => Promise.reject(new Error('a bug')),
      limits,
    );
    const reply = await new Promise<Buffer>((resolve) => {
      const socket = connect(join(directory, 'failing'));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.once('close', () => resolve(Buffer.concat(chunks)));
      socket.write(encodeRequest(head, ''));
    });
    expect(readReply(reply)).toEqual({ kind: 'refused', why: 'failed' });
    await failing.close();
  });

  test('answers what was begun before it closes', async () => {
    const gate: { open: () => void } = { open: () => undefined };
    const waiting = await listen(
      join(directory, 'waiting'),
      () =>
        new Promise((resolve) => {
          gate.open = () => resolve({ exitCode: 0, stdout: 'late', stderr: '' });
        }),
      limits,
    );
    const said = new Promise<Buffer>((resolve) => {
      const socket = connect(join(directory, 'waiting'));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.once('close', () => resolve(Buffer.concat(chunks)));
      socket.write(encodeRequest(head, ''));
    });
    await until('it is being served', () => waiting.served() === 1);
    const closed = waiting.close();
    gate.open();
    expect(readReply(await said)).toEqual(answered('late'));
    await closed;
  });
});
