// Measures ways to hand a request to the resident, for docs/decisions/0003-launcher.md. A way whose tools are
// missing here is left out. Prints a table.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, openSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellWord } from '../../src/text/shell-word.ts';
import { listen } from '../../src/monitor/server.ts';
import { run } from '../rig/run.ts';
import { measure, type Subject } from './measure.ts';
import { costTable } from './table.ts';

const folder = join(import.meta.dirname, 'launchers');
const line = 'a status line of a usual length, with some colours in it';

/** The other end of all ways, in a process of its own so that nothing of it is counted. */
async function serve(directory: string): Promise<void> {
  const socket = join(directory, 'socket');
  await listen(socket, () => Promise.resolve({ exitCode: 0, stdout: `${line}\n`, stderr: '' }));
  createHttpServer((request, response) => request.on('end', () => response.end(`${line}\n`)).resume()).listen(
    `${socket}.http`,
  );
  createServer((tcp) =>
    tcp.once('data', () => tcp.end(`statusline/1 0 ${line.length + 1} 0\n${line}\n`)),
  ).listen({ port: 0, host: '127.0.0.1' }, function report(this: ReturnType<typeof createServer>) {
    const address = this.address();
    writeFileSync(join(directory, 'port'), String(typeof address === 'object' ? address?.port : ''));
  });
  const fifo = join(directory, 'fifo');
  execFileSync('mkfifo', [`${fifo}.in`, `${fifo}.out`]);
  // Opened for both, so that it never sees an end.
  const requests = spawn('cat', { stdio: [openSync(`${fifo}.in`, 'r+'), 'pipe', 'inherit'] });
  let zeros = 0;
  requests.stdout?.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0) zeros += 1;
    while (zeros >= 2) {
      zeros -= 2;
      writeFileSync(`${fifo}.out`, `${line}\n`);
    }
  });
}

async function main(): Promise<void> {
  const [, , role, given = ''] = process.argv;
  if (role === 'serve') return serve(given);
  const directory = mkdtempSync(join(tmpdir(), 'sl-ways-'));
  const server = spawn(process.execPath, [...process.execArgv, import.meta.filename, 'serve', directory], {
    stdio: 'inherit',
  });
  try {
    await measureWays(directory);
  } finally {
    server.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureWays(directory: string): Promise<void> {
  const stdinFile = join(import.meta.dirname, '../fixtures/claude/12-statusline.json');
  const port = await retry(() => readFileSync(join(directory, 'port'), 'utf8'));
  const env = { SOCKET: join(directory, 'socket'), FIFO: join(directory, 'fifo'), PORT: port };
  const subjects: Subject[] = [
    { name: 'node -e 0', command: 'node -e 0', stdinFile },
    { name: 'nothing at all (`:`)', command: ':', stdinFile },
    { name: 'a shell script of nothing', command: 'sh -c :', stdinFile },
  ];
  for (const file of readdirSync(folder).filter((name) => name !== 'README.md')) {
    const command = shellWord(join(folder, file));
    const tried = await run('/bin/sh', ['-c', command], {
      env: { ...environment(), ...env },
      stdin: readFileSync(stdinFile),
      timeoutMs: 20_000,
    });
    if (tried.stdout === `${line}\n`) subjects.push({ name: file, command, stdinFile, env });
    else console.log(`${file} does not work here: ${tried.stderr.trim().split('\n').at(-1) ?? ''}`);
  }
  console.log(costTable('way', await measure(subjects, { rounds: 15, runs: 8 })));
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function retry<T>(look: () => T): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return look();
    } catch (error) {
      if (tried > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

void main();
