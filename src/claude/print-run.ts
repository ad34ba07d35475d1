import { join } from 'node:path';
import { failed, ok, type Result } from '../text/result.ts';
import { parseObject } from './fields.ts';
import type { ModelFailure, ModelQuestion } from './model.ts';
import { namerVariable } from './namer-variable.ts';

/**
 * The client's arguments for one answer and nothing else: none of the user's hooks, plugins, servers or memory,
 * no tool, no session kept. Not `--json-schema`: where a model does not call the tool behind it, the client asks
 * a second time. The question goes to standard input.
 */
export function printArguments(
  { system, model }: ModelQuestion,
  settingsPath: string | undefined,
): readonly string[] {
  const values = {
    ...(settingsPath !== undefined && { '--settings': settingsPath }),
    '--setting-sources': '',
    '--tools': '',
    '--model': model,
    '--output-format': 'json',
    '--system-prompt': system,
  };
  return ['-p', '--safe-mode', '--no-session-persistence', ...Object.entries(values).flat()];
}

/** What a client's `-p --output-format json` printed: the answer, or what went wrong. */
export function readPrinted(printed: string): Result<string, ModelFailure> {
  const { value } = parseObject(printed);
  const result = value?.['result'];
  if (typeof result === 'string' && value?.['is_error'] === false) return ok(result);
  return failed({ kind: 'refused', says: typeof result === 'string' ? result : printed.slice(0, 500) });
}

/** Where a client with this environment keeps its registry's entry; null where it has no home. */
export function entryPath(pid: number, env: Readonly<Record<string, string>>): string | null {
  const { CLAUDE_CONFIG_DIR: configDir, HOME: home } = env;
  const directory = configDir ?? (home === undefined ? null : join(home, '.claude'));
  return directory === null ? null : join(directory, 'sessions', `${pid}.json`);
}

/**
 * Whether an entry under the number of a client that was asked with `-p` and ended is that client's: it says so, or it
 * was cut short as it was written. A session of the user's is never one.
 */
export function isLeftBehind(entry: string): boolean {
  const { value } = parseObject(entry);
  return value === null || value['entrypoint'] === 'sdk-cli';
}

/** What a client needs to reach the model as its user does; all of it may be secret and none of it is kept. */
export const loginVariables: readonly string[] =
  `ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS
  ANTHROPIC_DEFAULT_HAIKU_MODEL ANTHROPIC_DEFAULT_SONNET_MODEL ANTHROPIC_DEFAULT_OPUS_MODEL
  ANTHROPIC_SMALL_FAST_MODEL ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION
  CLAUDE_CODE_OAUTH_TOKEN CLAUDE_CODE_USE_BEDROCK CLAUDE_CODE_USE_VERTEX CLAUDE_CODE_USE_FOUNDRY
  CLAUDE_CODE_SKIP_BEDROCK_AUTH CLAUDE_CODE_SKIP_VERTEX_AUTH CLAUDE_CODE_SKIP_FOUNDRY_AUTH
  ANTHROPIC_BEDROCK_BASE_URL ANTHROPIC_VERTEX_BASE_URL ANTHROPIC_VERTEX_PROJECT_ID
  ANTHROPIC_FOUNDRY_BASE_URL ANTHROPIC_FOUNDRY_RESOURCE ANTHROPIC_FOUNDRY_API_KEY
  AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
  AWS_BEARER_TOKEN_BEDROCK AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE CLOUD_ML_REGION GOOGLE_APPLICATION_CREDENTIALS
  HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR
  CLAUDE_CODE_CLIENT_CERT CLAUDE_CODE_CLIENT_KEY CLAUDE_CODE_CLIENT_KEY_PASSPHRASE`.split(/\s+/);

const homeVariables =
  `HOME USER LOGNAME SHELL PATH LANG LC_ALL LC_CTYPE TZ TMPDIR XDG_CONFIG_HOME XDG_DATA_HOME
  XDG_CACHE_HOME XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS`.split(/\s+/);

/** Every variable that a client asked with `-p` is given where it is set: nothing of a session, of tmux or of a pane. */
export const clientVariables: readonly string[] = [...homeVariables, ...loginVariables];

/** The environment for a client asked with `-p`, out of what is set round the session and round us. */
export function printEnvironment(
  set: Readonly<Record<string, string | undefined>>,
  configDir: string | null,
): Readonly<Record<string, string>> {
  const kept = clientVariables.flatMap((name) => {
    const value = set[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...(configDir !== null && { CLAUDE_CONFIG_DIR: configDir }),
    [namerVariable]: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  };
}

/**
 * Whether the user has let the client use this key. With `-p` it takes any key that is set, also one that its
 * user turned down for their sessions; the answer stands in the client's `.claude.json`.
 */
export function isKeyApproved(claudeJson: string | null, key: string): boolean {
  const responses = parseObject(claudeJson ?? '').value?.['customApiKeyResponses'];
  const approved = typeof responses === 'object' && responses !== null ? Object.entries(responses) : [];
  return approved.some(
    ([answer, keys]) => answer === 'approved' && Array.isArray(keys) && keys.includes(key.slice(-20)),
  );
}
