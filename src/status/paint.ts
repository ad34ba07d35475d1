import { colourCodes } from './colour.ts';
import { linkable } from './links.ts';
import type { Form, Span } from './segment.ts';
import type { ColourLevel, TerminalFacts } from './terminal.ts';
import type { Block, Look, Theme } from './theme.ts';

const escape = '\u001b';
/* oxlint-disable-next-line no-control-regex -- what must never pass */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A row as the terminal takes it: text, our own colour codes and links, nothing else. Ends without colour. */
export function paintRow(form: Form, theme: Theme, terminal: TerminalFacts): string {
  let painted = '';
  let current = '';
  for (const piece of form) {
    if (piece.text === '') continue;
    const codes = codesFor(piece, theme, terminal.colours);
    if (codes !== current) painted += turnTo(codes, current);
    current = codes;
    painted += withLink(piece, terminal.hasLinks);
  }
  return current === '' ? painted : `${painted}${escape}[0m`;
}

function turnTo(codes: string, current: string): string {
  // From one look to another everything is put off first: a look says all that it is.
  return current === '' ? `${escape}[${codes}m` : `${escape}[0${codes === '' ? '' : `;${codes}`}m`;
}

function codesFor(piece: Span, theme: Theme, level: ColourLevel): string {
  if (level === 'none') return '';
  const look = theme.looks[piece.role] ?? {};
  const ground = piece.block?.background ?? null;
  const own = piece.codes ?? lookCodes(piece.block === undefined ? look : onBlock(look, piece.block), level);
  return joined([own, ground === null ? '' : colourCodes(ground, level, true)]);
}

/** On a block its own colour reads, and nothing dim does. */
function onBlock(look: Look, { text }: Block): Look {
  return {
    isBold: look.isBold === true,
    isItalic: look.isItalic === true,
    ...(text === null ? {} : { text }),
  };
}

function lookCodes({ isBold, isDim, isItalic, text }: Look, level: ColourLevel): string {
  return joined([
    isBold === true ? '1' : '',
    isDim === true ? '2' : '',
    isItalic === true ? '3' : '',
    text === undefined ? '' : colourCodes(text, level, false),
  ]);
}

function joined(codes: readonly string[]): string {
  return codes.filter((code) => code !== '').join(';');
}

function withLink(piece: Span, hasLinks: boolean): string {
  const target = hasLinks ? linkable(piece.link) : null;
  // Whoever made the text made it harmless; this is the one place through which all of it goes.
  const text = piece.text.replace(controls, '');
  return target === null ? text : `${escape}]8;;${target}${escape}\\${text}${escape}]8;;${escape}\\`;
}
