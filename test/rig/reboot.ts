// A reboot without one: the product runs where the kernel's boot id is another. Nothing in the product knows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOk } from './run.ts';
import { productAt, type Product } from './product.ts';
import type { Stage } from './stage.ts';

const bootIdPath = '/proc/sys/kernel/random/boot_id';
const script = `mount --bind "$0" ${bootIdPath} && exec "$@"`;

/** Whether this user may have a mount namespace of their own (root, as a rule). */
export async function canReboot(): Promise<boolean> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  return runOk('unshare', ['-m', 'mount', '--bind', bootIdPath, bootIdPath], { env }).then(
    () => true,
    () => false,
  );
}

/**
 * The installed product after a reboot: whatever it starts, a tmux server too, lives in the new boot. Call it
 * when nothing of the stage runs.
 */
export function afterReboot(stage: Stage, product: Product, bootId: string): Product {
  const file = join(stage.paths.root, 'boot_id');
  writeFileSync(file, `${bootId}\n`);
  const rebooted: Stage = {
    ...stage,
    run: (program, args, how) =>
      stage.run('unshare', ['-m', 'sh', '-c', script, file, program, ...args], how),
  };
  return productAt(rebooted, product.root);
}
