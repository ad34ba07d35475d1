import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The client's version. */
export const version: Widget = ({ facts: { input } }) => {
  const text = harmless(input.version ?? '', 16);
  return text === '' ? null : segment(15, [span('muted', `v${text}`)]);
};
