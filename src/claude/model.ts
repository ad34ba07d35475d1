import type { Result } from '../text/result.ts';

/** One question to a model: one call, one text back. */
export interface ModelQuestion {
  /** Who the model is to be. */
  readonly system: string;
  readonly text: string;
  /** An alias (`haiku`) or a model's full id. */
  readonly model: string;
  readonly timeoutMs: number;
}

/** Why a model gave no answer. */
export type ModelFailure =
  /** There is no client to ask with. */
  | { readonly kind: 'no-program'; readonly program: string }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'timed-out'; readonly timeoutMs: number }
  /** It said no, or something that is no answer: foreign words, not yet harmless. */
  | { readonly kind: 'refused'; readonly says: string };

/** The user's client, to be asked with `-p`. */
export interface AskedClient {
  /** The client, with the runtime that it is a script for. */
  readonly program: readonly [string, ...string[]];
  /** Where it runs: never a project. */
  readonly cwd: string;
  /** All that it may know; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** The one settings file that it reads; absent for none. */
  readonly settingsPath?: string;
}

/** Asks models. Nothing here throws. */
export interface Model {
  /** Through the user's own client and login, leaving no session, transcript or hook behind. */
  askClient(question: ModelQuestion, client: AskedClient): Promise<Result<string, ModelFailure>>;
  /** Through the API, with a key. */
  askApi(
    question: ModelQuestion,
    api: { readonly key: string; readonly baseUrl: string | null },
  ): Promise<Result<string, ModelFailure>>;
}
