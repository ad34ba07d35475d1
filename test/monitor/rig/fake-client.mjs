// Stands in for the client in tests: run through a link called `claude`, so that the process table shows a
// client. Runs each command that it is sent as the client runs its hooks: by a shell, with JSON on stdin.
// On SIGHUP and SIGTERM it says goodbye by its SessionEnd hook, as the client does, and ends.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

const [socketPath, launcher, session] = process.argv.slice(2);

function sayGoodbye() {
  const stdin = JSON.stringify({ session_id: session, hook_event_name: 'SessionEnd', reason: 'other' });
  spawnSync('/bin/sh', ['-c', '"$0" hook SessionEnd', launcher], { input: stdin });
  process.exit(0);
}
process.on('SIGHUP', sayGoodbye);
process.on('SIGTERM', sayGoodbye);

createServer({ allowHalfOpen: true }, (socket) => {
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => {
    const { command, stdin, env } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const child = spawn('/bin/sh', ['-c', command], { env: { ...process.env, ...env }, stdio: 'pipe' });
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    child.on('close', (code) => {
      socket.end(JSON.stringify({ code, stdout: Buffer.concat(printed).toString('utf8') }));
    });
  });
  socket.on('error', () => undefined);
}).listen(socketPath);
