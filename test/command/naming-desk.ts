import { join } from 'node:path';
import { FakeMachine } from '../fakes/machine.ts';

/** A session. */
export const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';
/** Another one. */
export const other = '7d2119a5-c713-4389-8c62-68ff4e7037ce';
/** What a model may say of a session. */
export const answer = {
  name: 'Parser Surgeon',
  task: 'parser spans',
  description: 'Gives the parser spans.',
  summary: 'Spans begun.',
};

/** A machine with sessions in windows that tmux named. */
export class Desk {
  readonly machine = new FakeMachine();
  readonly clients = new Map<string, number>();

  async start(session: string, prompt = 'give the parser spans'): Promise<this> {
    const pane = await this.machine.openPane(`tmux-${session.slice(0, 4)}`, 'bash');
    await this.machine.tmux.run(this.machine.socketPath, [
      ['set-option', '-w', '-t', pane.paneId, 'automatic-rename', 'on'],
    ]);
    this.clients.set(session, this.machine.startClient(pane.pid));
    await this.hook(session, 'SessionStart', { source: 'startup' });
    return this.prompt(session, prompt);
  }

  async prompt(session: string, prompt: string): Promise<this> {
    await this.hook(session, 'UserPromptSubmit', { prompt, prompt_id: prompt });
    await this.hook(session, 'Stop');
    return this;
  }

  async hook(session: string, event: string, fields: object = {}): Promise<string> {
    const client = this.clients.get(session) ?? 0;
    const input = { session_id: session, cwd: '/home/dev/proj', hook_event_name: event, ...fields };
    return (await this.machine.asClient(client, ['hook', event], JSON.stringify(input))).out;
  }

  /** A render with this title, by a client whose own registry has this of the session; null for nothing. */
  async render(session: string, title: string, entry: object | null = null): Promise<string> {
    const pid = this.clients.get(session) ?? 0;
    const path = `/home/dev/.claude/sessions/${pid}.json`;
    if (entry === null) this.machine.forget(path);
    else this.machine.file(path, JSON.stringify({ pid, sessionId: session, ...entry }));
    const json = JSON.stringify({ session_id: session, cwd: '/home/dev/proj', session_name: title });
    return (await this.machine.asClient(pid, ['render'], json)).out;
  }

  configure(naming: object): this {
    this.machine.settings.put(join(this.machine.instances, 'config.json'), JSON.stringify({ naming }), 0o600);
    return this;
  }

  /** Runs what the end of a turn has started. */
  async runStarted(): Promise<void> {
    for (const argv of this.machine.started.splice(0)) await this.machine.run(argv);
  }

  async windowNames(): Promise<string> {
    const asked = await this.machine.tmux.run(this.machine.socketPath, [
      ['list-windows', '-a', '-F', '#{window_name}'],
    ]);
    return asked.ok ? asked.value.trim() : '';
  }
}
