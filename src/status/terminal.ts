/** How many colours may be written: none, the terminal's own 16, 256, or any. */
export type ColourLevel = 'none' | '16' | '256' | 'truecolour';

/** What the terminal takes. */
export interface TerminalFacts {
  /** Cells in a row; null when nobody said. */
  readonly columns: number | null;
  /** Rows of the terminal or pane; null when nobody said. */
  readonly rows: number | null;
  readonly colours: ColourLevel;
  /** Whether OSC 8 links are worth writing. */
  readonly hasLinks: boolean;
}

/** The environment of the asking process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the environment says of the terminal. A status line's output is a pipe, so nothing else can be
 * asked; STATUSLINE_WIDTH is the user's own word on its width. `tmuxFeatures` is tmux's `#{client_termfeatures}`, or null when unknown or not in tmux.
 */
export function terminalFacts(env: Environment, tmuxFeatures: string | null): TerminalFacts {
  return {
    columns: wholeNumber(env['STATUSLINE_WIDTH']) ?? wholeNumber(env['COLUMNS']),
    rows: wholeNumber(env['LINES']),
    colours: colourLevel(env),
    hasLinks: takesLinks(env, tmuxFeatures),
  };
}

function wholeNumber(text: string | undefined): number | null {
  const number = Number(text ?? '');
  return Number.isInteger(number) && number > 0 && number < 100_000 ? number : null;
}

const levels: readonly ColourLevel[] = ['none', '16', '256', 'truecolour'];

/** The colours to write: FORCE_COLOR, then NO_COLOR, then what the terminal is known to take, less tmux's clamp. */
export function colourLevel(env: Environment): ColourLevel {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    if (forced === 'false') return 'none';
    const named = /^[0-3]$/.test(forced) ? levels[Number(forced)] : undefined;
    // `1`, `true` and an empty value only mean: do write colours.
    if (named !== undefined && forced !== '1') return named;
    const found = detectedLevel(env);
    return found === 'none' ? '16' : found;
  }
  return (env['NO_COLOR'] ?? '') === '' ? detectedLevel(env) : 'none';
}

function detectedLevel(env: Environment): ColourLevel {
  const level = terminalLevel(env);
  // The client itself writes no more than 256 colours in tmux unless told that tmux passes them on.
  const isClamped = (env['TMUX'] ?? '') !== '' && env['CLAUDE_CODE_TMUX_TRUECOLOR'] === undefined;
  return level === 'truecolour' && isClamped ? '256' : level;
}

const truecolourTerms = /-direct$|^xterm-(kitty|ghostty)$|^alacritty|^foot|^wezterm/;
const truecolourPrograms: readonly string[] = ['iTerm.app', 'WezTerm', 'ghostty', 'vscode', 'Hyper', 'rio'];

function terminalLevel(env: Environment): ColourLevel {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return 'none';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '')) return 'truecolour';
  if (truecolourTerms.test(term)) return 'truecolour';
  if (truecolourPrograms.includes(env['TERM_PROGRAM'] ?? '')) return 'truecolour';
  if (env['WT_SESSION'] !== undefined) return 'truecolour';
  if (/256/.test(term) || env['TERM_PROGRAM'] === 'Apple_Terminal') return '256';
  return '16';
}

const linkingPrograms: readonly string[] = [
  'iTerm.app',
  'WezTerm',
  'ghostty',
  'vscode',
  'Hyper',
  'rio',
  'Tabby',
];
const linkingTerms = /^xterm-(kitty|ghostty)$|^alacritty|^foot|^wezterm/;
/** The first VTE that draws links. */
const firstLinkingVte = 5000;

/** Whether OSC 8 links reach a terminal that knows them. In tmux only its client's features tell. */
export function takesLinks(env: Environment, tmuxFeatures: string | null): boolean {
  const forced = env['FORCE_HYPERLINK'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['TMUX'] ?? '') !== '') return /(^|,)hyperlinks(,|$)/.test(tmuxFeatures ?? '');
  return env['TERM'] !== 'dumb' && isLinkingTerminal(env);
}

function isLinkingTerminal(env: Environment): boolean {
  return (
    linkingTerms.test(env['TERM'] ?? '') ||
    linkingPrograms.includes(env['TERM_PROGRAM'] ?? '') ||
    env['WT_SESSION'] !== undefined ||
    Number(env['VTE_VERSION'] ?? 0) >= firstLinkingVte
  );
}
