import type { FileSystem } from './files.ts';

type Kept = Pick<FileSystem, 'kind' | 'name'>;

/** Linux's numbers for kinds of file systems (statfs(2)), as far as it matters which one it is. */
const onLinux: ReadonlyMap<number, Kept> = new Map([
  [0xef53, { kind: 'disk', name: 'ext4' }],
  [0x58465342, { kind: 'disk', name: 'xfs' }],
  [0x9123683e, { kind: 'disk', name: 'btrfs' }],
  [0x2fc12fc1, { kind: 'disk', name: 'zfs' }],
  [0xf2f52010, { kind: 'disk', name: 'f2fs' }],
  [0xca451a4e, { kind: 'disk', name: 'bcachefs' }],
  [0x4d44, { kind: 'disk', name: 'vfat' }],
  [0x01021994, { kind: 'memory', name: 'tmpfs' }],
  [0x858458f6, { kind: 'memory', name: 'ramfs' }],
  [0x6969, { kind: 'network', name: 'nfs' }],
  [0x517b, { kind: 'network', name: 'smb' }],
  [0xfe534d42, { kind: 'network', name: 'smb2' }],
  [0xff534d42, { kind: 'network', name: 'cifs' }],
  [0x5346414f, { kind: 'network', name: 'afs' }],
  [0x00c36400, { kind: 'network', name: 'ceph' }],
  [0x0bd00bd0, { kind: 'network', name: 'lustre' }],
  [0x01021997, { kind: 'network', name: '9p' }],
  // Whatever the layers are, and whatever answers behind it.
  [0x794c7630, { kind: 'unknown', name: 'overlay' }],
  [0x65735546, { kind: 'unknown', name: 'fuse' }],
]);

/** The kind of file system behind a number of statfs(2). Only Linux gives these numbers a lasting meaning. */
export function fileSystemKind(type: number, platform: string): Kept {
  const unsigned = type >>> 0;
  const known = platform === 'linux' ? onLinux.get(unsigned) : undefined;
  return known ?? { kind: 'unknown', name: `0x${unsigned.toString(16)}` };
}
