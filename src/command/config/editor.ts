import type { ConfigObject } from '../../status/config-edit.ts';
import { readConfig } from '../../status/config.ts';
import type { IconSet, LineOptions, LineStyle, RowSpec } from '../../status/options.ts';
import { themeNames, themes } from '../../status/themes.ts';
import type { WidgetName } from '../../status/widget-names.ts';
import type { World } from '../../world.ts';
import { askOnTerminal, type Asker, type Choice } from './asker.ts';
import { addRow, editRow } from './rows.ts';
import { type ConfigFile, openConfig, saveConfig } from './change.ts';
import { rowsFor } from '../line/preview.ts';
import { complain, exit, printLines, shownPath } from '../speech.ts';

const styles: readonly LineStyle[] = ['plain', 'blocks', 'powerline', 'capsule'];
const iconSets: readonly IconSet[] = ['unicode', 'none', 'nerd'];

/** Cells that a prompt draws round what it shows. */
const frameCells = 14;

type Chosen = 'theme' | 'style' | 'icons' | 'add' | 'save' | 'leave' | `row ${number}`;

/**
 * The editor: theme, style, icons and each row's widgets with their order, with the line as it would be. Nothing is written
 * before the user says so, and then only what was changed.
 */
export async function editConfig(world: World, given?: Asker): Promise<number> {
  const file = openConfig(world);
  if (!file.ok) return complain(world, file.failure);
  const ask = given ?? (await askOnTerminal());
  let { config } = file.value;
  let last: Chosen | undefined;
  for (;;) {
    const { options } = readConfig(config);
    ask.show(drawn(world, options));
    const chosen: Chosen | null = await ask.choose('What shall change?', menu(options), last);
    if (chosen === 'save') return save(world, file.value, config);
    if (chosen === null || chosen === 'leave') {
      printLines(world, ['Nothing was changed.']);
      return exit.done;
    }
    last = chosen;
    config = { ...config, ...(await changeFor(world, ask, { options, chosen })) };
  }
}

function save(world: World, file: ConfigFile, config: ConfigObject): number {
  const saved = saveConfig(world, file, config);
  if (!saved.ok) return complain(world, saved.failure);
  printLines(world, [
    `Written to ${shownPath(world, file.path)}: open sessions follow at their next render.`,
  ]);
  return exit.done;
}

function menu({ theme, style, icons, rows }: LineOptions): readonly Choice<Chosen>[] {
  return [
    { value: 'theme', label: `Theme: ${theme}` },
    { value: 'style', label: `Style: ${style}` },
    { value: 'icons', label: `Icons: ${icons}` },
    ...rows.map((row, index): Choice<Chosen> => ({
      value: `row ${index}`,
      label: `Row ${index + 1}: ${widgetsOf(row).join(' ')}`,
    })),
    { value: 'add', label: 'Add a row' },
    { value: 'save', label: 'Save' },
    { value: 'leave', label: 'Leave it as it was' },
  ];
}

interface Change {
  readonly options: LineOptions;
  readonly chosen: Exclude<Chosen, 'save' | 'leave'>;
}

/** The fields of the configuration that the user gave another value; none when he left the question. */
async function changeFor(world: World, ask: Asker, { options, chosen }: Change): Promise<ConfigObject> {
  const editing = { ask, options, drawn: (other: LineOptions): string => drawn(world, other) };
  const choose = (field: 'theme' | 'style' | 'icons', words: readonly string[]): Promise<ConfigObject> =>
    chooseWord(
      ask,
      field,
      words.map((word) => previewed(world, { ...options, [field]: word }, word)),
      options[field],
    );
  switch (chosen) {
    case 'theme':
      return choose('theme', themeNames);
    case 'style':
      return choose('style', styles);
    case 'icons':
      return choose('icons', iconSets);
    case 'add':
      return addRow(editing);
    default:
      return editRow(editing, Number(chosen.slice('row '.length)));
  }
}

async function chooseWord(
  ask: Asker,
  field: string,
  choices: readonly Choice<string>[],
  now: string,
): Promise<ConfigObject> {
  const word = await ask.choose(`Which ${field}?`, choices, now);
  return word === null ? {} : { [field]: word };
}

/** A choice with the line as it would be, drawn while the cursor is on it. */
function previewed(world: World, options: LineOptions, word: string): Choice<string> {
  const ground = options.theme === word ? themes[options.theme].ground : 'any';
  const label = ground === 'any' ? word : `${word}, for a ${ground} ground`;
  return { value: word, label, preview: drawn(world, options) };
}

function drawn(world: World, options: LineOptions): string {
  const columns = (world.request.terminalColumns ?? 80) - frameCells;
  return rowsFor(world, { ...options, marginCells: 0 }, columns).join('\n');
}

function widgetsOf(row: RowSpec): readonly WidgetName[] {
  return [...row.left, ...row.right].map(({ widget }) => widget);
}
