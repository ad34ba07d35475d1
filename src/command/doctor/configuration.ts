import type { ConfigProblem } from '../../status/config-fields.ts';
import { type Check, fine, warning } from './check.ts';

/** What the user's configuration of the line came to. */
export interface ConfigurationFacts {
  /** As a person reads it. */
  readonly shown: string;
  /** The same for a shell. */
  readonly word: string;
  readonly isThere: boolean;
  readonly problems: readonly ConfigProblem[];
}

/** Names what was not understood, for which the default holds. Pure. */
export function judgeConfiguration({ shown, word, isThere, problems }: ConfigurationFacts): readonly Check[] {
  if (!isThere) return [];
  if (problems.length === 0) return [fine('configuration', `${shown} is understood, all of it`)];
  return problems.map(({ path, expected, found }) =>
    warning(
      'configuration',
      `${shown}: ${path} should be ${expected}, but is ${found}; the default is used`,
      `\${EDITOR:-vi} ${word}`,
    ),
  );
}
