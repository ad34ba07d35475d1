import { elements, fields, oneOf, parseObject, text } from '../claude/fields.ts';

/** Where names come from. `auto` is the user's own client, and the fallback where that does not answer. */
type Backend = 'auto' | 'claude' | 'api' | 'fallback' | 'off';

/** How sessions are named, as configured. */
export interface NamingConfig {
  readonly backend: Backend;
  /** An alias of a model, or its full id. */
  readonly model: string;
  /**
   * After how many prompts a session is described anew; beyond the last one, whenever their number has doubled.
   * Empty: a session is named once and never described again.
   */
  readonly distances: readonly number[];
}

/** What holds where nothing is configured. */
export const defaultNaming: NamingConfig = { backend: 'auto', model: 'haiku', distances: [1, 2, 4, 8, 16] };

const backends = ['auto', 'claude', 'api', 'fallback', 'off'] as const;
const modelShape = /^[a-z0-9][\w.:/@[\]-]{0,99}$/i;

/** `naming` in config.json's text, field by field: what is missing or bad is as by default. */
export function readNaming(configText: string | null): NamingConfig {
  const naming = fields(parseObject(configText ?? '').value?.['naming']);
  const model = text(naming['model']);
  return {
    backend: oneOf(backends, naming['backend']) ?? defaultNaming.backend,
    model: model !== null && modelShape.test(model) ? model : defaultNaming.model,
    distances: readDistances(naming['distances']),
  };
}

function readDistances(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return defaultNaming.distances;
  const sound = elements(value).filter(
    (each): each is number => typeof each === 'number' && Number.isInteger(each) && each > 0,
  );
  return [...new Set(sound)].sort((a, b) => a - b).slice(0, 100);
}
