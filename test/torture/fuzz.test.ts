// Whatever is said to the resident's socket, by the hundred: it serves on, and neither its memory nor its files grow.
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusJson } from '../monitor/rig/fixture.ts';
import { buildHouse, type House } from '../monitor/rig/house.ts';
import { until } from '../rig/wait.ts';
import { scaled } from './rig.ts';

const megabyte = 1024 * 1024;

let house: House;
let pid: number;
beforeAll(async () => {
  house = await buildHouse();
  await house.call(['render'], statusJson());
  pid = await house.serving();
});
afterAll(() => house?.close());

function open(): Socket {
  const socket = connect(join(house.den, 'socket'));
  // It may be cut off at any moment, which is the point.
  socket.on('error', () => undefined);
  return socket;
}

/** Says something, reads what comes, and waits for the other end to let go. */
function say(pieces: readonly Uint8Array[], end: 'end' | 'cut'): Promise<void> {
  return new Promise((resolve) => {
    const socket = open();
    socket.resume();
    socket.once('close', () => resolve());
    for (const piece of pieces) socket.write(piece);
    if (end === 'end') socket.end();
    else socket.destroy();
  });
}

function head(bodyBytes: number): Uint8Array {
  return Buffer.from(`statusline/1\0pid=1\0ppid=1\0cwd=/\0len=${bodyBytes}\0arg=render\0\0`);
}

function memoryMb(field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
}

const files = (): number => readdirSync(`/proc/${pid}/fd`).length;

/** An honest caller gets its line from this very resident. */
async function expectServed(): Promise<void> {
  expect(await house.call(['render'], statusJson())).toMatchObject({ code: 0, stderr: '' });
  expect(house.residents()).toEqual([pid]);
}

/** Bytes that depend on nothing but their number. */
function noise(seed: number): Uint8Array {
  return Uint8Array.from(
    { length: (seed * 7919) % 4000 },
    (_, index) => (seed * (index + 31) * 2_654_435) >>> 7,
  );
}

test.runIf(process.platform === 'linux')(
  'the resident serves on, and is not bloated, whatever is said to its socket',
  async ({ annotate }) => {
    for (let count = 0; count < 20; count += 1) await expectServed();
    const before = { memory: memoryMb('VmRSS'), files: files() };

    const rounds = scaled(10, 100);
    await Promise.all(
      Array.from({ length: 30 }, async (_, caller) => {
        for (let round = 0; round < rounds; round += 1) {
          const seed = caller * rounds + round + 1;
          const garbage = noise(seed);
          const pieces = seed % 2 === 0 ? [garbage] : [Buffer.from('statusline/1\0'), garbage];
          await say(pieces, seed % 3 === 0 ? 'cut' : 'end');
        }
      }),
    );
    await expectServed();

    const flood = Array.from({ length: 100 }, () => Buffer.alloc(megabyte, 0x61));
    for (const opening of [
      Buffer.alloc(0),
      Buffer.from('statusline/1\0arg='),
      head(100 * megabyte),
      head(3),
    ]) {
      const floods = [say([opening, ...flood], 'end'), say([opening, ...flood], 'end')];
      await expectServed();
      await Promise.all(floods);
    }

    const slow = Array.from({ length: 300 }, () => {
      const socket = open();
      socket.pause();
      socket.write(Buffer.concat([head(2), Buffer.from('{}')]));
      return socket;
    });
    const half = Array.from({ length: 700 }, () => {
      const socket = open();
      socket.write(head(100_000));
      return socket;
    });
    // Here it may be that there is no room: then the program is run, and the line is there all the same.
    await expectServed();
    await until('all are let go', () => files() <= before.files + 5);
    for (const socket of [...slow, ...half]) socket.destroy();

    await expectServed();
    const [now, peak] = [memoryMb('VmRSS'), memoryMb('VmHWM')].map(Math.round);
    await annotate(`${Math.round(before.memory)} MB before, ${now} MB after, ${peak} MB at most`);
    expect(peak).toBeLessThan(before.memory + 100);
    expect(now).toBeLessThan(before.memory + 40);
  },
  120_000,
);
