/** The files of a model on disk: `model.json` and the weights that it names. Whether they are a good model, the page says. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { InputScale } from '../core/imported.ts';
import { quote } from '../core/quote.ts';
import { ArgumentError } from './arguments.ts';
import type { TeacherFile } from './drive.ts';

/** More than any teacher needs. */
const MAX_BYTES = 200_000_000;

/** @throws ArgumentError when the files are not there, or the first one names none */
export function readTeacher({ path, scale }: { readonly path: string; readonly scale: InputScale }): {
  readonly files: readonly TeacherFile[];
  readonly scale: InputScale;
} {
  const model = read(path);
  const folder = dirname(path);
  const weights = weightPaths(model.toString('utf8'), path).map((name) => {
    // A model's weights lie beside it: a path that leads elsewhere is nobody's business.
    const inside = basename(name);
    return { name: inside, content: read(join(folder, inside)).toString('base64') };
  });
  return { files: [{ name: basename(path), content: model.toString('base64') }, ...weights], scale };
}

function weightPaths(text: string, path: string): readonly string[] {
  try {
    const { weightsManifest } = JSON.parse(text) as { weightsManifest: { paths: unknown[] }[] };
    return weightsManifest.flatMap(({ paths }) => paths.map(String));
  } catch {
    throw new ArgumentError(`--teacher is ${quote(path)}; it must be the model.json of a tfjs model.`);
  }
}

function read(path: string): Buffer {
  try {
    if (statSync(path).size > MAX_BYTES)
      throw new ArgumentError(`--teacher: ${quote(path)} has more than ${MAX_BYTES} bytes.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ArgumentError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : 'it cannot be read as a file';
    throw new ArgumentError(`--teacher: ${quote(path)}; ${why}.`, { cause: error });
  }
}
