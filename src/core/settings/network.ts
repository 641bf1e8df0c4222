/** What a network is made of. */
import type { Setting } from '../setting.ts';
import { text } from '../text.ts';

/** What experiments meant before networks could be other than perceptrons. */
export const BEFORE = { architecture: 'mlp', channels: [16, 32], blocks: 2, width: 48, heads: 4 } as const;

/** The rows that teacher and students have in common. */
export function network(owner: 'teacher' | 'student', prefix: 't' | 's'): readonly Setting[] {
  const at = { card: owner } as const;
  const isStudent = owner === 'student';
  return [
    {
      ...at,
      kind: 'choice',
      path: `${owner}.architecture`,
      before: BEFORE.architecture,
      symbol: isStudent ? text('network') : text('teacher’s network'),
      key: `${prefix}k`,
      label: text('Network'),
      help: text('What it is made of: dense layers, convolutions before them, or a transformer on patches.'),
      options: [
        { value: 'mlp', label: text('dense layers') },
        { value: 'cnn', label: text('convolutional net'), short: text('convolutional') },
        { value: 'vit', label: text('transformer') },
      ],
    },
    {
      ...at,
      kind: 'layers',
      path: `${owner}.channels`,
      ofNetworks: ['cnn'],
      before: BEFORE.channels,
      symbol: isStudent ? text('channels') : text('teacher’s channels'),
      key: `${prefix}v`,
      label: text('Channels'),
      help: text('Of each convolution, such as 16-32; each halves the sides of what it sees.'),
      maxLayers: 4,
      maxUnits: 256,
    },
    {
      ...at,
      kind: 'layers',
      path: `${owner}.hidden`,
      ofNetworks: ['mlp', 'cnn'],
      symbol: isStudent ? text('layers') : text('teacher’s layers'),
      key: `${prefix}h`,
      label: text('Hidden layers'),
      help: isStudent
        ? text('Units of every student’s hidden layers, such as 256-256; "none" makes a linear classifier.')
        : text('Units of the teacher’s hidden layers, such as 256-256; "none" makes a linear classifier.'),
      maxLayers: 8,
      maxUnits: 4096,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.blocks`,
      ofNetworks: ['vit'],
      before: BEFORE.blocks,
      symbol: isStudent ? text('blocks') : text('teacher’s blocks'),
      key: `${prefix}z`,
      label: text('Blocks'),
      help: text('Of attention and two dense layers, one after the other.'),
      min: 1,
      max: 8,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.width`,
      ofNetworks: ['vit'],
      before: BEFORE.width,
      symbol: isStudent ? text('width') : text('teacher’s width'),
      key: `${prefix}w`,
      label: text('Width'),
      help: text('Numbers that stand for each of the 16 patches of an image.'),
      min: 4,
      max: 256,
    },
    {
      ...at,
      more: true,
      kind: 'integer',
      path: `${owner}.heads`,
      ofNetworks: ['vit'],
      before: BEFORE.heads,
      symbol: isStudent ? text('heads') : text('teacher’s heads'),
      key: `${prefix}g`,
      label: text('Heads'),
      help: text('Of attention in each block; they share out the width.'),
      min: 1,
      max: 16,
    },
  ];
}
