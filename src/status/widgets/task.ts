import { harmless } from '../../text/harmless.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** What the session is about. */
export const task: Widget = ({ facts: { session } }) =>
  prose(90, 36, [span('task', harmless(session?.task ?? session?.description ?? '', 80))]);
