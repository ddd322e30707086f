import tseslint from 'typescript-eslint';

/** A file below tests: casts and `!` are allowed there, nowhere else. */
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/*.contract.ts', '**/src/test/**', 'test/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.mjs', '**/*.cjs', 'sdk/src/contract.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: export what is meant by name.' },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read once, in apps/server/src/configuration/config.ts.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@casl/ability/extra',
              importNames: ['rulesToFields'],
              message: 'Prototype pollution (PROMISES 3).',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts', 'libs/access/src/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Date', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'fetch', 'performance'].map((name) => ({
          name,
          message: 'The centre is pure (law 10): time, ids and I/O are handed in.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is handed in (law 10).' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-globals': 'off',
    },
  },
);
