/**
 * Files of older versions, brought up to today's before they are checked: a list of steps a format, each from one version
 * to the next. A version that was ever written stays readable, so steps are added and never taken away. A new field that
 * has a `before` in its setting needs none.
 */

/** From a version to the next one. What it is given is hostile: only its version is sure. It may throw. */
export type Migration = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** The first is from version 1 to 2, the last to the version that is written today. */
export const EXPERIMENT_MIGRATIONS: readonly Migration[] = [];
export const RUN_MIGRATIONS: readonly Migration[] = [];

/** The same in today's version; what is no older version comes back as it is, for the schema to judge. */
export function migrated(input: unknown, migrations: readonly Migration[]): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { version } = input as { readonly version?: unknown };
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return input;
  try {
    return migrations
      .slice(version - 1)
      .reduce((older, next, i) => ({ ...next(older), version: version + i + 1 }), input as Older);
  } catch {
    return input; // not what its version says: the schema names what is wrong
  }
}

type Older = Readonly<Record<string, unknown>>;
