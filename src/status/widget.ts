import type { LineFacts } from './facts.ts';
import type { IconSet, LineOptions, WidgetSpec } from './options.ts';
import type { Segment } from './segment.ts';

/** What a widget has to go by. */
export interface WidgetContext {
  readonly facts: LineFacts;
  readonly spec: WidgetSpec;
  readonly options: LineOptions;
  /** The options' icons, for short. */
  readonly icons: IconSet;
}

/** Turns facts into something to show; null when there is nothing. Pure, and never throws. */
export type Widget = (context: WidgetContext) => Segment | null;
