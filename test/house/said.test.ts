import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isSetting } from '@genkan/server/configuration/settings';
import { list } from './cited-rules.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const pages = list('*.md').filter((file) => !/CHANGELOG|api-report/.test(file));
type Said = { readonly page: string; readonly text: string };
/** What stands as code on the pages: the spans, and the lines of the blocks. */
const code: readonly Said[] = pages.flatMap((page) => {
  const [blocks, spans] = [/^```sh\n([^]*?)^```/gm, /`([^`\n]+)`/g].map((form) =>
    [...read(page).matchAll(form)].flatMap(([, text = '']) => text.split('\n')),
  );
  return [...(blocks ?? []), ...(spans ?? [])].map((text) => ({ page, text }));
});
/** Every match in the code of the pages, with where it stands. */
const found = (form: RegExp) =>
  code.flatMap(({ page, text }) =>
    [...text.matchAll(form)].map(([, first = '', rest = '']) => ({ page, first, rest })),
  );
const flags = (text: string): string[] => [...text.matchAll(/--([a-z][a-z-]*)/g)].map(([, flag = '']) => flag);

describe('what the pages tell people to type', () => {
  test('[HS9] every npm script they name is one', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = [...found(/npm run (?:--silent )?([a-z][a-z:-]*)/g), ...found(/npm (test|start)\b/g)];
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ first }) => !scripts.includes(first))).toEqual([]);
  });

  test.each([
    ['npm run portal --', 'apps/server/src/cli/portal.ts', 'docs/OPERATORS.md'],
    ['npx genkan', 'sdk/src/cli/genkan.ts', 'sdk/README.md'],
  ])('[HS9] the words and flags behind `%s` are those of its usage', (command, source, page) => {
    const usage = /const usage = `([^`]*)`/.exec(read(source))?.[1] ?? '';
    const words = [...usage.matchAll(/^ {2}(?:npm run portal -- |genkan )([a-z]+)/gm)].map(([, word]) => word);
    const said = found(new RegExp(`${command} +([a-z]+)([^#]*)`, 'g'));
    expect(said.filter(({ first }) => !words.includes(first))).toEqual([]);
    expect(said.flatMap(({ rest }) => flags(rest)).filter((flag) => !usage.includes(`--${flag}`))).toEqual([]);
    expect(words.filter((word) => !read(page).includes(`${word}`))).toEqual([]);
  });

  test('[HS9] what is set before a command is a setting, and what is run is built from a file that is there', () => {
    const set = found(/(?:^|\s)([A-Z][A-Z_]+)=\S/g);
    expect(set.filter(({ first }) => !isSetting(first) && !/^(CI$|GENKAN_)/.test(first))).toEqual([]);
    const run = found(/\bnode (?:--\S+ )*(\S+)\.js/g);
    const missing = run.filter(({ first }) => !existsSync(`${first.replace('/dist/', '/src/')}.ts`));
    expect([run.length > 0, missing]).toEqual([true, []]);
  });
});

/** `libs/domain/src/events.ts` may be named `domain/events.ts` or `events.ts`; `<name>` stands for any. */
const files = list().flatMap((file) => [`/${file}`, `/${file.replace('/src/', '/')}`]);
const alternatives = (path: string): string[] => {
  const [, before = '', names, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
  return names === undefined ? [path] : names.split(',').map((name) => before + name + after);
};
const isThere = (path: string): boolean => {
  const form = new RegExp(`/${path.replace(/[.]/g, '\\.').replace(/<[^>]*>/g, '[^/]+')}$`);
  return files.some((file) => form.test(file));
};

test('[HS10] every file that a page names is there', () => {
  const named = found(/^([\w@<>{},-][\w@<>{}.,/-]*\.(?:tsx?|mjs|md|json))$/g).flatMap(({ page, first }) =>
    alternatives(first).map((path) => ({ page, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
});
