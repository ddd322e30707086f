import { describe, expect, test } from '@jest/globals';
import { commands } from '@genkan/domain/commands';
import type { CommandDefinition } from '@genkan/domain/define-command';
import type { Known, Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import type { Sight } from '@genkan/domain/sight';
import { restrictedCode } from '@genkan/domain/sight';
import { inputs } from '../../domain/src/test/inputs.ts';
import { authorise } from './authorise.ts';
import { id, kimIn, managed, tab } from './test/house.ts';
import { allKnown, knownOf } from './test/known-rows.ts';
import { view } from './view.ts';

/** The allow-list: who is taken on a restricted record, and what for. Added to only with a reason from the law. */
const allowed: readonly string[] = [
  'convert-due',
  'convert-leads',
  'convert-due', // judged row by row
  'convert-leads', // judged row by row
  'import-records', // judged row by row
  'move-members', // judged row by row
  'rekey-records', // keys are kept right; no value is read
  'give-consent', // consent is what allows processing again (GDPR 18(2))
  'withdraw-consent',
  'file-data-request', // the rights of a person do not end there
  'complete-data-request',
  'restrict-record',
  'announce-lifting',
  'lift-restriction',
];

/** Commands that ask for records only through the member they name. */
const throughMember = ['move-member', 'reactivate-member'];

/** Whatever record is asked for is there and restricted; every member is a portal user tied to one. */
function allRestricted(asked: Question[]): Known {
  const restricted = (module: string, record: string): RecordState => ({
    ...{ id: record, module, layout: 'Standard', fields: {}, createdBy: id.staff, owner: null, keys: [] },
    ...{ deleted: false, restricted: true },
  });
  return {
    record(module, record) {
      asked.push({ ask: 'record', module, id: record });
      return restricted(module, record);
    },
    member: (member) => ({
      ...{ kind: 'portal-user', id: member, email: 'kim@example.com', status: 'active', sessionsEnded: 0 },
      ...{ userType: id.staff, record: id.deal, module: 'Contacts', inviter: null },
    }),
    referring: () => [],
    membersTiedTo: () => [],
    membersOf: () => [],
    users: () => new Map(),
    userTypeAt: () => null,
    holder: () => null,
  };
}

/** May do everything, so that only the restriction can refuse. */
const master = (sight: Sight): Sight => ({
  ...sight,
  kind: 'staff',
  may: () => true,
  sees: () => true,
  view: ({ id: record, layout, fields }) => ({ id: record, layout, fields, may: 0 }),
  rights: () => ({ edit: new Set(['Name']), delete: true, copy: true, restore: true }),
  visible: () => new Set(['Name']),
  creatable: () => new Set(['Name']),
});

const { portal: house, sight } = kimIn({});
/** Of every user type a command may name there is one. */
const portal = {
  ...house,
  userTypes: new Proxy(house.userTypes, {
    get: (types, name) => Reflect.get(types, name) ?? Object.values(types)[0],
  }),
};

function outcomeOf(command: CommandDefinition): { code: string | null; names: boolean } {
  const asked: Question[] = [];
  const known = allRestricted(asked);
  const input = command.input.parse(inputs[command.name]);
  const code = authorise(command, input, { portal, known, sight: master(sight) });
  const questions = command.needs?.(portal, input, known, null) ?? [];
  return { code, names: questions.some(({ ask }) => ask === 'record') };
}

describe('a restricted record', () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    '[PV1] is refused to %s, unless it stands on the allow-list',
    (name, command) => {
      const { code, names } = outcomeOf(command);
      expect(command.onRestricted ?? false).toBe(allowed.includes(name));
      expect(code).toBe(names && !allowed.includes(name) ? 'restricted' : null);
    },
  );

  test('[PV1] every command whose input names a record asks for it, and so is judged', () => {
    const naming = commands.filter((command) => {
      const input = JSON.stringify(inputs[command.name]);
      return /"(id|ids|record|lead|external|subject)":/.test(input) || throughMember.includes(command.name);
    });
    const unasked = naming.filter((command) => !outcomeOf(command).names && !allowed.includes(command.name));
    expect(unasked.map(({ name }) => name)).toEqual([]);
    expect(naming.length).toBeGreaterThan(6);
  });

  test('[PV2] has no view for any portal user and no reason is given; staff see it flagged, with no right left', () => {
    const kim = kimIn({ tabs: { Deals: tab({ reaches: [{ ...managed, edit: ['Stage'], delete: true }] }) } });
    const deal = kim.records.find((one) => one.id === id.deal)!;
    const restricted = { ...deal, restricted: true };
    expect(view(kim.ability, deal, 1)).not.toBeNull();
    expect(view(kim.ability, restricted, 1)).toBeNull();
    expect(kim.sight.rights(restricted)).toMatchObject({ edit: new Set(), delete: false });
    expect(view({ ...kim.ability, kind: 'staff' }, restricted, 1)).toMatchObject({ id: deal.id, may: restrictedCode });
  });

  test('[PV3] is not found by a portal user, as if it had never been there', () => {
    const kim = kimIn({ tabs: { Deals: tab({ reaches: [{ ...managed, edit: ['Stage'] }] }) } });
    const records = kim.records.map((one) => (one.id === id.deal ? { ...one, restricted: true } : one));
    const target = () => ({ module: 'Deals', id: id.deal });
    const needs = () => [{ ask: 'record', module: 'Deals', id: id.deal }] as const;
    const tried = (known: Known) =>
      authorise({ permission: { kind: 'record', action: 'edit', target }, needs }, {}, { ...kim, known });
    expect(tried(knownOf(allKnown(records)))).toBe('not-found');
    expect(tried(knownOf(allKnown(kim.records)))).toBeNull();
  });
});
