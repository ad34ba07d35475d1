import { Buffer } from 'node:buffer';
import { dirname, normalize } from 'node:path';
import type { Appended, Disk, DiskFailure, FileMark, OpenFile } from '../../src/journal/disk.ts';
import { failed, ok, type Result } from '../../src/text/result.ts';

interface FileNode {
  readonly kind: 'file';
  readonly id: string;
  bytes: Buffer;
  changes: number;
}

type Node = FileNode | { readonly kind: 'directory'; readonly id: string };

/** A file held open for appending, as a writer has it between its open and its write. */
interface OpenAppend {
  append(bytes: Buffer): Result<Appended, DiskFailure>;
}

/** A file system in memory, that passes the contract of a real one. */
export interface MemoryDisk extends Disk {
  /** A writer that was stopped after its open. */
  openAppend(path: string): Result<OpenAppend, DiskFailure>;
  /** Every path, for looking at what was left. */
  paths(): readonly string[];
}

/** An empty file system with nothing but its root directory. */
export function memoryDisk(): MemoryDisk {
  const nodes = new Map<string, Node>([['/', { kind: 'directory', id: '0' }]]);
  let lastId = 0;
  let changes = 0;

  const nextId = (): string => `${(lastId += 1)}`;
  const at = (path: string): Node | undefined => nodes.get(normalize(path));
  const file = (path: string): FileNode | null => {
    const node = at(path);
    return node?.kind === 'file' ? node : null;
  };

  /** The file to write to, made when it is missing and its directory is not. */
  const writable = (path: string): Result<FileNode, DiskFailure> => {
    const node = at(path);
    if (node?.kind === 'directory') {
      return refused('EISDIR', path);
    }
    const parent = parentRefusal(at, path);
    if (parent !== null) {
      return parent;
    }
    const made = node ?? { kind: 'file', id: nextId(), bytes: Buffer.alloc(0), changes };
    nodes.set(normalize(path), made);
    return ok(made);
  };

  const changed = (node: FileNode, bytes: Buffer): void => {
    node.bytes = bytes;
    node.changes = changes += 1;
  };

  const openAppend = (path: string): Result<OpenAppend, DiskFailure> => {
    const node = writable(path);
    if (!node.ok) {
      return node;
    }
    return ok({
      append(bytes) {
        changed(node.value, Buffer.concat([node.value.bytes, bytes]));
        return ok({ isWhole: true, isStillThere: at(path) === node.value });
      },
    });
  };

  const move = (from: string, to: string): void => {
    const [source, target] = [normalize(from), normalize(to)];
    for (const [path, node] of [...nodes].filter(([name]) => isWithin(source, name))) {
      nodes.delete(path);
      nodes.set(target + path.slice(source.length), node);
    }
  };

  return {
    openAppend,
    paths: () => [...nodes.keys()].sort(),
    append(path, bytes) {
      const opened = openAppend(path);
      return opened.ok ? opened.value.append(bytes) : opened;
    },
    open(path) {
      const node = file(path);
      return ok(node === null ? null : openFile(node));
    },
    identify(path) {
      const node = at(path);
      return ok(node === undefined ? null : markOf(node));
    },
    list: (directory) =>
      ok(
        [...nodes.keys()]
          .filter((path) => path !== '/' && dirname(path) === normalize(directory))
          .map((path) => path.slice(dirname(path).replace(/\/$/, '').length + 1)),
      ),
    write(path, bytes) {
      const node = writable(path);
      if (node.ok) {
        changed(node.value, Buffer.from(bytes));
      }
      return node.ok ? ok(undefined) : node;
    },
    sync: (path) => (file(path) === null ? refused('ENOENT', path) : ok(undefined)),
    syncDirectory: (path) => (at(path) === undefined ? refused('ENOENT', path) : ok(undefined)),
    rename(from, to) {
      const refusal = renameRefusal(at, from, to);
      if (refusal !== null) {
        return refusal;
      }
      move(from, to);
      return ok(undefined);
    },
    link(from, to) {
      const source = file(from);
      if (source === null) {
        return refused('ENOENT', to);
      }
      const parent = parentRefusal(at, to);
      if (parent !== null || at(to) !== undefined) {
        return parent ?? refused('EEXIST', to);
      }
      nodes.set(normalize(to), source);
      return ok(undefined);
    },
    unlink(path) {
      if (at(path)?.kind === 'directory') {
        return refused('EISDIR', path);
      }
      nodes.delete(normalize(path));
      return ok(undefined);
    },
    empty(path) {
      const node = file(path);
      if (node !== null) {
        changed(node, Buffer.alloc(0));
      }
      return node === null ? refused('ENOENT', path) : ok(undefined);
    },
    makeDirectory(directory) {
      const missing: string[] = [];
      for (let path = normalize(directory); at(path)?.kind !== 'directory'; path = dirname(path)) {
        if (at(path) !== undefined) {
          return refused(missing.length === 0 ? 'EEXIST' : 'ENOTDIR', path);
        }
        missing.push(path);
      }
      for (const path of missing.reverse()) {
        nodes.set(path, { kind: 'directory', id: nextId() });
      }
      return ok(undefined);
    },
    removeTree(directory) {
      for (const path of [...nodes.keys()].filter((name) => isWithin(normalize(directory), name))) {
        nodes.delete(path);
      }
      return ok(undefined);
    },
  };
}

function refused(code: string, path: string): Result<never, DiskFailure> {
  return failed({ kind: 'disk', code, path });
}

function parentRefusal(
  at: (path: string) => Node | undefined,
  path: string,
): Result<never, DiskFailure> | null {
  const parent = at(dirname(normalize(path)));
  if (parent?.kind === 'directory') {
    return null;
  }
  return refused(parent === undefined ? 'ENOENT' : 'ENOTDIR', path);
}

function renameRefusal(
  at: (path: string) => Node | undefined,
  from: string,
  to: string,
): Result<never, DiskFailure> | null {
  const source = at(from);
  if (source === undefined) {
    return refused('ENOENT', from);
  }
  if (source.kind === 'file' && at(to)?.kind === 'directory') {
    return refused('EISDIR', from);
  }
  const parent = parentRefusal(at, to);
  return parent === null ? null : refused(parent.ok ? '' : parent.failure.code, from);
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

function markOf(node: Node): FileMark {
  const sizeBytes = node.kind === 'file' ? node.bytes.length : 0;
  const changes = node.kind === 'file' ? node.changes : 0;
  return { id: node.id, sizeBytes, mark: `${node.id}:${changes}:${sizeBytes}` };
}

function openFile(node: FileNode): OpenFile {
  return {
    ...markOf(node),
    readAt: (offsetBytes, lengthBytes) =>
      ok(Buffer.from(node.bytes.subarray(offsetBytes, offsetBytes + lengthBytes))),
    close: () => undefined,
  };
}
