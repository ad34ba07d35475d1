import { harmless } from '../../text/harmless.ts';
import { icon } from '../icons.ts';
import { segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The model, and how hard it thinks. */
export const model: Widget = ({ facts: { input, session }, icons }) => {
  const full = input.model.name ?? input.model.id ?? session?.modelName ?? session?.modelId ?? '';
  const text = harmless(full, 28);
  if (text === '') return null;
  const effort = harmless(input.effort ?? '', 8);
  const words = [effort, input.isFast === true ? 'fast' : ''].filter((word) => word !== '').join(' ');
  const plain = span('model', withoutBrackets(text));
  const extra = words === '' ? [] : [span('muted', ` ${words}`)];
  return segment(
    70,
    [span('model', icon('model', icons)), plain, ...extra],
    [plain],
    [span('model', shortModel(text))],
  );
};

/** `Opus 4.8 1M` for `Opus 4.8 (1M context)`: the size is all that the brackets say. */
function withoutBrackets(text: string): string {
  return text.replace(/ \((\S+) context\)$/i, ' $1');
}

/** `Sonnet 5` for `Claude Sonnet 5 (1M context)`. */
function shortModel(text: string): string {
  return text.replace(/^claude[ -]/i, '').replace(/ *\(.*\)$/, '');
}
