/** The import table of libs/ARCHITECTURE.md: who may import from whom, and who owns which foreign library. */
const allowed = {
  'libs/domain': [],
  'libs/access': ['libs/domain'],
  'libs/protocol': ['libs/domain'],
  'libs/log': ['libs/domain', 'libs/access', 'migrations'],
  'libs/actor': ['libs/domain', 'libs/access', 'libs/log'],
  'libs/realtime': ['libs/domain', 'libs/access', 'libs/protocol', 'libs/log'],
  'libs/identity': ['libs/domain', 'libs/log'],
  migrations: [],
  sdk: [],
  'libs/ui': ['sdk'],
  'libs/testing': ['libs/identity', 'apps/server', 'sdk'],
  'apps/partner-dashboard': ['sdk', 'libs/ui'],
  'apps/ops-console': ['sdk', 'libs/ui'],
  'apps/server': [
    ...['domain', 'access', 'protocol', 'log', 'actor', 'realtime', 'identity'].map((lib) => `libs/${lib}`),
    'migrations',
  ],
  'test/oracle': [],
};

const owners = {
  zod: ['libs/domain', 'libs/protocol', 'libs/identity', 'apps/server'],
  'temporal-polyfill': ['libs/domain'],
  '@casl/': ['libs/access'],
  '@mikro-orm/|pg|@electric-sql/|redis': ['libs/log', 'migrations'],
  jose: ['libs/identity'],
  '@nestjs/|socket.io': ['apps/server'],
  'socket.io-client': ['sdk'],
  'react|react-dom': ['sdk', 'libs/ui', 'apps/partner-dashboard', 'apps/ops-console'],
  '@mantine/|@tanstack/|@atlaskit/|i18next|react-i18next|lucide-react': [
    'libs/ui',
    'apps/partner-dashboard',
    'apps/ops-console',
  ],
};

const tests = '(\\.test\\.tsx?$|\\.contract\\.ts$|/src/test/)';
const slash = (folder) => (folder.endsWith('/') ? folder : `${folder}/`);

const table = Object.entries(allowed).map(([folder, targets]) => ({
  name: `import-table: ${folder}`,
  severity: 'error',
  from: { path: `^${slash(folder)}`, pathNot: folder === 'test/oracle' ? '\\.test\\.ts$' : tests },
  to: {
    path: '^(libs|apps|sdk|migrations|test)/',
    pathNot: [folder, ...targets].map((target) => `^${slash(target)}`),
  },
}));

/** Actor and realtime know the log by its port and what stands beside it, never by its database. */
const port = {
  name: 'port-only',
  severity: 'error',
  from: { path: '^libs/(actor|realtime)/', pathNot: tests },
  to: { path: '^libs/log/src/(sql-|entities|database|pglite)' },
};

const foreign = Object.entries(owners).map(([names, folders]) => ({
  name: `owner: ${names}`,
  severity: 'error',
  from: { path: '^(libs|apps|sdk|migrations)/', pathNot: [...folders.map((folder) => `^${folder}/`), tests] },
  to: { path: `^node_modules/(${names})${names.endsWith('/') ? '' : '/'}` },
}));

export default {
  forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }, ...table, port, ...foreign],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
