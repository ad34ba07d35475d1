/** What one process of the torture does. */
export interface Job {
  readonly does: 'append' | 'settle' | 'watch';
  readonly directory: string;
  /** Part of the keys that it records. */
  readonly name: string;
  /** Its own file: turns that were acknowledged, or what it saw. */
  readonly log: string;
  /** How many records it appends. */
  readonly turns: number;
  readonly turnsPerKey: number;
  /** Every so many records one is larger by so much. */
  readonly paddingEvery: number;
  readonly paddingBytes: number;
  /** 0 for never. */
  readonly settleEvery: number;
  readonly isDurable: boolean;
  /** Whether a failure is an expected end. */
  readonly mayFail: boolean;
  readonly rotateAtBytes: number;
  readonly quietAfter: number;
}
