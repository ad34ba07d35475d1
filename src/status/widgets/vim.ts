import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The editor's vim mode, where that is on. */
export const vim: Widget = ({ facts: { input } }) => {
  const text = harmless(input.vimMode ?? '', 12);
  const role = text === 'INSERT' ? 'good' : 'accent';
  return segment(58, [span(role, text)], [span(role, text.charAt(0))]);
};
