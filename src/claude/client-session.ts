import type { ClientSession } from './client-files.ts';
import { amount, momentMs, parseObject, text, title } from './fields.ts';
import { parseSessionId } from './session-id.ts';

const entryName = /^([1-9]\d{0,9})\.json$/;

/**
 * One entry of the client's registry, or null when it is not sound: no object, no session id, or
 * another pid inside than in its file's name.
 */
export function parseClientSession(fileName: string, json: string): ClientSession | null {
  const pid = Number(entryName.exec(fileName)?.[1]);
  const entry = parseObject(json).value;
  const sessionId = parseSessionId(entry?.['sessionId']);
  if (entry === null || sessionId === null || entry['pid'] !== pid) return null;
  const nameSource = text(entry['nameSource']);
  return {
    pid,
    sessionId,
    cwd: text(entry['cwd']),
    procStart: text(entry['procStart']) ?? amount(entry['procStart'])?.toString() ?? null,
    kind: text(entry['kind']),
    entrypoint: text(entry['entrypoint']),
    name: title(entry['name']),
    ...(nameSource !== null && { nameSource }),
    status: text(entry['status']),
    waitingFor: text(entry['waitingFor']),
    startedAtMs: momentMs(entry['startedAt']),
    updatedAtMs: momentMs(entry['updatedAt']),
  };
}
