/** No text becomes markup, script or style by itself: no file of src/ uses what would read it as such. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Whoever names one of these reads text as markup, script or style, whatever it is called on. */
const NAMES = new Set([
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'parseHTMLUnsafe', 'srcdoc'],
  ...['createContextualFragment', 'writeln', 'execScript', 'importScripts', 'eval', 'Function'],
  ...['unsafeHTML', 'unsafeSVG', 'unsafeMathML', 'unsafeStatic', 'unsafeCSS'],
]);
/** Of an object with any name: `document.write(…)`, d3's and jQuery's `selection.html(…)`. */
const METHODS = new Set(['html', 'write']);
/** Where a method of that name writes something else. */
const WRITES: Readonly<Record<string, RegExp>> = {
  write: /^(process\.(stdout|stderr)|stream|output)$/,
};
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
/** Its tables and panels write markup. */
const TFJS_VIS = /^@tensorflow\/tfjs-vis(?!\/dist\/render\/linechart$)/;
const LIT_UNSAFE = /^lit\/(directives\/unsafe-|static-html)/;

/** What is wrong, as it stands there. */
function sinks(path: string, code: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isSink(node)) found.push(node.getText().replace(/\s+/g, ' ').slice(0, 60));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true));
  return found;
}

function isSink(node: ts.Node): boolean {
  if (ts.isTypeNode(node)) return false;
  if (ts.isIdentifier(node)) return NAMES.has(node.text) && !isPartOfType(node);
  if (ts.isTaggedTemplateExpression(node)) return hasInlineCode(node);
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) return isBadText(node.text);
  if (!ts.isCallExpression(node)) return false;
  const [first, second] = node.arguments;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (TIMERS.has(name)) return !!first && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first));
  if (name === 'parseFromString') return second?.getText() !== "'image/svg+xml'";
  if (!ts.isPropertyAccessExpression(callee) || !METHODS.has(name)) return false;
  return !WRITES[name]?.test(callee.expression.getText());
}

/** `javascript:`, a name of a sink in brackets, a package with sinks of its own. */
function isBadText(text: string): boolean {
  return /^\s*javascript:/i.test(text) || NAMES.has(text) || TFJS_VIS.test(text) || LIT_UNSAFE.test(text);
}

function isPartOfType(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isTypeNode) !== undefined;
}

/** In a template: `onclick=`, `style=` and `.innerHTML=`; `@click=` and `.style=` are Lit's own, and allowed by the policy. */
function hasInlineCode({ tag, template }: ts.TaggedTemplateExpression): boolean {
  if (!/^(html|svg|mathml)$/.test(tag.getText())) return false;
  return /\s(on\w+|style|srcdoc|\.(innerHTML|outerHTML|srcdoc))=|<(script|style|iframe|object|embed|base)(?![-\w])/i.test(
    template.getText(),
  );
}

test('no file of src reads text as markup, script or style', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) =>
    sinks(path, readFileSync(SRC + path, 'utf8')).map((what) => `src/${path}: ${what}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'element.innerHTML = name;',
  "element['outerHTML'] = name;",
  'const { innerHTML } = element;',
  'element.insertAdjacentHTML("beforeend", name);',
  'document.write(name);',
  'selection.html(name);',
  "new DOMParser().parseFromString(name, 'text/html');",
  "import { unsafeHTML } from 'lit/directives/unsafe-html.js';",
  "await import('lit/static-html.js');",
  'eval(name);',
  'new Function(name);',
  "setTimeout('go()');",
  'window.setInterval(`go(${name})`, 9);',
  'html`<a href=${"javascript:go()"}></a>`;',
  'html`<a href=${`javascript:${name}`}></a>`;',
  'html`<p style="color: ${name}"></p>`;',
  'html`<p onclick=${name}></p>`;',
  'html`<p .innerHTML=${name}></p>`;',
  "import { table } from '@tensorflow/tfjs-vis/dist/render/table';",
  "import * as tfvis from '@tensorflow/tfjs-vis';",
])('it is found: %s', (code) => {
  expect(sinks('ui/a.ts', code)).not.toEqual([]);
});

test('what only looks like it is not', () => {
  const fine = (code: string) => expect(sinks('ui/a.ts', code)).toEqual([]);
  fine('const run: Function = go; setTimeout(() => go(), 9); process.stdout.write(name);');
  fine('html`<p .style=${`color: ${color}`} @click=${go}>${name}</p>`;');
  fine("new DOMParser().parseFromString(svg, 'image/svg+xml'); element.textContent = name;");
  fine("import { linechart } from '@tensorflow/tfjs-vis/dist/render/linechart';");
});
