/** Every widget, by the name it has in the configuration. */
export const widgetNames = [
  'name',
  'number',
  'model',
  'directory',
  'branch',
  'context',
  'cost',
  'prompts',
  'limits',
  'shield',
  'task',
  'summary',
] as const;

/** The name of a widget in the configuration. */
export type WidgetName = (typeof widgetNames)[number];
