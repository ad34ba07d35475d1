import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation, type Deed } from './simulation.ts';

const deeds = array(
  record<Deed>({
    kind: constantFrom(
      'start',
      'start',
      'restart',
      'prompt',
      'stop',
      'render',
      'render',
      'clear',
      'change',
      'exit',
      'kill',
      'terminate',
      'close',
      'look',
    ),
    whom: nat(5),
    delay: nat(3),
    staleness: nat(2),
  }),
  { maxLength: 30, size: 'max' },
);

function played(all: readonly Deed[]): Simulation {
  const simulation = new Simulation();
  for (const deed of all) simulation.happen(deed);
  simulation.settle();
  return simulation;
}

describe('once everything is written and looked at, the registry says what is true', () => {
  it('of every client: its conversation is live, in its process and pane', () => {
    assert(
      property(deeds, (all) => {
        const simulation = played(all);
        for (const { conversation, where } of simulation.clients) {
          expect(simulation.session(conversation)).toMatchObject({
            state: { kind: 'live' },
            process: { identity: { pid: where.pid } },
            place: { paneId: where.pane },
          });
        }
      }),
    );
  });

  it('of every other conversation: it is not live, and it is lost exactly when nobody meant it to end', () => {
    const stateFor = { live: 'live', left: 'ended', closed: 'ended', died: 'lost' } as const;
    assert(
      property(deeds, (all) => {
        const simulation = played(all);
        for (const [conversation, truth] of simulation.truths) {
          expect([conversation, simulation.session(conversation)?.state.kind]).toEqual([
            conversation,
            stateFor[truth],
          ]);
        }
      }),
    );
  });
});
