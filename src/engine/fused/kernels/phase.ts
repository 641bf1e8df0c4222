/**
 * A phase is the part of a step that one kernel can do: a WGSL function of a member, a tile of the output and a thread
 * of a workgroup. It becomes a kernel of its own, or several become one: phases that stay within their rows of the batch
 * follow each other in one workgroup, and phases that do not depend on each other share a dispatch.
 */
import type { Layout } from '../layout.ts';
import type { BufferName, Kernel } from './kernel.ts';

export interface Phase {
  readonly label: string;
  /** Of the WGSL function `(member : u32, tile : vec2<u32>, thread : vec2<u32>)`. */
  readonly name: string;
  readonly code: string;
  /** WGSL that several phases of a kernel may need; it stands there once. */
  readonly helpers?: readonly string[];
  readonly buffers: readonly BufferName[];
  /** Tiles along columns and rows. */
  readonly tiles: readonly [number, number];
}

/** Threads of a workgroup, and whether they are a quad, where x of a thread is its place in it. */
export interface Threads {
  readonly workgroup: readonly [number, number];
  readonly quads: boolean;
}

/** One phase, a workgroup a tile. */
export function alone(phase: Phase, layout: Layout, threads: Threads): Kernel {
  const [columns, rows] = phase.tiles;
  return kernelOf([phase], layout, threads, `${phase.name}(group.z, group.xy, thread);`, [columns, rows]);
}

/** Phases that need of each other only their own rows: a workgroup takes its rows through all of them. */
export function alongRows(phases: readonly Phase[], layout: Layout, threads: Threads): Kernel {
  const calls = phases.map(
    ({ name, tiles: [columns] }) =>
      `for (var column = 0u; column < ${columns}u; column++) { ${name}(group.z, vec2<u32>(column, group.y), thread); }`,
  );
  return kernelOf(phases, layout, threads, calls.join('\n  storageBarrier();\n  '), [1, phases[0]!.tiles[1]]);
}

/** Phases that do not depend on each other: the tiles of all of them in one dispatch. */
export function together(phases: readonly Phase[], layout: Layout, threads: Threads): Kernel {
  let first = 0;
  const calls = phases.map(({ name, tiles: [columns, rows] }) => {
    const from = first;
    first += columns * rows;
    return `if (group.x < ${first}u) {
    let at = group.x - ${from}u;
    ${name}(group.z, vec2<u32>(at % ${columns}u, at / ${columns}u), thread);
  }`;
  });
  return kernelOf(phases, layout, threads, calls.join(' else '), [first, 1]);
}

function kernelOf(
  phases: readonly Phase[],
  layout: Layout,
  { workgroup, quads }: Threads,
  body: string,
  tiles: readonly [number, number],
): Kernel {
  return {
    label: phases.map(({ label }) => label).join(', '),
    buffers: [...new Set(phases.flatMap(({ buffers }) => buffers))],
    layout,
    usesSubgroups: quads,
    code: `${[...new Set(phases.flatMap(({ helpers }) => helpers ?? [])), ...phases.map(({ code }) => code)].join('\n')}
@compute @workgroup_size(${workgroup.join(', ')})
fn main(
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(local_invocation_id) local : vec3<u32>,
  ${quads ? '@builtin(subgroup_invocation_id) place : u32,' : ''}
) {
  let thread = ${quads ? 'vec2<u32>(place, 0u)' : 'local.xy'};
  ${body}
}`,
    workgroups: [...tiles, layout.members],
  };
}
