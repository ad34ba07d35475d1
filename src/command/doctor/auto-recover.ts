import type { AutoRecover } from '../../status/recovery-settings.ts';
import { autoRecoverWords } from '../setup/auto-recover.ts';
import { type Check, fine } from './check.ts';

/** Says what happens by itself after a loss: any of the ways is as the user wants it. Pure. */
export function judgeAutoRecover(way: AutoRecover): readonly Check[] {
  return [fine('auto-recover', `${autoRecoverWords(way).replace(/\.$/, '')} (setup --auto-recover)`)];
}
