const linuxMajor = 136;
const darwinMajor = 16;

/**
 * Device number of a pseudo terminal by its path, as the process table counts them (`/dev/pts/5` on Linux,
 * `/dev/ttys005` on macOS); null for another kind of path.
 */
export function terminalNumber(path: string): number | null {
  const [, linux] = /^\/dev\/pts\/(\d+)$/.exec(path) ?? [];
  if (linux !== undefined) return linuxDevice(Number(linux));
  const [, darwin] = /^\/dev\/ttys(\d+)$/.exec(path) ?? [];
  return darwin === undefined ? null : darwinMajor * 2 ** 24 + Number(darwin);
}

/** The kernel puts the low byte of the minor below the major and the rest above it. */
function linuxDevice(minor: number): number {
  return (minor % 256) + linuxMajor * 256 + Math.floor(minor / 256) * 2 ** 20;
}
