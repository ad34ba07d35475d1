import type { Disk, DiskFailure, OpenFile } from '../../src/journal/disk.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';

/** One call of a disk, about to be made. */
export interface DiskCall {
  readonly name: keyof Disk | 'readAt';
  readonly path: string;
  /** How many calls were made before this one. */
  readonly index: number;
}

/** What a watcher lets happen: the call itself, or a refusal with this code. */
export type Verdict = { readonly refuse: string } | undefined;

/** A disk where something else happens right before one of its calls. */
export function interruptedDisk(disk: Disk, at: number, happens: () => void): Disk {
  return watchedDisk(disk, ({ index }) => {
    if (index === at) {
      happens();
    }
    return undefined;
  });
}

/** A disk whose user is dead from that call on. */
export function deadlyDisk(disk: Disk, at: number): Disk {
  return watchedDisk(disk, ({ index }) => {
    if (index >= at) {
      throw new Error('killed');
    }
    return undefined;
  });
}

/**
 * A disk that asks before every call. The watcher may refuse it, throw (a kill: from then on it must
 * throw at every call, because the dead do nothing), or do something of its own in between.
 */
export function watchedDisk(disk: Disk, watch: (call: DiskCall) => Verdict): Disk {
  let index = 0;
  const guarded = <T>(
    name: DiskCall['name'],
    path: string,
    call: () => Result<T, DiskFailure>,
  ): Result<T, DiskFailure> => {
    const verdict = watch({ name, path, index });
    index += 1;
    return verdict === undefined ? call() : failed({ kind: 'disk', code: verdict.refuse, path });
  };
  const watchedFile = (file: OpenFile, path: string): OpenFile => ({
    ...file,
    readAt: (offsetBytes, lengthBytes) =>
      guarded('readAt', path, () => file.readAt(offsetBytes, lengthBytes)),
  });
  return {
    append: (path, bytes, durability) => guarded('append', path, () => disk.append(path, bytes, durability)),
    open: (path) =>
      guarded('open', path, () => {
        const file = disk.open(path);
        return file.ok && file.value !== null ? ok(watchedFile(file.value, path)) : file;
      }),
    identify: (path) => guarded('identify', path, () => disk.identify(path)),
    list: (directory) => guarded('list', directory, () => disk.list(directory)),
    write: (path, bytes, durability) => guarded('write', path, () => disk.write(path, bytes, durability)),
    sync: (path) => guarded('sync', path, () => disk.sync(path)),
    syncDirectory: (directory) => guarded('syncDirectory', directory, () => disk.syncDirectory(directory)),
    rename: (from, to) => guarded('rename', from, () => disk.rename(from, to)),
    link: (from, to) => guarded('link', to, () => disk.link(from, to)),
    unlink: (path) => guarded('unlink', path, () => disk.unlink(path)),
    empty: (path) => guarded('empty', path, () => disk.empty(path)),
    makeDirectory: (directory) => guarded('makeDirectory', directory, () => disk.makeDirectory(directory)),
    removeTree: (directory) => guarded('removeTree', directory, () => disk.removeTree(directory)),
  };
}
