import { harmless } from '../../text/harmless.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The output style, where it is not the ordinary one. */
export const outputStyle: Widget = ({ facts: { input } }) => {
  const text = harmless(input.outputStyle ?? '', 24);
  return text.toLowerCase() === 'default' ? null : segment(18, [span('muted', text)]);
};
