import type { ConfigObject } from '../../status/config-edit.ts';
import { readConfig } from '../../status/config.ts';
import { defaultOptions, type RowSpec } from '../../status/options.ts';
import { plainRow } from '../../status/row-edit.ts';
import { ok, type Result } from '../../text/result.ts';
import type { World } from '../../world.ts';
import { openConfig, removeConfig, saveConfig } from '../config/change.ts';

const wrappedRow: RowSpec = { left: [{ widget: 'wrapped' }], right: [] };
/** Tools like this one write three at most. */
const rowsOfAnother = 3;
const mostRows = 8;

/** Whether the configuration can take a row for another tool's line. The failure is a sentence. */
export function mayWrap(world: World): Result<void, string> {
  const file = openConfig(world);
  return file.ok ? ok(undefined) : file;
}

/** Gives another tool's line a row of its own below ours, where it has no place yet. The failure is a sentence. */
export function keepWrapped(world: World): Result<void, string> {
  const file = openConfig(world);
  if (!file.ok) return file;
  const { rows } = readConfig(file.value.config).options;
  if (rows.some(({ left, right }) => [...left, ...right].some(({ widget }) => widget === 'wrapped'))) {
    return ok(undefined);
  }
  return saveConfig(world, file.value, { ...file.value.config, ...withRow(rows) });
}

/** Takes that row out again; a file that then says nothing goes. The failure is a sentence. */
export function forgetWrapped(world: World): Result<void, string> {
  const file = openConfig(world);
  if (!file.ok) return file;
  const { config } = file.value;
  const { rows } = readConfig(config).options;
  const kept = rows.filter((row) => !isSame(row, wrappedRow));
  if (config['rows'] === undefined || kept.length === rows.length) return ok(undefined);
  const after = withoutRow(config, kept);
  const says = Object.keys(after).filter((name) => name !== '$schema');
  return says.length > 0 ? saveConfig(world, file.value, after) : removeConfig(world, file.value);
}

function withRow(rows: readonly RowSpec[]): { readonly rows: readonly unknown[]; readonly maxRows: number } {
  return {
    rows: [...rows, wrappedRow].map(plainRow),
    maxRows: Math.min(mostRows, rows.length + rowsOfAnother),
  };
}

/** What setup wrote goes with it, as far as it is still as setup wrote it. */
function withoutRow(config: ConfigObject, rows: readonly RowSpec[]): ConfigObject {
  const { rows: _rows, maxRows, ...rest } = config;
  const areDefault = JSON.stringify(rows) === JSON.stringify(defaultOptions.rows);
  return {
    ...rest,
    ...(!areDefault && { rows: rows.map(plainRow) }),
    ...(maxRows !== undefined && maxRows !== withRow(rows).maxRows && { maxRows }),
  };
}

function isSame(a: RowSpec, b: RowSpec): boolean {
  return JSON.stringify(plainRow(a)) === JSON.stringify(plainRow(b));
}
