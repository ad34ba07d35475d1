import { buildCommand } from '@stricli/core';
import { themeNames } from '../../status/themes.ts';
import type { ConfigAction } from '../config/config.ts';
import type { PreviewFlags } from '../line/preview.ts';
import { choice, type Context, count, json, ref, text } from './words.ts';

/** `preview`: the line of a sample session. */
export const preview = buildCommand<PreviewFlags, [], Context>({
  docs: { brief: 'Draw the status line of a sample session' },
  parameters: {
    flags: {
      json,
      theme: {
        kind: 'parsed',
        parse: choice([...themeNames, 'all']),
        brief: `In this theme: ${themeNames.join(', ')}, or all`,
        optional: true,
        placeholder: 'theme',
      },
      width: {
        kind: 'parsed',
        parse: count('width'),
        brief: 'For a terminal so many cells wide',
        optional: true,
        placeholder: 'cells',
      },
    },
  },
  async func(flags) {
    const command = await import('../line/preview.ts');
    this.end(command.preview(this.world, flags));
  },
});

/** `explain`: widget by widget. */
export const explain = buildCommand<{ readonly json: boolean }, [string?], Context>({
  docs: { brief: 'Where each piece of the last status line comes from, and why not more is shown' },
  parameters: {
    flags: { json },
    positional: { kind: 'tuple', parameters: [{ ...ref, optional: true }] },
  },
  async func(flags, session) {
    const command = await import('../line/explain.ts');
    this.end(await command.explain(this.world, flags, session));
  },
});

const actions: readonly ConfigAction[] = ['get', 'set', 'import', 'path'];

/** `config`: the configuration of the line. */
export const config = buildCommand<{ readonly json: boolean }, [ConfigAction?, string?, string?], Context>({
  docs: {
    brief: 'Choose how the status line looks; `get`, `set`, `import` (ccstatusline) and `path` for scripts',
  },
  parameters: {
    flags: { json },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'get, set, import or path; none opens the editor',
          parse: choice(actions),
          placeholder: 'get|set|import|path',
          optional: true,
        },
        {
          brief: 'A field (rows[0].left), or the file to import',
          parse: text,
          placeholder: 'field',
          optional: true,
        },
        { brief: 'Its value: JSON, or a word', parse: text, placeholder: 'value', optional: true },
      ],
    },
  },
  async func(flags, action, first, second) {
    const command = await import('../config/config.ts');
    const words = [first, second].filter((word) => word !== undefined);
    this.end(await command.config(this.world, flags, action, ...words));
  },
});
