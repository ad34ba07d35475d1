import { colourLevel, type ColourLevel } from '../status/terminal.ts';
import type { Request } from '../world.ts';

/** What a text is to its reader: where the eye is to go first, and where last. */
export type Tone = 'quiet' | 'strong' | 'working' | 'waiting' | 'lost';

/** A harmless text with its tone. */
export interface Toned {
  readonly text: string;
  readonly tone: Tone;
}

/** A part of a printed line: plain, or with a tone. */
export type Piece = string | Toned;

/** A line to print, as a whole or piece by piece. */
export type TonedLine = string | readonly Piece[];

/** The SGR parameters of each tone: the terminal's own colours, since nobody knows on which ground they stand. */
const codes: Readonly<Record<Tone, string>> = {
  quiet: '2',
  strong: '1',
  working: '32',
  waiting: '1;33',
  lost: '31',
};

/** A line without its tones. */
export function plainText(line: TonedLine): string {
  return typeof line === 'string' ? line : line.map(textOf).join('');
}

/** The text of a piece. */
export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.text;
}

/** A line as a terminal with colours takes it. Ends without colour. */
export function paintedLine(line: TonedLine): string {
  return typeof line === 'string' ? line : line.map(paintedPiece).join('');
}

function paintedPiece(piece: Piece): string {
  if (typeof piece === 'string' || piece.text.trim() === '') return textOf(piece);
  return `\u001b[${codes[piece.tone]}m${piece.text}\u001b[0m`;
}

/** The colours that may go to the caller's stdout: none into a pipe or a file, unless FORCE_COLOR asks for them. */
export function coloursFor({
  env,
  isStdoutTerminal,
}: Pick<Request, 'env' | 'isStdoutTerminal'>): ColourLevel {
  return isStdoutTerminal || env['FORCE_COLOR'] !== undefined ? colourLevel(env) : 'none';
}
