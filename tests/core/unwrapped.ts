/**
 * Finds text that a reader sees and no translator: what stands in templates outside of `msg`, and string literals that read
 * like words. It cannot know what becomes of a string, so it takes too many rather than too few.
 */
import ts from 'typescript';

/** Their argument is found by the extractor. */
const MARKS = new Set(['msg', 'text']);
/** Attributes that are read, or read out. */
const READ = new Set([
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'alt',
  'label',
  'name',
  'placeholder',
  'title',
]);
/** What is the same in every language: mathematics, and where something was published. */
const QUOTED = new Set(['formula', 'source']);
/** Elements whose text is the same in every language. */
const SAME_EVERYWHERE = new Set(['code', 'kbd', 'mi', 'mn', 'mo', 'style']);
/** What an expression is while a template is scanned: no letter. */
const HOLE = '\u0000';

/** @returns each as it stands there, in order */
export function unwrapped(path: string, code: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && MARKS.has(node.expression.text)) {
      // Its first argument is translated as a whole; an expression in it is not.
      node.arguments.forEach((argument) => spansOf(argument).forEach(visit));
      return;
    }
    if (isForTheMachine(node)) return;
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = node.tag.getText();
      const parts = partsOf(node.template);
      if (tag === 'html' || tag === 'svg') found.push(...readableParts(parts.join(HOLE)));
      // A style is no text; an expression in it may have one.
      spansOf(node).forEach((span, i) =>
        (/\s\.style=$/.test(parts[i]!) ? spansOf(span) : [span]).forEach(visit),
      );
      return;
    }
    if (ts.isTemplateExpression(node)) found.push(...partsOf(node).filter(isWords));
    else if (ts.isStringLiteralLike(node) && isWords(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true));
  return found;
}

/** The expressions in a template. */
function spansOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isTaggedTemplateExpression(node)) return spansOf(node.template);
  return ts.isTemplateExpression(node) ? node.templateSpans.map(({ expression }) => expression) : [];
}

function partsOf(template: ts.TemplateLiteral): readonly string[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
  return [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** Types, imports, styles, decorators, keys, comparisons and mistakes of programmers. */
function isForTheMachine(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isDecorator(node)) return true;
  if (ts.isTaggedTemplateExpression(node)) return node.tag.getText() === 'css';
  if (ts.isNewExpression(node)) return /^(Range|Type)?Error$/.test(node.expression.getText());
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  const isQuoted = ts.isPropertyAssignment(parent) && QUOTED.has(parent.name.getText());
  const isCompared =
    ts.isBinaryExpression(parent) &&
    [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
      parent.operatorToken.kind,
    );
  const isKey = ts.isPropertyAssignment(parent) && parent.name === node;
  return isQuoted || isCompared || isKey || ts.isCaseClause(parent) || ts.isElementAccessExpression(parent);
}

/** Two words, or one that begins like a sentence; not a path, a key or a size. */
function isWords(text: string): boolean {
  return /\p{L}{2,}[ ,:;]+\p{L}+|^\s*\p{Lu}\p{Ll}+/u.test(text) && !/^[\w./-]+\.\w+$/.test(text.trim());
}

const isRead = (text: string) => /\p{L}{2,}/u.test(text);

/** What of a template's markup is read: text between tags, and some attributes. */
function readableParts(markup: string): readonly string[] {
  const found: string[] = [];
  const open: string[] = [];
  for (const [, comment, closing, tag, attributes, text] of markup.matchAll(
    /(<!--[\s\S]*?-->)|<\/([\w-]+)\s*>|<([\w-]+)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)/g,
  )) {
    if (comment) continue;
    if (closing) open.splice(Math.max(0, open.lastIndexOf(closing)));
    if (tag) {
      if (!attributes!.trimEnd().endsWith('/')) open.push(tag);
      for (const [, name, value] of attributes!.matchAll(/([\w-]+)=(?:"([^"]*)")/g))
        if (READ.has(name!) && isRead(value!)) found.push(value!.replaceAll(HOLE, '…'));
    }
    if (text && isRead(text) && !open.some((name) => SAME_EVERYWHERE.has(name)))
      found.push(text.replaceAll(HOLE, '…').trim().replace(/\s+/g, ' '));
  }
  return found;
}
