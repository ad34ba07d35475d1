/** Families of models: what a flag says (`opus`, `claude-opus-4-8`) and what the client reports is of one. */
const families = /\b(haiku|sonnet|opus)\b/;

/**
 * Whether a session is known to run another model than its command line named: it was switched (`/model`) since. Only
 * what is certain counts: `opusplan`, a name of the user's own and the like may stand for any model.
 */
export function isOtherModel(named: string, reportedId: string): boolean {
  const [flag, reported] = [withoutContext(named), withoutContext(reportedId)];
  const [family, other] = [familyOf(flag), familyOf(reported)];
  if (family === null || other === null) return false;
  if (family !== other) return true;
  // An alias is whatever the newest of its family is, and the longer name of a model bears a date.
  return isId(flag) && isId(reported) && !reported.startsWith(flag) && !flag.startsWith(reported);
}

/** `sonnet[1m]` is as much `sonnet` as any. */
function withoutContext(name: string): string {
  return name.replace(/\[[^\]]*\]$/, '');
}

function isId(name: string): boolean {
  return name.startsWith('claude-');
}

function familyOf(name: string): string | null {
  return families.exec(name)?.[1] ?? null;
}
