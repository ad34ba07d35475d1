import type { Output, Request, World } from '../world.ts';

/** The program that the resident serves: the very functions that a direct run uses. */
export interface Program {
  /** Makes the world of one more request round what `base` has open. */
  another(base: World, request: Request, output: Output): World;
  /** Runs it to its exit code. */
  dispatch(world: World): Promise<number>;
}
