const camel = /^[a-z][a-zA-Z0-9]*$/;

/**
 * A value with the names of its members as every `--json` has them (`paneId` becomes `pane_id`), all the way
 * down. Names that are none of ours (`CLAUDE_CONFIG_DIR`, a path) stay as they are. For plain data only.
 */
export function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [snake(name), inSnakeCase(each)]));
}

function snake(name: string): string {
  return camel.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}
