import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { ShieldGap } from '../shield.ts';
import type { Widget } from '../widget.ts';

const words: Readonly<Record<ShieldGap, string>> = {
  'hook-missing': 'no hooks',
  'journal-unwritable': 'journal not writable',
  'transcript-missing': 'no transcript',
  'not-registered': 'not registered',
  'no-pane': 'not in tmux',
  'directory-gone': 'directory gone',
};

/** Whether this session would come back if everything died now, and why not when it would not. */
export const shield: Widget = ({ facts, icons }) => {
  const state = facts.shield;
  if (state.kind === 'unknown') return null;
  if (state.kind === 'protected') return segment(76, [span('good', icon('shield', icons))]);
  const sign = span('bad', icon('shieldOpen', icons));
  return segment(88, [sign, span('bad', ` ${words[state.gap]}`)], [sign]);
};
