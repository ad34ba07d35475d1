// Measures inside a tmux pane, as the client that all measured commands find among their ancestors: to be run
// through a link called `claude`. Arguments: a job file, and the file to write the costs to.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { measure, type Effort, type Subject } from './measure.ts';

async function main(): Promise<void> {
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  // Written by bench.ts.
  const job = JSON.parse(readFileSync(jobFile, 'utf8')) as {
    readonly subjects: readonly Subject[];
    readonly effort: Effort;
  };
  const costs = await measure(job.subjects, job.effort);
  writeFileSync(`${resultFile}.draft`, JSON.stringify(costs));
  renameSync(`${resultFile}.draft`, resultFile);
}

void main();
