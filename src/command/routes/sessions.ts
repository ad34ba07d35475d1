import { buildCommand } from '@stricli/core';
import type { NameFlags } from '../name.ts';
import { type Context, flag, json, ref, text, value } from './words.ts';

/** `list`: the table of sessions. */
export const list = buildCommand<{ readonly all: boolean; readonly json: boolean }, [], Context>({
  docs: { brief: 'The sessions that live or can come back' },
  parameters: { flags: { all: flag('Every session ever seen'), json } },
  async func(flags) {
    const command = await import('../list.ts');
    this.end(await command.list(this.world, flags));
  },
});

/** `show`: one session. */
export const show = buildCommand<{ readonly json: boolean }, [string], Context>({
  docs: { brief: 'One session, whole' },
  parameters: { flags: { json }, positional: { kind: 'tuple', parameters: [ref] } },
  async func(flags, session) {
    const command = await import('../show.ts');
    this.end(await command.show(this.world, flags, session));
  },
});

/** `why`: evidence. */
export const why = buildCommand<{ readonly json: boolean }, [string], Context>({
  docs: { brief: "The evidence behind a session's state and place" },
  parameters: { flags: { json }, positional: { kind: 'tuple', parameters: [ref] } },
  async func(flags, session) {
    const command = await import('../why.ts');
    this.end(await command.why(this.world, flags, session));
  },
});

/** `resolve`: reference to id. */
export const resolve = buildCommand<{ readonly json: boolean; readonly pane: boolean }, [string], Context>({
  docs: { brief: 'Print the id of the session that a reference means' },
  parameters: {
    flags: { json, pane: flag('Print its pane id instead') },
    positional: { kind: 'tuple', parameters: [ref] },
  },
  async func(flags, session) {
    const command = await import('../resolve.ts');
    this.end(await command.resolve(this.world, flags, session));
  },
});

/** `rename`: a name given or taken back. */
export const rename = buildCommand<
  { readonly json: boolean; readonly session: string | undefined },
  readonly string[],
  Context
>({
  docs: { brief: 'Name the session of this pane; `reset` takes the name back' },
  parameters: {
    flags: {
      json,
      session: value('Another session than this pane’s', 'ref'),
    },
    positional: {
      kind: 'array',
      parameter: { brief: 'The name, or `reset`', parse: text, placeholder: 'name' },
      minimum: 1,
    },
  },
  async func(flags, ...words) {
    const command = await import('../rename.ts');
    this.end(await command.rename(this.world, flags, ...words));
  },
});

/** `name`: a name from a model. */
export const name = buildCommand<NameFlags, [string?], Context>({
  docs: { brief: 'Ask a model for the name, task and summary of a session, now' },
  parameters: {
    flags: { json, due: { ...flag('Only what is due, without a word'), hidden: true } },
    positional: { kind: 'tuple', parameters: [{ ...ref, optional: true }] },
  },
  async func(flags, session) {
    const command = await import('../name.ts');
    this.end(await command.name(this.world, flags, session));
  },
});
