/** Asks a yes-or-no question; anything but a plain yes, Ctrl-C too, is no. */
export type Confirm = (question: string) => Promise<boolean>;

/** Asks on the terminal. The prompts are loaded when there is something to ask. */
export const confirmOnTerminal: Confirm = async (question) => {
  const { confirm } = await import('@clack/prompts');
  return (await confirm({ message: question, initialValue: false })) === true;
};
