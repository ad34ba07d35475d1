// Who sits on the desk that is drawn.
import type { Member, Scene } from './scene.ts';

/** The sessions, in the order in which they were started. */
export const cast: readonly Member[] = [
  {
    id: '0b7c9d1e-5a43-4c0e-9f21-6d3a8e4b1c01',
    seat: 'shop:0.0',
    directory: 'shop/api',
    prompts: ['reject expired refresh tokens', 'now the clock skew'],
    state: 'working',
    answer: {
      name: 'Token Expiry',
      task: 'Reject expired refresh tokens',
      summary: 'Clock skew is tested; the middleware is next',
    },
  },
  {
    id: '1c8dae2f-6b54-4d1f-8a32-7e4b9f5c2d02',
    seat: 'shop:0.1',
    directory: 'shop/web',
    prompts: ['why does the cart lose its items?'],
    state: 'waiting',
    answer: {
      name: 'Cart Detective',
      task: 'Find why the cart loses items',
      summary: 'Waits for the migration',
    },
  },
  {
    id: '2d9ebf30-7c65-4e20-9b43-8f5ca06d3e03',
    seat: 'shop:1.0',
    directory: 'shop/mail',
    prompts: ['translate the receipts', 'and the Japanese ones'],
    state: 'idle',
    answer: { name: 'Receipt Translator', task: 'Receipts in six languages', summary: 'Japanese is done' },
  },
  {
    id: '3eafc041-8d76-4f31-8c54-906db17e4f04',
    seat: 'infra:0.0',
    directory: 'infra',
    prompts: ['make the staging plan apply again'],
    state: 'idle',
    answer: { name: 'Plan Mender', task: 'Unbreak the staging plan', summary: 'It applies' },
  },
];

/** The windows and panes that they sit in, with a shell of the user's own among them. */
export async function layDesk(scene: Scene): Promise<void> {
  await scene.tmux('new-session', '-d', '-s', 'shop', '-n', 'api', '-x', '160', '-y', '44', 'sh');
  await scene.tmux('split-window', '-h', '-t', 'shop:0', '-l', '62', 'sh');
  await scene.tmux('split-window', '-v', '-t', 'shop:0.1', '-l', '14', 'sh');
  await scene.tmux('new-window', '-t', 'shop:1', '-n', 'mail', 'sh');
  await scene.tmux('new-session', '-d', '-s', 'infra', '-n', 'plan', '-x', '160', '-y', '44', 'sh');
  await scene.tmux('new-window', '-d', '-t', 'infra:1', '-n', 'notes', 'sh');
  await scene.tmux('select-window', '-t', 'shop:0', ';', 'select-pane', '-t', 'shop:0.0');
}
