/** A small data set as a user would drop it: two IDX files. */
import { PIXELS } from '../../src/data/dataset.ts';
import { bars } from '../engine/fixtures.ts';

export function idx(name: string, magic: number, dimensions: readonly number[], values: Uint8Array): File {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setUint32(0, magic);
  dimensions.forEach((size, i) => header.setUint32(4 + 4 * i, size));
  return new File([header, new Uint8Array(values)], name);
}

export function ownFiles(count = 200, classes = 10): readonly File[] {
  const { images, labels: all } = bars(count);
  const labels = all.map((label) => label % classes);
  const side = Math.sqrt(PIXELS);
  return [
    idx('train-images', 0x0803, [count, side, side], images),
    idx('train-labels', 0x0801, [count], labels),
  ];
}
