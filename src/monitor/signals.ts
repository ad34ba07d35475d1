import { systemWord } from '../text/system-word.ts';

/** Whether some process bears this pid now; a zombie does, too. Costs a microsecond. */
export function takesSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: another user's, and there.
    return systemWord(error) !== 'ESRCH';
  }
}
