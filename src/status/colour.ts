import type { ColourLevel } from './terminal.ts';
import type { Colour } from './theme.ts';

const cubeSteps = [0, 95, 135, 175, 215, 255] as const;

/** The SGR parameters for a colour of the text or its background; empty where none may be written. */
export function colourCodes(colour: Colour, level: ColourLevel, isBackground: boolean): string {
  if (level === 'none') return '';
  if (level === '16' || colour.rgb === null) return ansiCode(colour.ansi, isBackground);
  const base = isBackground ? 48 : 38;
  if (level === '256') return `${base};5;${nearest256(colour.rgb)}`;
  return `${base};2;${channels(colour.rgb).join(';')}`;
}

/** The SGR parameter for one of the terminal's own sixteen colours (0 to 15). */
export function ansiCode(index: number, isBackground: boolean): string {
  const base = index < 8 ? 30 + index : 82 + index;
  return String(isBackground ? base + 10 : base);
}

/** The nearest of the 256 colours: of the cube's 216 or of the 24 greys. */
export function nearest256(rgb: number): number {
  const [red, green, blue] = channels(rgb);
  const steps = [nearestStep(red), nearestStep(green), nearestStep(blue)] as const;
  const inCube = steps.map((step) => cubeSteps[step] ?? 0);
  const grey = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const level = 8 + grey * 10;
  const isGreyNearer =
    distance([red, green, blue], [level, level, level]) < distance([red, green, blue], inCube);
  return isGreyNearer ? 232 + grey : 16 + 36 * steps[0] + 6 * steps[1] + steps[2];
}

/** How one of the upper 240 of the 256 colours looks everywhere. */
export function shownAs(index: number): number {
  const grey = 8 + (index - 232) * 10;
  if (index >= 232) return (grey << 16) | (grey << 8) | grey;
  const [red = 0, green = 0, blue = 0] = [36, 6, 1].map(
    (size) => cubeSteps[Math.floor((index - 16) / size) % 6] ?? 0,
  );
  return (red << 16) | (green << 8) | blue;
}

/** The usual look of a terminal's own sixteen colours, to find a neighbour among them. */
const usualSixteen: readonly number[] = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
  0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

/** The nearest of the terminal's own sixteen colours, as they usually look. */
export function nearest16(rgb: number): number {
  const gaps = usualSixteen.map((usual) => distance(channels(rgb), channels(usual)));
  return gaps.indexOf(Math.min(...gaps));
}

function channels(rgb: number): readonly [number, number, number] {
  return [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255];
}

/** Computed, not looked for: it is asked for every colour of every render. The steps lie 40 apart, save the first. */
function nearestStep(value: number): number {
  return value < 48 ? 0 : Math.max(1, Math.ceil((value - 75) / 40));
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}
