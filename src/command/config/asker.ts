/** One of several answers; hint and preview are drawn for the one that the cursor is on. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A word beside it. */
  readonly hint?: string;
  /** Painted rows below all answers. */
  readonly preview?: string;
}

/** Asks on a terminal. Null is a user who left. */
export interface Asker {
  show(text: string): void;
  /** The cursor begins on `initial`, where that is offered. */
  choose<Value extends string>(
    message: string,
    choices: readonly Choice<Value>[],
    initial?: Value,
  ): Promise<Value | null>;
  chooseSome<Value extends string>(
    message: string,
    choices: readonly Choice<Value>[],
    chosen: readonly Value[],
  ): Promise<readonly Value[] | null>;
}

/** Most rows of choices on the screen at once. */
const rowsShown = 12;

/** Asks by prompts, which are loaded here. */
export async function askOnTerminal(): Promise<Asker> {
  const { isCancel, log, multiselect, select } = await import('@clack/prompts');
  const { choosePreviewed } = await import('./preview-asker.ts');
  return {
    show: (text) => log.message(text),
    choose: async (message, choices, initial) => {
      if (choices.some(({ preview }) => preview !== undefined)) {
        return choosePreviewed(message, choices, initial);
      }
      const options = choices.map(optionOf);
      const isOffered = choices.some(({ value }) => value === initial);
      const chosen = await select({
        message,
        options,
        maxItems: rowsShown,
        ...(isOffered && initial !== undefined && { initialValue: initial }),
      });
      return isCancel(chosen) ? null : chosen;
    },
    chooseSome: async (message, choices, initial) => {
      const options = choices.map(optionOf);
      const initialValues = [...initial];
      const chosen = await multiselect({
        message,
        options,
        initialValues,
        maxItems: rowsShown,
        required: false,
      });
      return isCancel(chosen) ? null : chosen;
    },
  };
}

/** The prompts' own type of an option depends on the value's, which is not known here. */
function optionOf<Value extends string>({ value, label, hint }: Choice<Value>) {
  return { value, label, ...(hint !== undefined && { hint }) } as Parameters<
    typeof import('@clack/prompts').select<Value>
  >[0]['options'][number];
}
