import { harmless } from '../../text/harmless.ts';
import { prose, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** Words of the user's own. */
export const text: Widget = ({ spec }) => prose(42, 8, [span('plain', harmless(spec.value ?? '', 80))]);
