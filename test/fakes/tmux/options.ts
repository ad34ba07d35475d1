/** A command's words, read by the letters that it knows. */
export interface Words {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** Every `-e NAME=value`, in order. */
  readonly environment: readonly string[];
  readonly rest: readonly string[];
}

/**
 * Reads words as getopt does, by a template such as `dn:t:`. A letter that the model does not know is a
 * bug of the test or a gap of the model, never passed over.
 */
export function readWords(command: readonly string[], template: string): Words {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const environment: string[] = [];
  let at = 1;
  for (; at < command.length; at += 1) {
    const word = command[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    at = readLetters(command, at, { template, flags, values, environment });
  }
  return { flags, values, environment, rest: command.slice(at) };
}

function readLetters(
  command: readonly string[],
  at: number,
  into: {
    readonly template: string;
    readonly flags: Set<string>;
    readonly values: Map<string, string>;
    readonly environment: string[];
  },
): number {
  const word = command[at] ?? '';
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? '';
    const known = into.template.indexOf(letter);
    if (known === -1) throw new Error(`The fake tmux does not know ${command[0]} -${letter}.`);
    if (into.template[known + 1] === ':') {
      const isApart = index === word.length - 1;
      const value = isApart ? command[at + 1] : word.slice(index + 1);
      if (value === undefined) throw new Error(`${command[0]} -${letter} lacks its value.`);
      into.values.set(letter, value);
      if (letter === 'e') into.environment.push(value);
      return isApart ? at + 1 : at;
    }
    into.flags.add(letter);
  }
  return at;
}
