/**
 * One process, told apart from every other that ever had or will have its number.
 * A pid alone is never believed: it is reused within a boot, and means nothing after one.
 */
export interface ProcessIdentity {
  /** The kernel's boot id (Linux), or the boot time (macOS): opaque text. */
  readonly bootId: string;
  readonly pid: number;
  /** When the process started, as the platform counts it (Linux: field 22 of /proc/PID/stat). Opaque text. */
  readonly started: string;
}

/** The process table, as far as an identity needs it. */
interface Table {
  bootId(): string | null;
  row(pid: number): { readonly started: string } | null;
}

/** The identity of the process that bears this pid now; null where there is none, or the platform does not tell. */
export function identityOf(table: Table, pid: number): ProcessIdentity | null {
  const bootId = table.bootId();
  const row = table.row(pid);
  return bootId === null || row === null ? null : { bootId, pid, started: row.started };
}

/** True only for the very same process: same boot, same pid, same start. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.started === b.started && a.bootId === b.bootId;
}
