import type { Cost } from './measure.ts';

/** A section of the page. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

/** Sections as Markdown. */
export function pageOf(sections: readonly Section[]): string {
  return sections.map(({ title, text }) => `## ${title}\n\n${text}\n`).join('\n');
}

/** A page with these sections in the place of their former ones; those that it did not have come last. */
export function withSections(page: string, sections: readonly Section[]): string {
  const fresh = new Map(sections.map((section) => [`## ${section.title}`, section]));
  const parts = page.split(/^(?=## )/m).map((part) => {
    const [heading = ''] = part.split('\n');
    const section = fresh.get(heading);
    fresh.delete(heading);
    return section === undefined ? part.trimEnd() : pageOf([section]).trimEnd();
  });
  return `${[...parts, pageOf([...fresh.values()]).trimEnd()].filter((part) => part !== '').join('\n\n')}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Rows of a table, as Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(row)),
  ].join('\n');
}

/** A table of what subjects cost, the baseline first. */
export function costTable(what: string, costs: readonly Cost[]): string {
  const baseline = costs[0]?.name ?? '';
  return table(
    [what, `wall × ${baseline}`, `CPU × ${baseline}`, 'wall ms', 'CPU ms', 'failed'],
    costs.map((cost) => [
      cost.name,
      cost.wallRatio.toFixed(3),
      cost.cpuRatio.toFixed(3),
      cost.wallMs.toFixed(1),
      cost.cpuMs.toFixed(1),
      cost.failures === 0 ? '' : String(cost.failures),
    ]),
  );
}
