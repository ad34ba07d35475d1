import { colourCodes } from './colour.ts';
import { linkable } from './links.ts';
import type { Form, Span } from './segment.ts';
import type { ColourLevel, TerminalFacts } from './terminal.ts';
import type { Theme } from './theme.ts';

const escape = '\u001b';

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
  if (piece.codes !== undefined) return piece.codes;
  const look = theme.looks[piece.role] ?? {};
  return [
    look.isBold === true ? '1' : '',
    look.isDim === true ? '2' : '',
    look.isItalic === true ? '3' : '',
    look.text === undefined ? '' : colourCodes(look.text, level, false),
  ]
    .filter((code) => code !== '')
    .join(';');
}

function withLink(piece: Span, hasLinks: boolean): string {
  const target = hasLinks ? linkable(piece.link) : null;
  if (target === null) return piece.text;
  return `${escape}]8;;${target}${escape}\\${piece.text}${escape}]8;;${escape}\\`;
}
