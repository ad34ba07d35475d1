// Starting real clients in panes, talking to them, and reading what they themselves say of themselves.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shellPrompt } from './home.ts';
import { asRecord, parseJson } from './json.ts';
import { seenProcess } from './processes.ts';
import type { Stage } from './stage.ts';

/** One entry of the client's own registry whose process runs. */
export interface ClientEntry {
  readonly pid: number;
  readonly sessionId: string;
  readonly cwd: string;
  readonly status: string;
  readonly procStart: string;
  readonly updatedAtMs: number;
}

/** A client that a test started, in its pane. */
export interface StageClient {
  readonly pane: string;
  readonly pid: number;
  readonly sessionId: string;
}

/** The client's own registry, entries of dead processes left out. */
export function clientEntries(stage: Stage): readonly ClientEntry[] {
  const directory = join(stage.paths.claudeConfig, 'sessions');
  return namesIn(directory).flatMap((name) => entryOf(join(directory, name)) ?? []);
}

function entryOf(path: string): ClientEntry | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // It went away between the listing and the reading.
    return null;
  }
  const entry = asRecord(parseJson(text));
  const [pid, procStart] = [Number(entry?.['pid']), String(entry?.['procStart'])];
  if (entry === null || seenProcess(pid)?.started !== procStart) return null;
  return {
    pid,
    procStart,
    sessionId: String(entry['sessionId']),
    cwd: String(entry['cwd']),
    status: String(entry['status']),
    updatedAtMs: Number(entry['updatedAt']),
  };
}

/** True when the process is the pane's own or one of its descendants. */
export function isInPane(pid: number, ownPid: number): boolean {
  for (let at = seenProcess(pid); at !== null; at = seenProcess(at.ppid)) if (at.pid === ownPid) return true;
  return false;
}

/** What a pane shows, without its colours. */
export function screen(stage: Stage, pane: string): Promise<string> {
  return stage.tmux('capture-pane', '-p', '-t', pane);
}

/** The pid of a pane's own process. */
export async function panePid(stage: Stage, pane: string): Promise<number> {
  return Number(await stage.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'));
}

/** Waits until the pane's shell asks for a command. */
export async function untilShell(stage: Stage, pane: string): Promise<void> {
  await stage.until(`the shell of ${pane} is ready`, async () => {
    const asked = ['display-message', '-p', '-t', pane, '#{pane_current_command} #{cursor_y}'];
    const [command, row] = (await stage.tmux(...asked)).trim().split(' ');
    // What a client that was killed has left on the screen may stand round the prompt.
    const line = (await screen(stage, pane)).split('\n')[Number(row)] ?? '';
    return command === 'bash' && line.startsWith(shellPrompt.trimEnd());
  });
}

/** Types a line into a pane and sends it once it is seen to stand there. */
export async function typeLine(stage: Stage, pane: string, line: string): Promise<void> {
  await stage.tmux('send-keys', '-t', pane, '-l', '--', line);
  const tail = line.slice(-20);
  await stage.until(`"${tail}" stands in ${pane}`, async () => {
    const shown = await stage.tmux('capture-pane', '-p', '-J', '-t', pane);
    return shown.replace(/\s+/g, '').includes(tail.replace(/\s+/g, ''));
  });
  await stage.tmux('send-keys', '-t', pane, 'Enter');
}

/** Types `claude …` into the pane's shell and waits until that client is ready for a prompt. */
export async function startClient(
  stage: Stage,
  pane: string,
  args: readonly string[] = [],
): Promise<StageClient> {
  await untilShell(stage, pane);
  await typeLine(stage, pane, ['claude', ...args].join(' '));
  return untilClient(stage, pane);
}

/** Waits until a client in this pane takes prompts. */
export async function untilClient(stage: Stage, pane: string): Promise<StageClient> {
  const shell = await panePid(stage, pane);
  const entry = await stage.until(`a client is ready in ${pane}`, async () => {
    const found = clientEntries(stage).find(({ pid }) => isInPane(pid, shell));
    return found !== undefined && (await screen(stage, pane)).includes('❯') ? found : null;
  });
  return { pane, pid: entry.pid, sessionId: entry.sessionId };
}

/** Sends a prompt and waits until its turn is over and stands in the client's transcript. */
export async function prompt(stage: Stage, client: StageClient, text: string): Promise<void> {
  const before = stage.model.requests.length;
  await typeLine(stage, client.pane, text);
  const endedBy = await stage.until(`the model ends the turn of "${text}"`, () => {
    const since = stage.model.requests.slice(before);
    const from = since.findIndex((request) => request.prompt === text);
    const mine = from < 0 ? [] : since.slice(from).filter(({ conversation }) => conversation.includes(text));
    return mine.find(({ turnEndedBy }) => turnEndedBy !== null)?.turnEndedBy;
  });
  await stage.until(`the turn of "${text}" is over in ${client.pane}`, () => {
    const entry = clientEntries(stage).find(({ pid }) => pid === client.pid);
    // The status alone proves nothing: a short turn can pass without ever being written as `busy`.
    if (entry === undefined || entry.status === 'busy') return false;
    return endedBy === 'refused' || transcript(stage, entry.sessionId).includes(`"${endedBy}"`);
  });
}

/** The text of a session's transcript, in whatever project it lies; empty when there is none. */
export function transcript(stage: Stage, sessionId: string): string {
  const projects = join(stage.paths.claudeConfig, 'projects');
  for (const project of namesIn(projects)) {
    const path = join(projects, project, `${sessionId}.jsonl`);
    if (existsSync(path)) return readFileSync(path, 'utf8');
  }
  return '';
}

/** Names in a directory that the client makes when it needs it. */
function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
