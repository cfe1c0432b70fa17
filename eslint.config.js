// Biome lints and formats; this adds only the rules that need types.
import tseslint from 'typescript-eslint';

export default [
  {
    ignores: [
      'node_modules/',
      '.build/',
      '.serverless/',
      '.esbuild/',
      '.venv/',
      'local/workspace/page/',
      '**/*.js',
      '**/*.mjs',
      'tests/tooling/fixtures/',
    ],
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.json' } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // By far the slowest rule; a promise misused in a test fails that test.
    files: ['**/*.ts'],
    ignores: ['tests/**'],
    rules: { '@typescript-eslint/no-misused-promises': 'error' },
  },
];
