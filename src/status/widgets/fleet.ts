import { icon } from '../icons.ts';
import { type Form, segment, span } from '../segment.ts';
import type { Widget } from '../widget.ts';

/** The sessions of this machine: how many wait, work, rest, and are lost. */
export const fleet: Widget = ({ facts, icons }) => {
  if (facts.fleet === null) return null;
  const { waiting, working, idle, lost } = facts.fleet;
  const counts = (
    [
      ['warn', 'waiting', waiting],
      ['good', 'working', working],
      ['muted', 'idle', idle],
      ['bad', 'lost', lost],
    ] as const
  ).filter(([, , count]) => count > 0);
  const long = counts.map(([role, word, count]): Form => [span(role, `${count} ${word}`)]);
  const short = counts.map(([role, word, count]): Form => [span(role, `${icon(word, icons)}${count}`)]);
  // Somebody who waits for the user, or was lost, is why the line is looked at.
  const priority = waiting + lost > 0 ? 72 : 40;
  return segment(priority, joined(long, ' · '), joined(short, ' '));
};

function joined(forms: readonly Form[], between: string): Form {
  return forms.flatMap((form, index) => (index === 0 ? form : [span('separator', between), ...form]));
}
