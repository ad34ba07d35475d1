import { expect, onTestFinished, test } from 'vitest';
import { clientsByRef } from '../rig/desk.ts';
import { layDesk, openStageOfFour, seats, startFour } from '../rig/four.ts';
import { field } from '../rig/json.ts';
import { installProduct, registry } from '../rig/product.ts';
import { afterReboot, canReboot } from '../rig/reboot.ts';

const isAble = await canReboot();
const bootId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

test.skipIf(!isAble)(
  'after a reboot every conversation comes back, and is known to be of the new boot',
  async () => {
    const stage = await openStageOfFour();
    onTestFinished(() => stage.close());
    const installed = await installProduct(stage);
    await layDesk(stage);
    const four = await startFour(stage);
    await stage.powerCut();
    const product = afterReboot(stage, installed, bootId);

    const listed = await product.json(['recover', 'list']);
    const lost: readonly unknown[] = Array.isArray(listed) ? listed : [];
    expect(lost.map((item) => field(item, 'reason'))).toEqual([
      'rebooted',
      'rebooted',
      'rebooted',
      'rebooted',
    ]);

    expect((await product.run(['recover', 'all'])).code).toBe(0);
    expect(await clientsByRef(stage)).toEqual({
      [seats.editor]: four.editor.sessionId,
      [seats.tests]: four.tests.sessionId,
      [seats.docs]: four.docs.sessionId,
      [seats.play]: four.play.sessionId,
    });
    const boots = Object.values(registry(stage)).map(({ process }) => field(process, 'boot_id'));
    expect(boots).toEqual([bootId, bootId, bootId, bootId]);
  },
);
