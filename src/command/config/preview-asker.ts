import { styleText } from 'node:util';
import { isCancel, SelectPrompt } from '@clack/core';
import { S_BAR, S_BAR_END, S_RADIO_ACTIVE, S_RADIO_INACTIVE, symbol } from '@clack/prompts';
import type { Choice } from './asker.ts';

/**
 * Asks for one of several looks: below the choices stands, row for row and in its own colours, what the one under the
 * cursor would look like. Null is a user who left.
 */
export async function choosePreviewed<Value extends string>(
  message: string,
  choices: readonly Choice<Value>[],
  initial?: Value,
): Promise<Value | null> {
  const prompt = new SelectPrompt<Choice<Value>>({
    options: [...choices],
    ...(initial !== undefined && { initialValue: initial }),
    render() {
      const head = `${grey(S_BAR)}\n${symbol(this.state)}  ${message}`;
      const chosen = this.options[this.cursor];
      if (this.state === 'submit' || this.state === 'cancel') {
        return `${head}\n${grey(S_BAR)}  ${styleText('dim', chosen?.label ?? '')}`;
      }
      const rows = [
        ...this.options.map((choice) => choiceRow(choice, choice === chosen)),
        '',
        ...(chosen?.preview ?? '').split('\n'),
      ];
      const bar = styleText('cyan', S_BAR);
      return [head, ...rows.map((row) => `${bar}  ${row}`), styleText('cyan', S_BAR_END)].join('\n');
    },
  });
  const value = await prompt.prompt();
  return value === undefined || isCancel(value) ? null : value;
}

function choiceRow({ label }: { readonly label: string }, isUnderCursor: boolean): string {
  return isUnderCursor
    ? `${styleText('green', S_RADIO_ACTIVE)} ${label}`
    : `${styleText('dim', S_RADIO_INACTIVE)} ${styleText('dim', label)}`;
}

function grey(text: string): string {
  return styleText('gray', text);
}
