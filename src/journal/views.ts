import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { failed, ok, type Result } from '../text/result.ts';
import { isObject, withChecksum } from './checksum.ts';
import type { DiskFailure } from './disk.ts';
import { readVerified } from './files.ts';
import { replaceFile, replaceFiles, type Replacement } from './replace.ts';
import type { Site } from './site.ts';

interface View {
  /** Under the instances directory. */
  readonly path: string;
  /** Length and checksum of the content, as text. */
  readonly content: string;
  readonly file: Replacement;
}

/** A view as it was last written: what was in it, and which file it was. */
interface Written {
  readonly content: string;
  readonly mark: string;
}

/**
 * Brings the view files to this content; those that have it already are left alone. Files that are not
 * named any more stay. Only for the lock's holder.
 *
 * What was written is remembered with the file's mark, because remembering the content alone would
 * trust a view that was edited, deleted, or replaced by a settling that was killed before it could
 * remember anything.
 */
export function bringViews(
  site: Site,
  wanted: ReadonlyMap<string, string>,
  { rewriteAll }: { readonly rewriteAll: boolean },
): Result<void, DiskFailure> {
  const last = rewriteAll ? new Map<string, Written>() : loadWritten(site);
  const written = new Map<string, Written>();
  const stale: View[] = [];
  for (const [path, text] of wanted) {
    const view = viewOf(site, path, text);
    const before = last.get(path);
    if (before !== undefined && isWritten(site, view, before)) {
      written.set(path, before);
    } else if (isInside(path)) {
      stale.push(view);
    }
  }
  const rewritten = stale.length === 0 ? ok(undefined) : rewrite(site, stale, written);
  const outside = [...wanted.keys()].find((path) => !isInside(path));
  return outside === undefined ? rewritten : failed({ kind: 'disk', code: 'EINVAL', path: outside });
}

/** Writes what is stale, and remembers it with what is written already. */
function rewrite(
  site: Site,
  stale: readonly View[],
  written: ReadonlyMap<string, Written>,
): Result<void, DiskFailure> {
  const replaced = replaceFiles(
    site,
    stale.map((view) => view.file),
    'durable',
  );
  const done = new Set(replaced.done);
  const now = new Map(written);
  for (const { path, content, file } of stale.filter((view) => done.has(view.file))) {
    const found = site.disk.identify(file.path);
    now.set(path, { content, mark: found.ok ? (found.value?.mark ?? '') : '' });
  }
  const saved = saveWritten(site, now);
  return replaced.failure === null ? saved : failed(replaced.failure);
}

function viewOf(site: Site, path: string, text: string): View {
  const bytes = Buffer.from(text);
  const content = `${bytes.length}-${crc32(bytes).toString(16)}`;
  return { path, content, file: { path: join(site.paths.root, path), bytes } };
}

function isWritten(site: Site, view: View, last: Written): boolean {
  if (last.content !== view.content) {
    return false;
  }
  const file = site.disk.identify(view.file.path);
  return file.ok && file.value?.mark === last.mark;
}

/** Ids in view paths come from outside: none of them may lead out of the instances directory. */
function isInside(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}

function loadWritten(site: Site): ReadonlyMap<string, Written> {
  const views = readVerified(site.disk, site.paths.viewsRecord)?.value['views'];
  const entries = isObject(views) ? Object.entries(views) : [];
  return new Map(entries.filter((entry): entry is [string, Written] => isWrittenRecord(entry[1])));
}

function isWrittenRecord(value: unknown): value is Written {
  return isObject(value) && typeof value['content'] === 'string' && typeof value['mark'] === 'string';
}

/** Not durable: when it is lost or torn, the views are written once more. */
function saveWritten(site: Site, written: ReadonlyMap<string, Written>): Result<void, DiskFailure> {
  const views = Object.fromEntries(written);
  const bytes = Buffer.from(withChecksum(JSON.stringify({ v: 1, views })));
  return replaceFile(site, { path: site.paths.viewsRecord, bytes }, 'cached');
}
