/** What the loss and the score share: classes in vec4s, whose padding must never win or count. */
import { lastLayer, type Layout } from '../layout.ts';

/**
 * WGSL functions of a row of `source` that starts at vec4 `first`:
 * `normaliser_SOURCE(first, T)`, the largest logit and `log sum over c of exp((z_c - largest) / T)`, kept apart because
 * a large logit would swallow the logarithm;
 * `logSoftmax_SOURCE(first, q, T, normaliser)`, the q-th vec4 of log softmax(z / T), padding about -1e30;
 * `logSoftmaxOf_SOURCE(first, c, normaliser)`, class c of it at T = 1; and
 * `topAnswer_SOURCE(first)`, the class with the largest logit, the first of equals. Safe for logits within 1e30.
 */
export function softmaxWgsl(source: string, buffer: 'activations' | 'teacher', layout: Layout): string {
  const { classes } = layout;
  const wide = lastLayer(layout).columns / 4;
  return `
fn logits_${source}(first : u32, q : u32) -> vec4<f32> {
  return select(${buffer}[first + q], vec4<f32>(-1e30), 4u * q + vec4<u32>(0u, 1u, 2u, 3u) >= vec4<u32>(${classes}u));
}
fn normaliser_${source}(first : u32, T : f32) -> vec2<f32> {
  var top = logits_${source}(first, 0u);
  for (var q = 1u; q < ${wide}u; q++) { top = max(top, logits_${source}(first, q)); }
  let largest = max(max(top.x, top.y), max(top.z, top.w));
  var total = vec4<f32>();
  for (var q = 0u; q < ${wide}u; q++) { total += exp((logits_${source}(first, q) - largest) / T); }
  return vec2<f32>(largest, log(total.x + total.y + total.z + total.w));
}
fn logSoftmax_${source}(first : u32, q : u32, T : f32, normaliser : vec2<f32>) -> vec4<f32> {
  return (logits_${source}(first, q) - normaliser.x) / T - normaliser.y;
}
fn logSoftmaxOf_${source}(first : u32, c : u32, normaliser : vec2<f32>) -> f32 {
  return (${buffer}[first + c / 4u][c % 4u] - normaliser.x) - normaliser.y;
}
fn topAnswer_${source}(first : u32) -> u32 {
  var best = 0u;
  var largest = ${buffer}[first].x;
  for (var c = 1u; c < ${classes}u; c++) {
    let value = ${buffer}[first + c / 4u][c % 4u];
    if (value > largest) {
      largest = value;
      best = c;
    }
  }
  return best;
}`;
}
