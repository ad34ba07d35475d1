import { fields, parseObject, text } from './fields.ts';
import { loginVariables } from './print-run.ts';

/** How a user logs in by their settings.json, and nothing else of it. */
export interface LoginSettings {
  /** The members by which the client gets its key, as a settings file of their own; null where there is none. */
  readonly json: string | null;
  /** What the settings put round the client that has to do with its login. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Programs that print a key or credentials. Not those that refresh a login (`awsAuthRefresh`): they may open a
 * browser, and nobody has asked for one.
 */
const helpers = ['apiKeyHelper', 'awsCredentialExport'] as const;

/** The login in a settings.json's text. Hooks, permissions, servers and all else stay behind; so does what is no text. */
export function loginSettings(settings: string | null): LoginSettings {
  const whole = parseObject(settings ?? '').value ?? {};
  const found = helpers.flatMap((helper) => {
    const command = text(whole[helper]);
    return command === null ? [] : [[helper, command] as const];
  });
  const set = fields(whole['env']);
  const env = loginVariables.flatMap((name) => {
    const value = text(set[name]);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    json: found.length === 0 ? null : JSON.stringify(Object.fromEntries(found)),
    env: Object.fromEntries(env),
  };
}
