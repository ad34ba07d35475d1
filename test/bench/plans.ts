// Plans the return of a thousand sessions, and prints how long the first plan of this process took, and later ones.
import { plan } from '../../src/recovery/plan.ts';
import type { RecoveryFacts } from '../../src/recovery/facts.ts';
import { printLayout } from '../../src/tmux/layout.ts';
import type { Desk, DeskWindow } from '../../src/tmux/desk.ts';
import { deskWindow, server } from '../session/pieces.ts';
import { placeIn, scene } from '../recovery/scene.ts';
import { median } from './measure.ts';

/** By the clock, and in work: what all threads of the process did meanwhile. */
interface Took {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What {@link plan} took. */
export interface PlanTimes {
  readonly first: Took;
  /** The medians of twenty. */
  readonly later: Took;
}

const layout = printLayout({
  kind: 'beside',
  widthCols: 203,
  heightRows: 50,
  leftCols: 0,
  topRows: 0,
  cells: [0, 1, 2, 3].map((at) => ({
    kind: 'pane',
    widthCols: 50,
    heightRows: 50,
    leftCols: at * 51,
    topRows: 0,
    paneNumber: at,
  })),
});

function window(at: number): DeskWindow {
  const panes = [0, 1, 2, 3].map((pane) => `%${at * 4 + pane}`);
  return { ...deskWindow(`@${at}`, ...panes), layout, widthCols: 203, heightRows: 50 };
}

function thousand(): RecoveryFacts {
  const windows = Array.from({ length: 250 }, (_, at) => window(at));
  const desk: Desk = {
    server: server(1),
    windows,
    sessions: Array.from({ length: 25 }, (_, at) => ({
      id: `$${at}`,
      name: `session ${at}`,
      group: null,
      seats: windows.slice(at * 10, at * 10 + 10).map(({ id }, index) => ({ index, windowId: id })),
      activeIndex: 0,
      lastIndex: 1,
    })),
  };
  let lost = scene().remembers(desk);
  for (let at = 0; at < 1000; at += 1) lost = lost.session(`s${at}`, { place: placeIn(desk, `%${at}`) });
  return lost.facts;
}

function timed(facts: RecoveryFacts): Took {
  const [beganAtMs, before] = [performance.now(), process.cpuUsage()];
  const { resumes } = plan(facts);
  const [wallMs, { user, system }] = [performance.now() - beganAtMs, process.cpuUsage(before)];
  if (resumes.length !== 1000) throw new Error(`${resumes.length} sessions are planned.`);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

const facts = thousand();
const first = timed(facts);
const later = Array.from({ length: 20 }, () => timed(facts));
const times: PlanTimes = {
  first,
  later: {
    wallMs: median(later.map(({ wallMs }) => wallMs)),
    cpuMs: median(later.map(({ cpuMs }) => cpuMs)),
  },
};
console.log(JSON.stringify(times));
