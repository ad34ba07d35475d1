// `npm run pictures`: draws docs/pictures/ from what the built program really prints into a real terminal.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ThemeName, themes } from '../src/status/themes.ts';
import { lineText, readAnsi } from './pictures/ansi.ts';
import { cast, layDesk } from './pictures/cast.ts';
import { openScene, type Scene } from './pictures/scene.ts';
import { drawSvg, type Ground, type Panel } from './pictures/svg.ts';

const root = join(import.meta.dirname, '..');
const pictures = join(root, 'docs/pictures');
const program = process.env['STATUSLINE_PROGRAM'] ?? join(root, 'plugins/statusline/dist/statusline.js');

const dark: Ground = { background: '#16191f', text: '#d5d9e0' };
const light: Ground = { background: '#fbfaf7', text: '#24292f' };
/** Measured: of a status line the client paints what has no colour in this grey, by its own theme. */
const clientGrey = { dark: '#999999', light: '#666666' } as const;
const wideCells = 118;
const deskCells = 106;

function keep(name: string, panels: readonly Panel[], widthCells: number, label: string): void {
  writeFileSync(join(pictures, name), drawSvg(panels, widthCells, label));
  console.log(`docs/pictures/${name}`);
}

/** Puts what a screen showed into the README as text, between its marks. */
function keepText(name: string, screen: string): void {
  const path = join(root, 'README.md');
  const text = readAnsi(screen).map((cells) => lineText(cells));
  const block = `\`\`\`\n${text.join('\n')}\n\`\`\`\n<!-- /${name} -->`;
  const marked = new RegExp(`(?<=<!-- ${name}:[^\\n]*-->\\n)[^]*?<!-- /${name} -->`);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(marked, () => block),
  );
}

/** The sample's rows in one theme and style, as the program draws them in true colour. */
async function rowsIn(scene: Scene, theme: ThemeName, style: string): Promise<Panel> {
  const words = ['preview', '--theme', theme, '--width', String(wideCells + 4)];
  await scene.statusline(['config', 'set', 'style', style]);
  const printed = await scene.statusline(words, { FORCE_COLOR: '3' });
  const kind = themes[theme].ground === 'light' ? 'light' : 'dark';
  const ground = { ...(kind === 'light' ? light : dark), text: clientGrey[kind] };
  const title = style === 'plain' ? theme : `${theme}, ${style}`;
  return { title, ground, lines: readAnsi(printed.trimEnd()) };
}

async function drawThemes(scene: Scene): Promise<void> {
  const panels: Panel[] = [];
  // Keys of a constant: nothing else is ever among them.
  for (const theme of Object.keys(themes) as ThemeName[]) panels.push(await rowsIn(scene, theme, 'plain'));
  panels.push(await rowsIn(scene, 'midnight', 'blocks'), await rowsIn(scene, 'paper', 'blocks'));
  keep('themes.svg', panels, wideCells, 'The status line of one session in every theme');
  keep(
    'line.svg',
    [{ ...(await rowsIn(scene, 'terracotta', 'plain')), title: null }],
    wideCells,
    'The status line',
  );
  await scene.statusline(['config', 'set', 'style', 'null']);
}

async function drawScreen(
  scene: Scene,
  name: string,
  words: readonly [string, ...string[]],
  shot: {
    readonly shows: string;
    readonly columns?: number;
    readonly rows: number;
    readonly label: string;
    /** The README has it as text, too. */
    readonly isText?: boolean;
  },
): Promise<void> {
  const typed = `statusline ${words.join(' ')}`;
  const size = { columns: shot.columns ?? wideCells, rows: shot.rows };
  const screen = await scene.screen(`printf '$ ${typed}\\n'; ${typed}`, size, shot.shows);
  if (shot.isText === true) keepText(name.replace('.svg', ''), screen);
  keep(name, [{ title: null, ground: dark, lines: readAnsi(screen) }], size.columns, shot.label);
}

mkdirSync(pictures, { recursive: true });
const scene = openScene(program, cast);
try {
  await drawThemes(scene);
  await layDesk(scene);
  for (const member of cast) await scene.enter(member);
  await drawScreen(scene, 'layout.svg', ['layout'], {
    shows: 'mail',
    columns: deskCells,
    rows: 60,
    label: 'The desk',
  });
  await scene.powerCut();
  const shows = 'can come back';
  await drawScreen(scene, 'recover-list.svg', ['recover', 'list'], {
    shows,
    rows: 20,
    isText: true,
    label: 'What can come back',
  });
  const asked = 'Which sessions';
  await drawScreen(scene, 'picker.svg', ['recover'], {
    shows: asked,
    columns: deskCells,
    rows: 70,
    label: 'The picker',
  });
} finally {
  await scene.close();
}
