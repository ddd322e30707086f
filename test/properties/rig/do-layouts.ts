import { applied, one, type Doing } from './doing.ts';
import { configure } from './do-user-types.ts';
import { fresh, texts } from './ground.ts';

/** A new layout of deals, or other fields on one that stands: fewer, more, or in another order. */
export const defineLayout: Doing = async (world, { a, b, c }) => {
  const name = a % 3 === 0 ? 'Deals' : (one(Object.keys(texts), b) ?? 'Deals');
  const module = world.now.modules[name];
  const layouts = Object.entries(module?.layouts ?? {});
  const [layout, held] = a % 3 === 0 || layouts.length === 0 ? [fresh(), ['Name']] : (one(layouts, c) ?? ['', []]);
  const absent = Object.keys(module?.fields ?? {}).filter((field) => !held.includes(field));
  const less = held.filter((field, at) => field === 'Name' || (c + at) % 4 > 0);
  const more = absent.filter((_, at) => (b + at) % 3 === 0);
  const fields = [less, [...held, ...more], [...more, ...less], held.toReversed()][c % 4] ?? held;
  const input = { module: name, layout: { name: layout, label: layout, fields } };
  return applied((await world.send(world.administrator, { name: 'define-layout', input })).code);
};

/** A layout more for a user type, with some of its fields; or one fewer. */
export const grantLayout: Doing = async (world, { a, b, c }) => {
  const types = Object.values(world.now.userTypes).filter(({ tabs }) => 'Deals' in tabs);
  const type = one(types, a);
  const tab = type?.tabs['Deals'];
  const layout = one(Object.entries(world.now.modules['Deals']?.layouts ?? {}), b);
  if (!type || !tab || !layout) return false;
  const [name, fields] = layout;
  const { [name]: granted, ...others } = tab.layouts;
  const ticked = fields.filter((field, at) => field === 'Name' || (c + at) % 3 > 0);
  const layouts = granted && Object.keys(others).length > 0 ? others : { ...others, [name]: ticked };
  return configure(world, type.id, { ...type.tabs, Deals: { ...tab, layouts } });
};
