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

/** True only for the very same process: same boot, same pid, same start. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.started === b.started && a.bootId === b.bootId;
}
