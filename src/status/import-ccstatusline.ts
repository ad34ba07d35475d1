import { amount, elements, type Fields, fields, text } from '../claude/fields.ts';
import { harmless } from '../text/harmless.ts';
import { counterparts } from './ccstatusline-counterparts.ts';
import { shownAs } from './colour.ts';
import { defaultOptions, type WidgetSpec } from './options.ts';

/** A configuration made from another tool's, and what did not come along. */
export interface ImportedConfig {
  /** For `config.json`: only the fields that the other tool's settings speak of. */
  readonly config: Readonly<Record<string, unknown>>;
  /** One line each, for the user. */
  readonly notes: readonly string[];
}

/** What grows while the items are gone through. */
interface Draft {
  readonly rows: { left: readonly WidgetSpec[]; right: readonly WidgetSpec[] }[];
  readonly colours: Record<string, string>;
  readonly commands: Record<string, unknown>;
  readonly notes: string[];
  separator: string | null;
}

/**
 * Turns ccstatusline's settings into ours: rows, separators as one separator for all, what stands behind a flexible
 * separator on the right, own texts and commands, colours where they have a counterpart, powerline. Never
 * fails: settings that cannot be read give an empty configuration and a note.
 */
export function importCcstatusline(settings: unknown): ImportedConfig {
  const draft: Draft = { rows: [], colours: {}, commands: {}, notes: [], separator: null };
  const from = fields(settings);
  for (const line of elements(from['lines'])) importLine(elements(line), draft);
  if (draft.rows.length === 0) {
    return { config: {}, notes: ['No widget was found in these settings: nothing was taken over.'] };
  }
  const separator = text(from['defaultSeparator']) ?? draft.separator;
  const isPowerline = fields(from['powerline'])['enabled'] === true;
  noteWhatStays(from, draft.notes);
  return {
    config: {
      rows: draft.rows,
      maxRows: Math.max(defaultOptions.maxRows, draft.rows.length),
      ...(separator === null ? {} : { separator: ` ${separator.trim().slice(0, 6)} ` }),
      ...(isPowerline ? { style: 'powerline' } : {}),
      ...(Object.keys(draft.colours).length === 0 ? {} : { colours: draft.colours }),
      ...(Object.keys(draft.commands).length === 0 ? {} : { commands: draft.commands }),
    },
    notes: [...new Set(draft.notes)],
  };
}

function importLine(items: readonly unknown[], draft: Draft): void {
  const row: Draft['rows'][number] = { left: [], right: [] };
  let side: 'left' | 'right' = 'left';
  for (const item of items.map(fields)) {
    const type = text(item['type']) ?? '';
    if (type === 'flex-separator') side = 'right';
    else if (type === 'separator') draft.separator ??= text(item['character']);
    else {
      const spec = importItem(type, item, draft);
      const isThere = [...row.left, ...row.right].some(
        ({ widget }) => widget === spec?.widget && widget !== 'text' && widget !== 'command',
      );
      if (spec !== null && !isThere) row[side] = [...row[side], spec];
    }
  }
  if (row.left.length + row.right.length > 0 && draft.rows.length < 8) draft.rows.push(row);
}

function importItem(type: string, item: Fields, draft: Draft): WidgetSpec | null {
  const width = importWidth(item);
  if (type === 'custom-text' || type === 'custom-symbol') return importText(item, width);
  if (type === 'custom-command') return importCommand(item, width, draft);
  const counterpart = Object.hasOwn(counterparts, type) ? counterparts[type] : undefined;
  if (counterpart === undefined) {
    draft.notes.push(`"${harmless(type, 40)}" has no counterpart here and was left out.`);
    return null;
  }
  const colour = importColour(item['color']);
  if (counterpart.role !== undefined && colour !== null) draft.colours[counterpart.role] ??= colour;
  return { widget: counterpart.widget, ...width };
}

type Width = Pick<WidgetSpec, 'maxCells'>;

function importWidth(item: Fields): Width {
  const widest = amount(item['maxWidth']);
  return widest === null || widest < 1 ? {} : { maxCells: Math.min(500, Math.floor(widest)) };
}

function importText(item: Fields, width: Width): WidgetSpec | null {
  const value = (text(item['customText']) ?? text(item['character']) ?? '').slice(0, 200);
  return value === '' ? null : { widget: 'text', value, ...width };
}

function importCommand(item: Fields, width: Width, draft: Draft): WidgetSpec | null {
  const line = text(item['commandPath']);
  if (line === null) return null;
  const value = `command-${Object.keys(draft.commands).length + 1}`;
  const timeoutMs = Math.min(10_000, Math.max(50, Math.floor(amount(item['timeout']) ?? 1_000)));
  // Theirs is a shell line, so it stays one.
  draft.commands[value] = { run: ['sh', '-c', line.slice(0, 4_000)], everyMs: 10_000, timeoutMs };
  draft.notes.push(
    `The command "${harmless(line, 40)}" runs every 10 seconds apart from the line: see commands.${value}.`,
  );
  return { widget: 'command', value, ...width };
}

const ansiNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** `cyan`, `brightBlack`, `hex:AABBCC` and `ansi256:208` have a counterpart; gradients have none. */
function importColour(value: unknown): string | null {
  const name = text(value) ?? '';
  const [kind = '', digits] = name.split(':');
  if (digits !== undefined) return importFigures(kind, digits);
  if (name === 'gray' || name === 'grey') return 'bright-black';
  const [, bright = '', base = ''] = /^(bright)?(\w+)$/.exec(name) ?? [];
  const plain = base.toLowerCase();
  if (!ansiNames.includes(plain)) return null;
  return bright === '' ? plain : `bright-${plain}`;
}

function importFigures(kind: string, digits: string): string | null {
  if (kind === 'hex') return /^[0-9a-f]{6}$/i.test(digits) ? `#${digits.toLowerCase()}` : null;
  const index = kind === 'ansi256' && /^\d{2,3}$/.test(digits) ? Number(digits) : 0;
  return index >= 16 && index <= 255 ? `#${shownAs(index).toString(16).padStart(6, '0')}` : null;
}

function noteWhatStays(from: Fields, notes: string[]): void {
  const powerline = fields(from['powerline']);
  if (powerline['enabled'] === true && text(powerline['theme']) !== null) {
    notes.push('Its powerline theme was not taken over: choose one of ours with "theme".');
  }
  if (elements(powerline['startCaps']).length + elements(powerline['endCaps']).length > 0) {
    notes.push('Its caps were not taken over: the style "capsule" rounds every segment.');
  }
  if (text(from['overrideBackgroundColor']) !== null || text(from['overrideForegroundColor']) !== null) {
    notes.push('Its colour overrides were not taken over: see "theme" and "colours".');
  }
  if (from['colorLevel'] === 0) notes.push('It drew no colours: choose the theme "plain" for that.');
}
