import { buildCommand } from '@stricli/core';
import { choice, type Context, flag, json, ref } from './words.ts';

/** `log`: the journal. */
export const log = buildCommand<{ readonly follow: boolean; readonly json: boolean }, [string?], Context>({
  docs: { brief: 'The journal, readable' },
  parameters: {
    flags: { json, follow: flag('Go on with what is added') },
    aliases: { f: 'follow' },
    positional: { kind: 'tuple', parameters: [{ ...ref, optional: true }] },
  },
  async func(flags, session) {
    const command = await import('../log.ts');
    this.end(await command.log(this.world, flags, session));
  },
});

/** `layout`: desks as boxes. */
export const layout = buildCommand<{ readonly json: boolean }, ['show' | 'save'], Context>({
  docs: { brief: 'Draw the captured windows and panes as boxes; `save` only captures' },
  parameters: {
    flags: { json },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'show or save',
          parse: choice(['show', 'save']),
          placeholder: 'show|save',
          default: 'show',
        },
      ],
    },
  },
  async func(flags, action) {
    const command = await import('../layout.ts');
    this.end(await command.layout(this.world, flags, action));
  },
});
