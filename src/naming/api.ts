import Anthropic, { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import type { Model, ModelFailure } from '../claude/model.ts';
import { failed, ok, type Result } from '../text/result.ts';

/** The client's aliases, which the API does not know. */
const aliases: Readonly<Record<string, string>> = {
  haiku: 'claude-haiku-4-5',
  sonnet: 'claude-sonnet-4-6',
  opus: 'claude-opus-4-8',
};

const maxAnswerTokens = 600;

/** Asks through the API, with a key: one call, and no retry of the library's own. */
export const askApi: Model['askApi'] = async (question, { key, baseUrl }) => {
  const client = new Anthropic({
    apiKey: key,
    // Null would let the library look for others in the environment of this process.
    authToken: null,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    timeout: question.timeoutMs,
    maxRetries: 0,
  });
  try {
    const message = await client.messages.create({
      model: aliases[question.model] ?? question.model,
      max_tokens: maxAnswerTokens,
      system: question.system,
      messages: [{ role: 'user', content: question.text }],
    });
    return ok(message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n'));
  } catch (error) {
    return failureOf(error, question.timeoutMs);
  }
};

function failureOf(error: unknown, timeoutMs: number): Result<string, ModelFailure> {
  if (error instanceof APIConnectionTimeoutError) return failed({ kind: 'timed-out', timeoutMs });
  // Anything else that is thrown there is a bug, of ours or of the library's.
  if (error instanceof APIError) return failed({ kind: 'refused', says: error.message });
  throw error;
}
