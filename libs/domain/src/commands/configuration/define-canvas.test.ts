import { expect, test } from '@jest/globals';
import { configuring, tab } from '../../test/configuring.ts';

const fields = (...names: string[]) => ({ kind: 'fields', fields: names });

const drawing = () => {
  const all = configuring();
  const draw = (canvas: object | null, layout = 'Standard', module = 'Deals') =>
    all.run('define-canvas', { module, layout, canvas });
  const stands = () => all.world.portal.modules['Deals']!.layouts['Standard']!.canvas;
  return { ...all, draw, stands };
};

test('[DM200] it stands as it was defined, with what was left out; the same again is no change', () => {
  const { run, draw, stands } = drawing();
  const blocks = [fields('Name', 'Stage'), { kind: 'related', module: 'Quotes', lookup: 'Deal' }];
  run('define-field', { module: 'Quotes', field: { name: 'Deal', label: 'Deal', type: 'lookup', module: 'Deals' } });
  expect(draw({ blocks }).code).toBe('applied');
  expect(stands()).toEqual({
    blocks: [
      { kind: 'fields', width: 'full', title: null, columns: 1, fields: ['Name', 'Stage'] },
      { kind: 'related', width: 'full', module: 'Quotes', lookup: 'Deal' },
    ],
  });
  expect(draw({ blocks }).events).toEqual([]);
  expect(draw(null).code).toBe('applied');
  expect(stands()).toBeUndefined();
  expect(draw(null).events).toEqual([]);
});

const wrong: [string, object, string][] = [
  ['a field that is not on the layout', fields('Nothing'), 'canvas.blocks.0.fields.Nothing'],
  ['a field twice', fields('Name', 'Name'), 'canvas.blocks.0.fields.Name'],
  [
    'a list by a field that is no lookup',
    { kind: 'related', module: 'Quotes', lookup: 'Name' },
    'canvas.blocks.0.lookup',
  ],
  ['a list of no module', { kind: 'related', module: 'Nowhere', lookup: 'Deal' }, 'canvas.blocks.0.lookup'],
];
test.each(wrong)('[DM200] refused: %s', (_what, block, path) => {
  const { draw, stands } = drawing();
  expect(draw({ blocks: [block] })).toMatchObject({ code: 'invalid', paths: [path] });
  expect(stands()).toBeUndefined();
});

test('[DM200] a layout that is not there is not found', () => {
  const { draw } = drawing();
  const canvas = { blocks: [fields('Name')] };
  expect([draw(canvas, 'Nothing').code, draw(canvas, 'Standard', 'Nowhere').code]).toEqual(['not-found', 'not-found']);
});

test('[S0-53] [DM201] a canvas view needs a canvas, which then stays', () => {
  const { configure, draw } = drawing();
  const drawn = { Deals: tab({ view: 'canvas' }) };
  expect(configure(drawn)).toMatchObject({ code: 'invalid', paths: ['tabs.Deals.view'] });
  draw({ blocks: [fields('Name')] });
  expect(configure(drawn).code).toBe('applied');
  expect(draw(null).code).toBe('invalid');
  expect(draw({ blocks: [fields('Stage')] }).code).toBe('applied');
  configure({ Deals: tab() });
  expect(draw(null).code).toBe('applied');
});

test('[DM202] a layout that is changed keeps its canvas without the fields it lost', () => {
  const { run, draw, stands } = drawing();
  const layout = (...names: string[]) =>
    run('define-layout', { module: 'Deals', layout: { name: 'Standard', label: 'Standard', fields: names } }).code;
  draw({ blocks: [fields('Name', 'Stage'), fields('Amount')] });
  expect(layout('Name', 'Contact')).toBe('applied');
  expect(stands()!.blocks).toMatchObject([fields('Name')]);
  expect(layout('Contact')).toBe('applied');
  expect(stands()).toBeUndefined();
});
