import { choice, described, list, type Shape, whole, words } from './config-fields.ts';
import { type Section, section } from './config-section.ts';

/** What happens by itself when sessions were lost and a tmux client attaches. */
export type AutoRecover = 'off' | 'ask' | 'lazy';

/** The ways of {@link AutoRecover}, as users write them. */
export const autoRecoverWays: readonly AutoRecover[] = ['off', 'ask', 'lazy'];

/** The member `recovery` of the configuration. */
export interface RecoverySettings {
  /** Where more sessions than this come back at once, each waits for Enter in its pane. */
  readonly lazyAbove: number;
  /** Null where the user has not said. */
  readonly autoRecover: AutoRecover | null;
  /** What runs again in panes without a session, where it ran when they were lost: program and arguments, divided by blanks. */
  readonly commands: readonly string[];
}

/** What holds where nothing is configured. A dozen clients take about as much memory as a laptop has to spare. */
export const recoveryByDefault: RecoverySettings = { lazyAbove: 12, autoRecover: null, commands: [] };

const shape: Shape<RecoverySettings> = {
  lazyAbove: described(
    whole(0, 10_000),
    'Where more sessions than this come back at once, each waits for Enter in its pane. `--lazy` and `--now` decide otherwise.',
    recoveryByDefault.lazyAbove,
  ),
  autoRecover: described<AutoRecover>(
    choice(autoRecoverWays),
    'When sessions were lost, the first tmux client that attaches is asked (ask), finds every session waiting for Enter in its pane (lazy), or nothing happens by itself (off).',
    'ask',
  ),
  commands: described(
    list(words(1000), 100),
    'Programs with their arguments, such as "htop" or "npm run dev", that are started again in panes without a session where just they ran. No shell reads them.',
    recoveryByDefault.commands,
  ),
};

/** `recovery`, read and described. */
export const recoverySection: Section<RecoverySettings> = section('recovery', {
  description: 'How lost sessions come back.',
  shape,
  byDefault: recoveryByDefault,
});
