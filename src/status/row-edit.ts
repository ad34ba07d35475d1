import type { RowSpec, WidgetSpec } from './options.ts';
import type { WidgetName } from './widget-names.ts';

/** The row with these widgets: what it has stays where and as it is, what is new comes last on the left. */
export function withWidgets(row: RowSpec, names: readonly WidgetName[]): RowSpec {
  const present = new Set([...row.left, ...row.right].map(({ widget }) => widget));
  const kept = (side: readonly WidgetSpec[]): readonly WidgetSpec[] =>
    side.filter(({ widget }) => names.includes(widget));
  const added = names.filter((name) => !present.has(name)).map((widget) => ({ widget }));
  return { left: [...kept(row.left), ...added], right: kept(row.right) };
}

/** The row as a user would write it: a widget with no ways of its own by its name alone, and no empty side. */
export function plainRow({ left, right }: RowSpec): unknown {
  return right.length === 0 ? plainSide(left) : { left: plainSide(left), right: plainSide(right) };
}

function plainSide(side: readonly WidgetSpec[]): readonly unknown[] {
  return side.map((spec) => (Object.keys(spec).length === 1 ? spec.widget : spec));
}
