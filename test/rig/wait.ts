/** How a wait behaves. */
export interface WaitOptions {
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** What to print beside the failure: the screen, the journal's tail. */
  readonly explain?: () => string | Promise<string>;
}

type Nothing = undefined | null | false;

const pollMs = 40;

/**
 * Polls until `look` gives something and gives that back. Throws when the deadline passes, with the last
 * error that `look` threw and what `explain` has to say.
 */
export async function until<T>(
  what: string,
  look: () => T | Nothing | Promise<T | Nothing>,
  options: WaitOptions = {},
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const deadlineMs = Date.now() + timeoutMs;
  let lastError: string | undefined;
  while (Date.now() < deadlineMs) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
      lastError = undefined;
    } catch (error) {
      lastError = error instanceof Error ? error.message : JSON.stringify(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const cause = lastError === undefined ? '' : `\nLast error: ${lastError}`;
  const explanation = (await options.explain?.()) ?? '';
  throw new Error(`Not seen within ${timeoutMs} ms: ${what}.${cause}\n${explanation}`);
}
