import { renderLine } from '../../status/line.ts';
import type { LineOptions } from '../../status/options.ts';
import { previewFacts } from '../../status/preview.ts';
import { terminalFacts, type TerminalFacts } from '../../status/terminal.ts';
import { type ThemeName, themeNames } from '../../status/themes.ts';
import type { World } from '../../world.ts';
import { configurationNow } from '../config/file.ts';
import { exit, printJson, printLines } from '../speech.ts';
import { coloursFor } from '../tone.ts';

/** How `preview` is to draw. */
export interface PreviewFlags {
  readonly json: boolean;
  /** `all` draws every theme. */
  readonly theme: ThemeName | 'all' | undefined;
  /** Cells of the terminal to draw for. */
  readonly width: number | undefined;
}

/** `statusline preview`: the line of a session that never was, as it is configured, or in another theme or width. */
export function preview(world: World, flags: PreviewFlags): number {
  const { options } = configurationNow(world);
  const themes = flags.theme === 'all' ? themeNames : [flags.theme ?? options.theme];
  const drawn = themes.map((theme) => ({ theme, rows: rowsFor(world, { ...options, theme }, flags.width) }));
  if (flags.json) printJson(world, drawn);
  else
    printLines(
      world,
      drawn.flatMap(({ theme, rows }) => (drawn.length > 1 ? [`${theme}:`, ...rows] : rows)),
    );
  return exit.done;
}

/** The sample's rows with these options, for a terminal so wide. */
export function rowsFor(
  world: World,
  options: LineOptions,
  widthCells: number | undefined,
): readonly string[] {
  const terminal = terminalHere(world, widthCells);
  const line = renderLine(previewFacts(terminal, world.clock.nowMs()), options);
  return line === '' ? [] : line.split('\n');
}

/** The terminal that the caller sits at: unlike the client's renders it can be asked itself. */
function terminalHere({ request }: World, widthCells: number | undefined): TerminalFacts {
  const { env, terminalColumns } = request;
  const facts = terminalFacts(env, null);
  return {
    columns: widthCells ?? (env['STATUSLINE_WIDTH'] === undefined ? terminalColumns : null) ?? facts.columns,
    // It is not the pane's height that a preview is about.
    rows: null,
    colours: coloursFor(request),
    hasLinks: false,
  };
}
