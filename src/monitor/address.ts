import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the launcher has to know, which no shell can find out in a millisecond. */
export interface Address {
  /** The resident's socket, whether or not one listens there; empty where nobody is to be asked. */
  readonly socket: string;
  /** The Node to run the program with where PATH has none. */
  readonly node: string;
  /** The program's file. */
  readonly program: string;
}

/** Where the launcher looks. One value a line, in this order: shell and perl read it. */
export function addressPath(instances: string): string {
  return join(instances, 'monitor.address');
}

/** The address as it stands, or null where there is none. */
function readAddress(instances: string): Address | null {
  try {
    const [socket, node, program] = readFileSync(addressPath(instances), 'utf8').split('\n');
    if (socket === undefined || node === undefined || program === undefined) return null;
    return { socket, node, program };
  } catch {
    // Not written yet, or not to be read: the launcher does without, too.
    return null;
  }
}

/**
 * Writes the address where it differs. A path that holds a newline cannot be told in lines, and is left out:
 * the launcher then finds Node and the program by itself. Gives false when it could not be written.
 */
export function keepAddress(instances: string, address: Address, unique: string): boolean {
  const lines = [address.socket, address.node, address.program].map((each) =>
    each.includes('\n') ? '' : each,
  );
  const known = readAddress(instances);
  if (known !== null && [known.socket, known.node, known.program].join('\n') === lines.join('\n'))
    return true;
  const draft = `${addressPath(instances)}.${unique}`;
  try {
    writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(draft, addressPath(instances));
    return true;
  } catch {
    // A full or read-only disk: everything works without an address, slower.
    return false;
  }
}
