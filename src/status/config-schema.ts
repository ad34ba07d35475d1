import { fieldSchemas } from './config.ts';
import { defaultOptions, type LineOptions } from './options.ts';
import { namingSection } from './naming-settings.ts';
import { recoverySection } from './recovery-settings.ts';

const descriptions: Readonly<Record<keyof LineOptions, string>> = {
  rows: 'The rows from top to bottom. A row is a list of widgets, or an object with what stands left and what stands right.',
  maxRows: 'The most rows ever written. 0 writes none.',
  oneRowBelowRows: 'In a terminal lower than this many rows, one row only.',
  theme: 'The colours.',
  style: 'How segments are set apart. Powerline and capsule need a font with those signs; blocks does not.',
  separator: 'What stands between segments in the plain style.',
  icons: 'Which signs may be drawn: letters only, what ordinary fonts have, or what a Nerd Font has.',
  colours: "Colours of your own over the theme's, by what a text is.",
  commands:
    'Your own commands, by name, for the widget "command". They run apart from the line and never delay it.',
  marginCells:
    "Cells of the terminal's width that Claude Code keeps for itself: 4, and twice the padding of its statusLine setting.",
};

/** The JSON Schema of the configuration file, to be published. */
export function configSchema(): object {
  const fields = Object.entries(fieldSchemas()).map(([name, schema]) => [
    name,
    // The names come from the same type as the descriptions' and the defaults'.
    {
      description: descriptions[name as keyof LineOptions],
      ...schema,
      default: plainDefault(name as keyof LineOptions),
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'statusline configuration',
    description:
      'config.json in the instances directory. A bad field is named by doctor, and its default used.',
    type: 'object',
    properties: {
      $schema: { description: 'Where this schema lies, for your editor.', type: 'string' },
      ...Object.fromEntries(fields),
      naming: namingSection.field.schema,
      recovery: recoverySection.field.schema,
    },
    additionalProperties: false,
  };
}

/** The default as a user would write it: widgets by name alone. */
function plainDefault(name: keyof LineOptions): unknown {
  if (name !== 'rows') return defaultOptions[name];
  return defaultOptions.rows.map((row) => ({
    left: row.left.map((spec) => spec.widget),
    right: row.right.map((spec) => spec.widget),
  }));
}
