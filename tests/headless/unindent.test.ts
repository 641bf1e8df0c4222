/** Templates of the built page: shorter, and the same to a browser. */
import { expect, test } from 'vitest';
import { unindented } from '../../src/headless/unindent.ts';

const shorter = (code: string) => unindented(code, 'a.ts');

test('indentation goes, words and lines stay apart', () => {
  expect(shorter('const a = html`<p>\n      one\n      two ${b}   c\n    </p>`;')).toBe(
    'const a = html`<p>\none\ntwo ${b}   c\n</p>`;',
  );
});

test('a template in the hole of another is unindented too, and the code around it is not', () => {
  const code =
    'html`\n  ${list.map((a) => {\n    const b = `\n  kept`;\n    return svg`\n    <g style="--x: ${a}px" />`;\n  })}\n  end`';
  expect(shorter(code)).toBe(
    'html`\n${list.map((a) => {\n    const b = `\n  kept`;\n    return svg`\n<g style="--x: ${a}px" />`;\n  })}\nend`',
  );
});

test('other tags and TypeScript are left alone', () => {
  const code = 'const a = sql`\n  b` as string;\nlet c!: Set<`\n  d`>;\n';
  expect(shorter(code)).toBe(code);
});

test('nested rules and units of CSS keep every word', () => {
  const code = 'css`\n  @media (a) {\n    b:is(c,\n      d) {\n      width: ${e}px;\n    }\n  }\n`';
  expect(shorter(code)).toBe('css`\n@media (a) {\nb:is(c,\nd) {\nwidth: ${e}px;\n}\n}\n`');
});
