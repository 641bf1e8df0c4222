// What the compiler does not check. Rules that fight the house style are turned off below, each with its reason.
import { configs as lit } from 'eslint-plugin-lit';
import { defineConfig } from 'eslint/config';
import { configs as ts } from 'typescript-eslint';

const banned = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it.' },
  {
    selector: 'MemberExpression[property.name=/^(dataSync|arraySync|readSync)$/]',
    message: 'It blocks until the GPU is done; await data() instead.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Random numbers come from the seeded generator in core/random.ts.',
  },
];
const bannedInTests = [
  {
    selector:
      'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|skipIf|runIf|todo|fails)$/]',
    message: 'A test runs, everywhere, or is deleted.',
  },
];
const namedExports = { selector: 'ExportDefaultDeclaration', message: 'Export it by name.' };

export default defineConfig(
  { ignores: ['dist/', 'runs/', 'node_modules/', 'src/ui/locales/*.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [ts.strictTypeChecked, ts.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-restricted-syntax': ['error', ...banned, namedExports],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      // `noUncheckedIndexedAccess` makes every index doubtful, also where the loop's bound is the array's own length.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Reading a property by a string keeps an index signature visible; the compiler option decides.
      '@typescript-eslint/dot-notation': 'off',
      // An arrow that only forwards to a void function is the shortest way to say so.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `() => {}` is how nothing is done on purpose.
      '@typescript-eslint/no-empty-function': 'off',
      // Members of the same interface differ in whether they wait; implementations keep its shape.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/ui/**/*.ts'],
    extends: [lit['flat/recommended']],
    // Lit calls a template's listeners on their element.
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...banned, ...bannedInTests, namedExports] },
  },
  {
    // A default export is what Vite reads, and what is expected of the packages and files that others stand for.
    files: ['vite.config.ts', '**/*.d.ts', 'src/ui/charts/vega-embed.ts'],
    rules: { 'no-restricted-syntax': ['error', ...banned] },
  },
);
