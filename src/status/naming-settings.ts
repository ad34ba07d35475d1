import { choice, described, type Field, list, refuse, type Shape, whole } from './config-fields.ts';
import { type Section, section } from './config-section.ts';

/** The member `naming` of the configuration. */
export interface NamingSettings {
  readonly backend: 'auto' | 'claude' | 'api' | 'fallback' | 'off';
  /** An alias of a model, or its full id. */
  readonly model: string;
  /** After how many prompts a session is described anew. */
  readonly distances: readonly number[];
}

/** What holds where nothing is configured. */
export const namingByDefault: NamingSettings = {
  backend: 'auto',
  model: 'haiku',
  distances: [1, 2, 4, 8, 16],
};

const modelPattern = '^[a-zA-Z0-9][\\w.:/@[\\]-]{0,99}$';

const model: Field<string> = {
  schema: { type: 'string', pattern: modelPattern },
  read: (value, spot) =>
    typeof value === 'string' && new RegExp(modelPattern).test(value)
      ? value
      : refuse(value, spot, "a model's alias or id"),
};

const shape: Shape<NamingSettings> = {
  backend: described(
    choice(['auto', 'claude', 'api', 'fallback', 'off']),
    'Who names sessions: your own Claude login by `claude -p` (claude; auto makes up a name where that does not answer), the API (api), a rule without a model (fallback), or nobody (off).',
    namingByDefault.backend,
  ),
  model: described(model, 'The alias or full id of the model that is asked.', namingByDefault.model),
  distances: described(
    list(whole(1, 1_000_000), 100),
    'After how many prompts a session is described anew; beyond the last one, whenever their number has doubled. Empty: it is named once and never described again.',
    namingByDefault.distances,
  ),
};

/** `naming`, read and described. */
export const namingSection: Section<NamingSettings> = section('naming', {
  description: 'How sessions get their names, tasks and summaries.',
  shape,
  byDefault: namingByDefault,
});
