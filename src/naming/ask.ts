import { join } from 'node:path';
import { loginSettings } from '../claude/login-settings.ts';
import { clientVariables, isKeyApproved, printEnvironment } from '../claude/print-run.ts';
import type { AskedClient, ModelFailure, ModelQuestion } from '../claude/model.ts';
import { programPaths, readProgram } from '../claude/program.ts';
import type { Session } from '../session/session.ts';
import { failed, ok, type Result } from '../text/result.ts';
import type { World } from '../world.ts';
import { type Answer, readAnswer } from './answer.ts';
import { afterCall, mayAsk, readBreaker } from './breaker.ts';
import type { NamingConfig } from './config.ts';
import { namerSystem } from './question.ts';

/** Why there is no answer of a model. */
export type NoAnswer =
  | ModelFailure
  /** Configured so. */
  | { readonly kind: 'no-model' }
  /** The last calls failed; it is left alone for a while. */
  | { readonly kind: 'held-back' };

/** Longest that one call may take. */
const timeoutMs = 30_000;

/** Asks the configured model about a session: one call, once more where that failed, and none while calls keep failing. */
export async function askModel(
  world: World,
  session: Session,
  how: { readonly text: string; readonly config: NamingConfig },
): Promise<Result<Answer, NoAnswer>> {
  const { backend, model } = how.config;
  if (backend === 'fallback' || backend === 'off') return failed({ kind: 'no-model' });
  const path = join(world.paths.instances, 'state', 'naming.json');
  const kept = world.settings.read(path);
  const breaker = readBreaker(kept.ok ? kept.value : null);
  if (!mayAsk(breaker, world.clock.nowMs())) return failed({ kind: 'held-back' });
  const question = { system: namerSystem, text: how.text, model, timeoutMs };
  const ask = (): Promise<Result<Answer, NoAnswer>> => askOnce(world, session, question, backend === 'api');
  const first = await ask();
  const answer = first.ok || !isPassing(first.failure) ? first : await ask();
  const after = afterCall(breaker, answer.ok, world.clock.nowMs());
  // A model that answers leaves no file behind. What cannot be kept costs a few calls more.
  if (after.failures !== breaker.failures) world.settings.put(path, `${JSON.stringify(after)}\n`, 0o600);
  return answer;
}

/** Whether a second try a moment later may fare better. */
function isPassing({ kind }: NoAnswer): boolean {
  return kind === 'timed-out' || kind === 'refused';
}

async function askOnce(
  world: World,
  session: Session,
  question: ModelQuestion,
  isApi: boolean,
): Promise<Result<Answer, NoAnswer>> {
  const login = loginSettings(userSettings(world, session));
  const env = { ...surroundings(world, session), ...login.env };
  const key = env['ANTHROPIC_API_KEY'] ?? '';
  if (isApi && key === '') return failed({ kind: 'no-key' });
  const said = isApi
    ? await world.model.askApi(question, { key, baseUrl: env['ANTHROPIC_BASE_URL'] ?? null })
    : await withSettings(world, session, login.json, (settings) =>
        world.model.askClient(question, { ...clientFor(world, session, env), ...settings }),
      );
  if (!said.ok) return said;
  const answer = readAnswer(said.value);
  return answer === null ? failed({ kind: 'refused', says: said.value.slice(0, 500) }) : ok(answer);
}

/** The user's own settings, where the client has its login from; not a project's, which others may have written. */
function userSettings(world: World, { configDir }: Session): string | null {
  const text = world.settings.read(join(configDir ?? join(world.paths.home, '.claude'), 'settings.json'));
  return text.ok ? text.value : null;
}

/**
 * In a file that is ours alone and gone afterwards: a command line can be read by every user of the machine. A
 * session has one namer at a time, so what one that was killed has left goes with its next call.
 */
async function withSettings<T>(
  world: World,
  { id }: Session,
  json: string | null,
  ask: (settings: { readonly settingsPath?: string }) => Promise<T>,
): Promise<T> {
  if (json === null) return ask({});
  const settingsPath = join(world.paths.instances, 'state', `login-${id}.json`);
  const written = world.settings.put(settingsPath, json, 0o600);
  try {
    return await ask(written.ok ? { settingsPath } : {});
  } finally {
    world.settings.remove(settingsPath);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is set round us, and over it what is set round the session's own client: its login, its proxy. */
function surroundings(world: World, { process }: Session): Environment {
  const isAlive = process !== null && world.processes.liveness(process.identity) === 'alive';
  const own = isAlive ? world.processes.environment(process.identity.pid, clientVariables) : null;
  return { ...world.request.env, ...own };
}

function clientFor(world: World, session: Session, env: Environment): AskedClient {
  const recorded = session.process?.argv ?? [];
  const missing = programPaths(recorded).filter((path) => world.client.pathKind(path) !== 'file');
  const { program } = readProgram(recorded, new Set(missing));
  const [first = 'claude', ...rest] = program;
  return {
    program: [first, ...rest],
    cwd: world.paths.instances,
    env: printEnvironment(withoutForeignKey(world, session, env), session.configDir),
  };
}

/** Without a key that the user never let their sessions use: with `-p` the client would take it, and bill it. */
function withoutForeignKey(world: World, { configDir }: Session, env: Environment): Environment {
  const { ANTHROPIC_API_KEY: key, ...others } = env;
  if (key === undefined) return env;
  const claudeJson = world.settings.read(join(configDir ?? world.paths.home, '.claude.json'));
  return isKeyApproved(claudeJson.ok ? claudeJson.value : null, key) ? env : others;
}
