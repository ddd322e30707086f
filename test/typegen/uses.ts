import type { Field } from '@genkan/domain/fields';
import type { Module } from '@genkan/domain/modules';
import type { Tab } from '@genkan/domain/user-types';
import type { Setup } from './any-setup.ts';

/**
 * Programs against printed types, written from the setup alone by a reading of its rules that shares no line with the
 * server or the printer: one line for everything granted, and one marked line for everything that is not.
 */
export type Uses = { readonly text: string; readonly allowed: number; readonly refused: number };

const text = (value: unknown): string => JSON.stringify(value);

function sample({ type, choices = [] }: Field): string {
  switch (type) {
    case 'decimal':
      return '1.5';
    case 'boolean':
      return 'true';
    case 'choice':
      return text(choices[0]);
    case 'multi-choice':
      return text(choices.slice(0, 2));
    default:
      return "'x'";
  }
}
/** A value of another kind, or a choice that there is not. */
const wrong = ({ type }: Field): string =>
  type === 'choice' ? "'Nothing of this name'" : type === 'multi-choice' ? "['No']" : '{ no: 1 }';

const values = (module: Module, names: readonly string[]): string =>
  `{ ${names.map((name) => `${name}: ${sample(module.fields[name]!)}`).join(', ')} }`;

/** What a tab gives, read from its setup. A unique field is set by staff only; a field named `id` is behind the record's own. */
function granted(module: Module, tab: Tab) {
  const all = Object.keys(module.fields).filter((name) => name !== 'id');
  const layouts = Object.entries(tab.layouts);
  const seen = all.filter((name) => layouts.some(([, names]) => names.includes(name)));
  const written = (names: readonly string[]) =>
    seen.filter((name) => names.includes(name) && !module.fields[name]!.unique);
  const makes = layouts.flatMap(([layout, names]) => {
    if (tab.create === null) return [];
    const own = module.layouts[layout]!.fields.map((name) => module.fields[name]!);
    const must = own.filter((field) => field.required && field.default === undefined).map(({ name }) => name);
    const may = [
      ...written(tab.create),
      ...(names.includes('id') && tab.create.includes('id') && !module.fields['id']!.unique ? ['id'] : []),
    ];
    const settable = may.filter((name) => names.includes(name));
    return must.every((name) => settable.includes(name)) ? [{ layout, must, settable }] : [];
  });
  return {
    ...{ all, seen, makes },
    edit: written(tab.reaches.flatMap(({ edit }) => edit)),
    deletes: tab.reaches.some((reach) => reach.delete),
    copies: tab.reaches.some((reach) => reach.copy),
  };
}

class Program {
  readonly lines: string[] = [];
  allowed = 0;
  refused = 0;
  takes(line: string): void {
    this.allowed += 1;
    this.lines.push(`  ${line}`);
  }
  refuses(line: string): void {
    this.refused += 1;
    this.lines.push('  // @ts-expect-error', `  ${line}`);
  }
}

function readingAndWriting(program: Program, module: Module, tab: Tab): void {
  const { name } = module;
  const { all, seen, edit } = granted(module, tab);
  program.takes(`const row${name} = client.live('${name}', { fields: [${seen.map(text).join(', ')}] }).get().rows[0];`);
  program.takes(`const whole${name} = await client.get('${name}', 'a');`);
  program.refuses(`if (whole${name}) whole${name}.id = 'b';`);
  program.refuses(`client.update('${name}', 'a', { id: 'b' });`);
  for (const field of all.map((one) => module.fields[one]!)) {
    const value = sample(field);
    if (!seen.includes(field.name)) {
      program.refuses(`void row${name}?.${field.name};`);
      program.refuses(`client.live('${name}', { orderBy: [['${field.name}', 'asc']] });`);
      program.refuses(`client.live('${name}', { where: { ${field.name}: ${value} } });`);
      program.refuses(`client.update('${name}', 'a', { ${field.name}: ${value} });`);
      program.refuses(
        `client.command('update-record', { module: '${name}', id: 'a', set: { ${field.name}: ${value} } });`,
      );
      continue;
    }
    program.takes(`void row${name}?.${field.name};`);
    program.takes(
      `client.live('${name}', { orderBy: [['${field.name}', 'asc']], where: { ${field.name}: ${value} } });`,
    );
    program.refuses(`client.live('${name}', { where: { ${field.name}: ${wrong(field)} } });`);
    program.refuses(`if (whole${name}) whole${name}.${field.name} = ${value};`);
    const may = edit.includes(field.name);
    const judge = may ? program.takes.bind(program) : program.refuses.bind(program);
    judge(`client.update('${name}', 'a', { ${field.name}: ${value} });`);
    judge(`client.command('update-record', { module: '${name}', id: 'a', set: { ${field.name}: ${value} } });`);
    if (may) program.refuses(`client.update('${name}', 'a', { ${field.name}: ${wrong(field)} });`);
    if (may && field.required) program.refuses(`client.update('${name}', 'a', { ${field.name}: null });`);
    if (may && !field.required) program.takes(`client.update('${name}', 'a', { ${field.name}: null });`);
  }
}

function making(program: Program, module: Module, tab: Tab): void {
  const { name, fields } = module;
  const { makes } = granted(module, tab);
  if (makes.length === 0) {
    program.refuses(`client.command('create-record', { module: '${name}', fields: {} });`);
    return;
  }
  for (const { layout, must, settable } of makes) {
    const create = (names: readonly string[]) =>
      `client.command('create-record', { module: '${name}', layout: '${layout}', fields: ${values(module, names)} });`;
    program.takes(create(must));
    program.takes(create(settable));
    for (const one of must) program.refuses(create(must.filter((each) => each !== one)));
    for (const one of Object.keys(fields).filter((each) => !settable.includes(each)))
      program.refuses(create([...must, one]));
  }
  if (makes.length > 1) return;
  const [{ must }] = makes as [(typeof makes)[0]];
  program.takes(`client.command('create-record', { module: '${name}', fields: ${values(module, must)} });`);
}

function joining(program: Program, module: Module, tab: Tab, tabs: ReadonlySet<string>): void {
  for (const name of granted(module, tab).seen) {
    const { type, module: target = '' } = module.fields[name]!;
    const line = `client.live('${module.name}', { include: ['${name}'] });`;
    if (type === 'lookup' && tabs.has(target)) program.takes(line);
    else program.refuses(line);
  }
}

function closed(program: Program, name: string): void {
  program.refuses(`client.live('${name}');`);
  program.refuses(`client.get('${name}', 'a');`);
  program.refuses(`client.ability.can('read', '${name}');`);
  program.refuses(`client.command('create-record', { module: '${name}', fields: {} });`);
  program.refuses(`client.command('delete-record', { module: '${name}', id: 'a' });`);
}

/** The commands of the registry that no portal user may issue, or nobody of this type: judged by what they are for. */
function commanding(program: Program, { portal, userType }: Setup, commands: readonly string[]): void {
  const tabs = Object.entries(userType.tabs).filter(([, tab]) => Object.keys(tab.layouts).length > 0);
  const all = tabs.map(([name, tab]) => granted(portal.modules[name]!, tab));
  const open: Readonly<Record<string, boolean>> = {
    'end-sessions': true,
    // Everybody’s own: consents and requests of the person behind the member (S0-94, S0-99).
    'file-data-request': true,
    'give-consent': true,
    'withdraw-consent': true,
    'create-record': all.some(({ makes }) => makes.length > 0),
    'update-record': tabs.some(([name, tab]) =>
      tab.reaches.some(({ edit }) => edit.some((one) => !portal.modules[name]!.fields[one]!.unique)),
    ),
    'delete-record': all.some(({ deletes }) => deletes),
    'copy-record': all.some(({ copies }) => copies),
  };
  for (const name of commands) {
    if (open[name]) program.takes(`client.ability.can('issue', '${name}');`);
    else program.refuses(`client.command('${name}', null as never);`);
  }
}

export function usesOf(setup: Setup, type: string, file: string, commands: readonly string[]): Uses {
  const program = new Program();
  const { portal, userType } = setup;
  const reached = new Set(
    Object.keys(userType.tabs).filter((name) => Object.keys(userType.tabs[name]!.layouts).length > 0),
  );
  for (const module of Object.values(portal.modules)) {
    const tab = userType.tabs[module.name];
    if (!tab || !reached.has(module.name)) {
      closed(program, module.name);
      continue;
    }
    readingAndWriting(program, module, tab);
    making(program, module, tab);
    joining(program, module, tab, reached);
    const { deletes, copies } = granted(module, tab);
    for (const [action, given] of [
      ['delete', deletes],
      ['copy', copies],
    ] as const) {
      const lines = [
        `client.command('${action}-record', { module: '${module.name}', id: 'a' });`,
        `client.ability.can('${action}', '${module.name}');`,
      ];
      for (const line of lines) given ? program.takes(line) : program.refuses(line);
    }
  }
  commanding(program, setup, commands);
  const head = `import type { Client } from 'genkan';\nimport type { ${type} } from './${file}';\n`;
  const body = program.lines.join('\n');
  return {
    text: `${head}export async function uses(client: Client<${type}>): Promise<void> {\n${body}\n}\n`,
    allowed: program.allowed,
    refused: program.refused,
  };
}
